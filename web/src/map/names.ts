// Names that the map does not show are not laid out: that is a tenth of what a step of the slider costs.
import type { StyleSpecification } from 'maplibre-gl';

/**
 * The style for a map that opens at a zoom. MapLibre lays out a layer from the whole zoom below its `minzoom`
 * on, drawn or not; where the map stands between the two, names wait for the next whole zoom.
 */
export const withNamesFor = (style: StyleSpecification, zoom: number): StyleSpecification => ({
  ...style,
  layers: style.layers.map((layer) => {
    const { type, minzoom = 0 } = layer;
    const inVain = type === 'symbol' && zoom < minzoom && Math.floor(zoom) === Math.floor(minzoom);
    return inVain ? { ...layer, minzoom: Math.ceil(minzoom) } : layer;
  }),
});
