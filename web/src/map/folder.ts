// How a map of the data folder is drawn, whatever it holds: pictures as they are, heights as shade,
// vector tiles as thin grey lines, pale areas and small dots.
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { tileJsonUrl, type ArchiveEntry, type TileJson } from '../core/api';

/** Id of the source of such a map on ours; no source of the style begins so. */
export const folderSource = (stem: string): string => `folder-${stem}`;

export function sourceOf({ stem, kind }: ArchiveEntry): SourceSpecification {
  const url = tileJsonUrl(stem);
  return kind === 'dem' ? { type: 'raster-dem', url } : { type: kind, url };
}

/** The layers of such a map from bottom to top, all named after its source. */
export function layersOf({ stem, kind }: ArchiveEntry, { vector_layers = [] }: TileJson, grey: string): LayerSpecification[] {
  const source = folderSource(stem);
  if (kind === 'raster') return [{ id: source, type: 'raster', source }];
  if (kind === 'dem') {
    return [{ id: source, type: 'hillshade', source, paint: { 'hillshade-exaggeration': 0.3 } }];
  }
  return vector_layers.flatMap(({ id }, index) => {
    const layer = (form: string) => ({ id: `${source}-${index}-${form}`, source, 'source-layer': id });
    return [
      { ...layer('fill'), type: 'fill', filter: of('Polygon'), paint: { 'fill-color': grey, 'fill-opacity': 0.12 } },
      { ...layer('line'), type: 'line', filter: ['!', of('Point')], paint: { 'line-color': grey, 'line-width': 0.8, 'line-opacity': 0.7 } },
      { ...layer('dot'), type: 'circle', filter: of('Point'), paint: { 'circle-color': grey, 'circle-radius': 2.2 } },
    ] satisfies LayerSpecification[];
  });
}

const of = (form: string): ExpressionSpecification => ['match', ['geometry-type'], [form, `Multi${form}`], true, false];
