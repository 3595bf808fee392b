// The words of the menu that takes things away: they come with it, not with the first map.
import take from '../words/en.take.json';
import type { MapFormat } from './downloads';
import { addWords } from './words';

addWords(take);

/** The word for each format. */
export const FORMAT_WORDS = {
  geojson: 'download.geojson', csv: 'download.csv', 'excel.csv': 'download.excel', gpkg: 'download.gpkg',
  kml: 'download.kml', 'shp.zip': 'download.shp', fgb: 'download.fgb', parquet: 'download.parquet',
  jsonfg: 'download.jsonfg', geojsons: 'download.geojsons', 'claims.csv': 'download.claims',
  'sources.json': 'download.csl', 'sources.bib': 'download.sources',
} as const satisfies Record<MapFormat, string>;
