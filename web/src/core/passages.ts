// What happened in a range of days: how many features opened in it, and how many ended.
import type { TimelineFeature } from './api';
import { shownAt, type Rules } from './counts';
import type { Day } from './day';

export interface Passages { opened: number; ended: number }

/**
 * Of what is shown in the range: what began to operate in it, and what was closed or given up in it. A plan is
 * not carried out before its day, so it is neither; what had ended by the first day ended before the range.
 */
export function passagesIn(features: TimelineFeature[], since: Day, day: Day, rules: Rules): Passages {
  const passages: Passages = { opened: 0, ended: 0 };
  for (const feature of features) {
    if (rules.eventLayers.has(feature.layer) || !shownAt(feature, day, { ...rules, since })) continue;
    const facts = feature.periods.filter((p) => !p.planned && p.from <= day);
    const opening = facts.find((p) => p.status === 'operating');
    if (opening && since <= opening.from) passages.opened += 1;
    if (facts.some((p) => rules.ended.has(p.status) && since < p.certain_from)) passages.ended += 1;
  }
  return passages;
}
