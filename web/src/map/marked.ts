// Layers that mark one feature, the selected one or that pointed at: hidden while there is none, so that steps of
// the day do not lay them out in vain.
import type { LayerSpecification, Map as MlMap, StyleSpecification } from 'maplibre-gl';

/** What of the style's state names the feature. */
export type Mark = 'selected' | 'hovered';
export type Marked = Readonly<Record<Mark, readonly string[]>>;

/** Ids of the layers by what they mark, as the style names them. */
export function markedIn(style: StyleSpecification): Marked {
  const metadata = style.metadata as Record<string, string[]> | undefined;
  return { selected: metadata?.['steppe:selected'] ?? [], hovered: metadata?.['steppe:hovered'] ?? [] };
}

const visibility = (id: string) => (id === '' ? 'none' : 'visible');

/** The style with the layers hidden that mark nothing, by the id of the feature of each mark. */
export function withMarked(style: StyleSpecification, ids: Readonly<Record<Mark, string>>): StyleSpecification {
  const { selected, hovered } = markedIn(style);
  const shown = new Map([
    ...selected.map((layer) => [layer, visibility(ids.selected)] as const),
    ...hovered.map((layer) => [layer, visibility(ids.hovered)] as const),
  ]);
  const layers = style.layers.map((layer) => {
    const now = shown.get(layer.id);
    return now ? { ...layer, layout: { ...layer.layout, visibility: now } } as LayerSpecification : layer;
  });
  return { ...style, layers };
}

/** Shows the layers of a mark that are on the map, or hides them where it marks nothing. */
export function showMarked(map: MlMap, layers: readonly string[], id: string): void {
  for (const layer of layers) {
    if (map.getLayer(layer)) map.setLayoutProperty(layer, 'visibility', visibility(id));
  }
}
