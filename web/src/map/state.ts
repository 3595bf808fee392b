// What the style reads of the view: its global state, and the tiles of the day of knowledge.
import type { Map as MlMap, StateSpecification, StyleSpecification, VectorSourceSpecification, VectorTileSource } from 'maplibre-gl';
import { toIso, type Day } from '../core/day';
import { view } from '../core/view.svelte';

/** The state the style declares, with the values of the view. */
export function currentState(declared: StateSpecification = {}): StateSpecification {
  const now: Record<string, unknown> = {
    day: view.day, lang: view.lang, selected: view.selected, hovered: view.hovered, playing: view.playing,
    statuses: [...view.statuses], categories: [...view.categories],
  };
  const values = Object.entries(now).map(([name, value]) => [name, { default: value }] as const);
  return { ...declared, ...Object.fromEntries(values) } as StateSpecification;
}

/** Ids of the layers a click means, as the style names them. */
export function clickableIn(style: StyleSpecification): string[] {
  const metadata = style.metadata as Record<string, string[]> | undefined;
  return metadata?.['steppe:clickable'] ?? [];
}

/** The style with the tiles of the atlas as they were known on a day; null: as known today. */
export function asKnownOn(style: StyleSpecification, asOf: Day | null): StyleSpecification {
  const atlas = knownSource(style, asOf);
  return atlas ? { ...style, sources: { ...style.sources, atlas } } : style;
}

/** The same for a style that is on the map already: only the tiles are asked for anew. */
export function knowOn(map: MlMap, style: StyleSpecification, asOf: Day | null): void {
  const url = knownSource(style, asOf)?.url;
  if (url) map.getSource<VectorTileSource>('atlas')?.setUrl(url);
}

function knownSource(style: StyleSpecification, asOf: Day | null): VectorSourceSpecification | null {
  const atlas = style.sources.atlas;
  if (atlas?.type !== 'vector' || !atlas.url) return null;
  return { ...atlas, url: asOf === null ? atlas.url : `${atlas.url}?as-of=${toIso(asOf)}` };
}
