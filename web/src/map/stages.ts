// The first drawing in two stages: ground and features, then what the style calls later (names, badges,
// marks). The first stage waits for no font, and the worker has half the work before it.
import type { StyleSpecification } from 'maplibre-gl';
import type { CalmMap } from './calm';
import { listen } from './listen';

export function laterIn(style: StyleSpecification): string[] {
  const metadata = style.metadata as Record<string, string[]> | undefined;
  return metadata?.['steppe:later'] ?? [];
}

/** The style without the layers that come after the first drawing, and without the sources of these alone. */
export function firstStage(style: StyleSpecification): StyleSpecification {
  const later = new Set(laterIn(style));
  const layers = style.layers.filter(({ id }) => !later.has(id));
  const used = new Set(layers.map((layer) => ('source' in layer ? layer.source : '')));
  const sources = Object.fromEntries(Object.entries(style.sources).filter(([id]) => used.has(id)));
  return { ...style, layers, sources };
}

export class Stages {
  /** The style of which only the first stage is on the map. */
  #waiting: StyleSpecification | null = null;
  #asked = false;
  /** The whole style is on the map. */
  over = false;

  /** `stands` is called once, when ground and features are on the screen. */
  constructor(readonly map: CalmMap, readonly stands: () => void) {}

  /** What of a style goes onto the map now. */
  next(style: StyleSpecification): StyleSpecification {
    if (this.over) return style;
    this.#waiting = style;
    this.#asked = false;
    return firstStage(style);
  }

  /** Whether the map, being idle, is whole; if not, it is made so. */
  whole(): boolean {
    if (this.#waiting) this.#finish();
    else this.map.settle();
    return this.over;
  }

  /** Follows the map until it stands; gives the undo. */
  follow(): () => void {
    const asked = listen(this.map, 'dataloading', (event) => {
      if ('tile' in event && event.sourceId === 'atlas') this.#asked = true;
    });
    const drawn = listen(this.map, 'render', () => {
      if (this.#waiting && this.#asked && this.map.isStyleLoaded() && this.map.areTilesLoaded()) this.#finish();
    });
    return () => {
      asked();
      drawn();
      this.#waiting = null; // a map that is gone before its frame was seen is not made whole
    };
  }

  #finish(): void {
    // The frame that has it all comes onto the screen first.
    requestAnimationFrame(() => setTimeout(() => {
      const style = this.#waiting;
      if (!style || !this.map.isStyleLoaded()) return; // done already, or another style came meanwhile
      this.#waiting = null;
      this.over = true;
      this.stands();
      this.#complete(style);
    }));
  }

  /** Adds what is not on the map yet, each layer in its place. */
  #complete({ layers, sources }: StyleSpecification): void {
    for (const [id, source] of Object.entries(sources)) {
      if (!this.map.getSource(id)) this.map.addSource(id, source);
    }
    for (let i = layers.length - 1; i >= 0; i--) {
      const layer = layers[i]!;
      if (!this.map.getLayer(layer.id)) this.map.addLayer(layer, layers[i + 1]?.id);
    }
  }
}
