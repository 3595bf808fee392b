// Opening a feature from a link or a search: select it, fly to it, and move the date to when it was.
import { fetchTimeline, type TimelineFeature } from './api';
import { OPEN, type Day } from './day';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';

/**
 * The day nearest to `day` on which the feature was there, as wide as its bounds allow. What stays on
 * the map for `lingers` days after its end (an event) moves nothing within them.
 */
export function nearestDay({ lifetime }: TimelineFeature, day: Day, lingers = 0): Day {
  if (!lifetime) return day;
  const [from, until] = lifetime;
  if (day < from) return from;
  return until >= OPEN || day < until + lingers ? day : until - 1;
}

const livedIn = ({ lifetime }: TimelineFeature, since: Day | null, day: Day) =>
  since !== null && lifetime !== null && lifetime[0] <= day && since < lifetime[1];

/** Selects a feature and gives it. What was not known yet stays selected: a note tells so, and leads to the day on which it is. */
export function select(id: string): TimelineFeature | undefined {
  const feature = loaded.feature(id);
  view.selected = feature || view.asOf !== null ? id : '';
  return feature;
}

/** What is known of a feature today; undefined where nothing is, or it does not arrive. */
export const knownToday = async (id: string): Promise<TimelineFeature | undefined> =>
  (await fetchTimeline(null).catch(() => null))?.features.find((feature) => feature.id === id);

/** Selects the feature, flies to it, and moves the date to when it was. */
export function openFeature(id: string): void {
  const feature = select(id);
  view.layersOpen = false;
  view.guide = false;
  if (!feature) return;
  view.fly({ bbox: feature.bbox });
  moveTo(feature);
}

/** Moves the date to when a feature was, and says so; two days that are compared were chosen, and stay. */
export function moveTo(feature: TimelineFeature): void {
  const from = view.day;
  const lingers = loaded.eventLayers.has(feature.layer) ? (loaded.atlas?.event_days ?? 1) - 1 : 0;
  // What lived on some day of the range is shown already.
  const day = livedIn(feature, view.since, from) ? from : nearestDay(feature, from, lingers);
  if (day === from || view.mode === 'compare') return;
  view.setDay(day);
  view.moved = { id: feature.id, from, to: day, reason: day < from ? 'ended' : 'not yet' };
}
