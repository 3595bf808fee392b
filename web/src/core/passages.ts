// What happened in a range of days: how many features opened in it, and how many ended.
import type { TimelineFeature } from './api';
import { shownAt, standingIn, type Rules } from './counts';
import type { Day } from './day';

export interface Passages { opened: number; ended: number }

/**
 * Of what is shown in the range: what first began to operate in it, and what is over by its last day. A plan is
 * not carried out before its day, so it is neither; what had ended by the first day ended before the range.
 */
export function passagesIn(features: TimelineFeature[], since: Day, day: Day, rules: Rules): Passages {
  const passages: Passages = { opened: 0, ended: 0 };
  for (const feature of features) {
    if (rules.eventLayers.has(feature.layer) || !shownAt(feature, day, { ...rules, since })) continue;
    const opening = feature.periods.find((p) => !p.planned && p.status === 'operating');
    if (opening && since <= opening.from && opening.from <= day) passages.opened += 1;
    const last = standingIn(feature, day, { ...rules, since });
    if (last && !last.planned && rules.ended.has(last.status)) passages.ended += 1;
  }
  return passages;
}
