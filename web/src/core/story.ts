// What a step of a story asks of the view, pure: the day, what is shown, and the box the map goes to.
import type { Atlas, StoryStep } from './api';
import { fromIso, type Day } from './day';
import { noFilters, type Filters } from './filters';
import type { Camera, Mode } from './view.svelte';

/** All that a story changes in the view; also what is kept of the reader's own view meanwhile. */
export interface Scene {
  day: Day; since: Day | null; asOf: Day | null; versus: Day | null; mode: Mode;
  categories: string[]; statuses: string[]; filters: Filters;
  selected: string; organisation: string; outcomes: boolean;
}

/** The view before anything is chosen: today, everything that has not ended. */
export const plainScene = (atlas: Atlas): Scene => ({
  day: atlas.today, since: null, asOf: null, versus: null, mode: 'map',
  categories: atlas.layers.flatMap(({ categories }) => categories.map(({ id }) => id)),
  statuses: atlas.statuses.filter(({ ended }) => !ended).map(({ id }) => id),
  filters: noFilters(), selected: '', organisation: '', outcomes: false,
});

/** What a step leaves out is as in the plain view, not as the step before left it. */
export function sceneOf(step: StoryStep, atlas: Atlas): Scene {
  const plain = plainScene(atlas);
  const versus = dayOf(step.versus);
  return {
    ...plain,
    day: dayOf(step.date) ?? plain.day,
    since: dayOf(step.since),
    asOf: dayOf(step.asOf),
    versus,
    mode: versus === null ? 'map' : 'compare',
    categories: step.categories ?? plain.categories,
    statuses: step.statuses ?? plain.statuses,
    selected: step.selected ?? '',
    organisation: step.organisation ?? '',
    outcomes: step.outcomes ?? false,
  };
}

const dayOf = (iso: string | undefined): Day | null => fromIso(iso ?? '');

const REACH = 600; // px: what a step tells lies within a square of this side at the zoom of its camera
const WORLD = 512; // px at zoom 0
const STEEPEST = 85; // degrees; beyond it the map has no ground

/** The box that a window of any size has to show: west, south, east, north. */
export function boxOf({ lon, lat, zoom }: Camera): [number, number, number, number] {
  const half = REACH / 2 / (WORLD * 2 ** zoom); // of the world's width
  const y = northing(lat);
  return [lon - half * 360, latitude(y - half), lon + half * 360, latitude(y + half)];
}

/** Web Mercator from the equator up, in widths of the world. */
const northing = (lat: number) => Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
const latitude = (y: number) => {
  const lat = (Math.atan(Math.sinh(y * 2 * Math.PI)) * 180) / Math.PI;
  return Math.max(-STEEPEST, Math.min(STEEPEST, lat));
};
