// Opening a feature from a link or a search: select it, fly to it, and move the date to when it was.
import type { TimelineFeature } from './api';
import { OPEN, type Day } from './day';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';

/** The day nearest to `day` on which the feature was there, by its certain bounds where it has any. */
export function nearestDay(feature: TimelineFeature, day: Day): Day {
  if (!feature.lifetime) return day;
  const [from, until] = feature.lifetime;
  const last = until >= OPEN ? OPEN : until - 1;
  if (day < from) return from;
  return day > last ? last : day;
}

/** Selects the feature; false when there is no such id. */
export function openFeature(id: string, fly = true): boolean {
  const feature = loaded.feature(id);
  if (!feature) return false;
  const from = view.day;
  const day = nearestDay(feature, from);
  view.selected = id;
  view.layersOpen = false;
  if (fly) view.fly({ bbox: feature.bbox });
  if (day === from) return true;
  view.setDay(day);
  view.moved = { id, from, to: day, reason: day < from ? 'ended' : 'not yet' };
  return true;
}
