// Layers that mark one feature, the selected one or that pointed at: hidden while there is none, so that steps of
// the day do not lay them out in vain. Older viewers know no visibility by the state, so the served style has none.
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';

/** What of the style's state names the feature, `""` for none. */
const MARKS = ['selected', 'hovered'] as const;

/** The style with the layers hidden that mark nothing; the style says itself which these are. */
export function withMarked(style: StyleSpecification): StyleSpecification {
  const metadata = style.metadata as Record<string, string[]> | undefined;
  const marks = new Map(MARKS.flatMap((mark) => (metadata?.[`steppe:${mark}`] ?? []).map((id) => [id, mark] as const)));
  const layers = style.layers.map((layer) => {
    const mark = marks.get(layer.id);
    if (!mark) return layer;
    const visibility = ['case', ['==', ['global-state', mark], ''], 'none', 'visible'];
    return { ...layer, layout: { ...layer.layout, visibility } } as LayerSpecification;
  });
  return { ...style, layers };
}
