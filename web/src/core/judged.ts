// What became of the promises of what is on the map, pure: each feature with its verdict, and how many of each.
import type { Summaries, TimelineFeature, Verdict } from './api';
import { shownAt, type Rules } from './counts';
import type { Day } from './day';
import { isPromised, type Promised } from './promised';

export interface Judged { feature: TimelineFeature; summary: Promised }
export interface Judgement {
  judged: Judged[];
  counts: ReadonlyMap<Verdict, number>;
  /** Ids of what is shown of which no plan is on record. */
  unplanned: string[];
}

/** Events promise nothing and are left out. */
export function judge(features: TimelineFeature[], day: Day, rules: Rules, summaries: Summaries): Judgement {
  const things = features.filter((f) => !rules.eventLayers.has(f.layer) && shownAt(f, day, rules));
  const judged: Judged[] = [];
  const unplanned: string[] = [];
  for (const feature of things) {
    const summary = summaries.features[feature.id];
    if (isPromised(summary)) judged.push({ feature, summary });
    else unplanned.push(feature.id);
  }
  const counts = new Map<Verdict, number>();
  for (const { summary } of judged) counts.set(summary.verdict, (counts.get(summary.verdict) ?? 0) + 1);
  return { judged, counts, unplanned };
}
