// What is on the map as files: which addresses give exactly the features that are shown.
import { downloadUrl, type Atlas } from './api';
import { toIso, type Day } from './day';
import type { Camera } from './view.svelte';

export interface Choice {
  day: Day; asOf: Day | null;
  statuses: ReadonlySet<string>; categories: ReadonlySet<string>;
  /** west, south, east, north; null: everywhere. */
  bbox: Box | null;
}
export type Box = [number, number, number, number];
export type FileFormat = 'geojson' | 'csv';

/** The layers with anything switched on, features and events apart: they answer for other spans of days. */
export function shownLayers({ layers }: Atlas, categories: ReadonlySet<string>, events: boolean): string[] {
  return layers
    .filter((layer) => Boolean(layer.events) === events && layer.categories.some(({ id }) => categories.has(id)))
    .map(({ id }) => id);
}

/** The address of the file of features, or of events; null where none of their layers is on. */
export function fileUrl(atlas: Atlas, choice: Choice, events: boolean, format: FileFormat): string | null {
  const layers = shownLayers(atlas, choice.categories, events);
  if (!layers.length || (!events && !choice.statuses.size)) return null;
  const own = atlas.layers.filter(({ id }) => layers.includes(id)).flatMap((layer) => layer.categories);
  const on = own.filter(({ id }) => choice.categories.has(id)).map(({ id }) => id);
  const url = downloadUrl(layers, format, {
    datetime: events ? yearUpTo(choice.day, atlas.event_days) : toIso(choice.day),
    asOf: choice.asOf === null ? null : toIso(choice.asOf),
    // A switch that leaves nothing out is no parameter: the address stays readable.
    statuses: events || allOn(atlas, choice.statuses) ? [] : [...choice.statuses],
    categories: on.length === own.length ? [] : on,
  });
  const ended = !events && atlas.statuses.some((s) => s.ended && choice.statuses.has(s.id));
  return url + (ended ? '&ended=include' : '') + (choice.bbox ? `&bbox=${choice.bbox.map(short).join(',')}` : '');
}

const allOn = ({ statuses }: Atlas, on: ReadonlySet<string>) => statuses.every(({ id }) => on.has(id));
const yearUpTo = (day: Day, days: number) => `${toIso(day - days + 1)}/${toIso(day)}`;
const short = (degrees: number) => Number(degrees.toFixed(4));

const TILE = 512; // px of the world at zoom 0

/** The box a camera sees in a window of that size, by Web Mercator; north is up on this map. */
export function boxOf({ lon, lat, zoom }: Camera, width: number, height: number): Box {
  const world = TILE * 2 ** zoom;
  const half = (width / world) * 180;
  const y = Math.asinh(Math.tan((lat * Math.PI) / 180));
  const reach = (height / world) * Math.PI;
  const latitude = (mercator: number) => (Math.atan(Math.sinh(mercator)) * 180) / Math.PI;
  return [
    Math.max(-180, lon - half), Math.max(-90, latitude(y - reach)),
    Math.min(180, lon + half), Math.min(90, latitude(y + reach)),
  ];
}
