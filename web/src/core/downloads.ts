// What is on the map as files: which addresses give exactly the features that are shown.
import { changesFileUrl, downloadUrl, type Atlas } from './api';
import { toIso, type Day } from './day';
import { filterParameters, type Filters } from './filters';
import type { Box } from './view.svelte';

export interface Choice {
  day: Day; asOf: Day | null;
  /** First day of a range that ends with `day`; null: one day. */
  since: Day | null;
  filters: Filters;
  statuses: ReadonlySet<string>; categories: ReadonlySet<string>;
  /** null: everywhere. */
  bbox: Box | null;
}
/** What anything can be taken away as. */
export type FileFormat = 'geojson' | 'csv';
/** Endings of the files of the map, as the server has them: those that are always seen, and the others. */
export const FIRST_FORMATS = ['geojson', 'csv', 'excel.csv'] as const;
export const MORE_FORMATS = [
  'gpkg', 'kml', 'shp.zip', 'fgb', 'parquet', 'jsonfg', 'geojsons', 'claims.csv', 'sources.json', 'sources.bib',
] as const;
export type MapFormat = (typeof FIRST_FORMATS)[number] | (typeof MORE_FORMATS)[number];

/** The layers with anything switched on, features and events apart: they answer for other spans of days. */
function shownLayers({ layers }: Atlas, categories: ReadonlySet<string>, events: boolean): string[] {
  return layers
    .filter((layer) => Boolean(layer.events) === events && layer.categories.some(({ id }) => categories.has(id)))
    .map(({ id }) => id);
}

/** The address of the file of features, or of events; null where none of their layers is on. */
export function fileUrl(atlas: Atlas, choice: Choice, events: boolean, format: MapFormat): string | null {
  const layers = shownLayers(atlas, choice.categories, events);
  if (!layers.length || (!events && !choice.statuses.size)) return null;
  const own = atlas.layers.filter(({ id }) => layers.includes(id)).flatMap((layer) => layer.categories);
  const on = own.filter(({ id }) => choice.categories.has(id)).map(({ id }) => id);
  const url = downloadUrl(layers, format, {
    datetime: datetimeOf(choice, events ? atlas.event_days : 1),
    asOf: choice.asOf === null ? null : toIso(choice.asOf),
    // A switch that leaves nothing out is no parameter: the address stays readable.
    statuses: events || allOn(atlas, choice.statuses) ? [] : [...choice.statuses],
    categories: on.length === own.length ? [] : on,
    filters: filterParameters(choice.filters),
  });
  // What ended within a range lived in it; without one, only what is over by the day is left to ask for.
  const ended = !events && choice.since === null && atlas.statuses.some((s) => s.ended && choice.statuses.has(s.id));
  return url + (ended ? '&ended=include' : '') + (choice.bbox ? `&bbox=${choice.bbox.map(short).join(',')}` : '');
}

/** The address of the list of what changed, with the switches and filters of the view; null where nothing can be on it. */
export function changesUrl(atlas: Atlas, choice: Omit<Choice, 'day' | 'since' | 'bbox'> & { from: Day; to: Day }, format: FileFormat): string | null {
  const standing = atlas.statuses.filter(({ ended }) => !ended).map(({ id }) => id);
  const kinds = atlas.layers.filter(({ events }) => !events).flatMap(({ categories }) => categories.map(({ id }) => id));
  const statuses = standing.filter((id) => choice.statuses.has(id));
  const categories = kinds.filter((id) => choice.categories.has(id));
  if (!statuses.length || !categories.length) return null;
  return changesFileUrl(format, toIso(choice.from), toIso(choice.to), {
    asOf: choice.asOf === null ? null : toIso(choice.asOf),
    statuses: statuses.length === standing.length ? [] : statuses,
    categories: categories.length === kinds.length ? [] : categories,
    filters: filterParameters(choice.filters),
  });
}

const allOn = ({ statuses }: Atlas, on: ReadonlySet<string>) => statuses.every(({ id }) => on.has(id));
/** The range, or else so many days up to the day. */
function datetimeOf({ since, day }: Choice, days: number): string {
  const from = since ?? day - days + 1;
  return from === day ? toIso(day) : `${toIso(from)}/${toIso(day)}`;
}

const short = (degrees: number) => Number(degrees.toFixed(4));

/** What a map sees, which may reach beyond the edge of the world, as the server reads it: its west may lie east of its east. */
export function onWorld([west, south, east, north]: Box): Box {
  if (east - west >= 360) return [-180, south, 180, north];
  const turns = 360 * Math.floor((west + 180) / 360);
  const end = east - turns;
  return [west - turns, south, end > 180 ? end - 360 : end, north];
}
