// Opening a feature from a link or a search: select it, fly to it, and move the date to when it was.
import type { TimelineFeature } from './api';
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

/** Selects the feature; false when there is no such id. */
export function openFeature(id: string, fly = true): boolean {
  const feature = loaded.feature(id);
  if (!feature) return false;
  const from = view.day;
  const lingers = loaded.eventLayers.has(feature.layer) ? (loaded.atlas?.event_days ?? 1) - 1 : 0;
  // What lived on some day of the range is shown already.
  const day = livedIn(feature, view.since, from) ? from : nearestDay(feature, from, lingers);
  view.selected = id;
  view.layersOpen = false;
  view.guide = false;
  if (fly) view.fly({ bbox: feature.bbox });
  if (day === from || view.mode === 'compare') return true; // two days were chosen, and stay
  view.setDay(day);
  view.moved = { id, from, to: day, reason: day < from ? 'ended' : 'not yet' };
  return true;
}
