// A verdict for everything shown that was promised, and the numbers of the legend.
import { expect, it } from 'vitest';
import type { Summaries, Summary, TimelineFeature } from './api';
import { dayOf, OPEN } from './day';
import { judge } from './judged';

const rules = {
  statuses: new Set(['operating']), categories: new Set(['oil', 'summit']), ended: new Set(['closed']),
  eventLayers: new Set(['events']), eventDays: 365, since: null, only: null,
};
const at = (id: string, from: number, layer = 'pipelines') => ({
  id, layer, category: layer === 'events' ? 'summit' : 'oil', lifetime: [from, OPEN],
  periods: [{ status: 'operating', from, certain_from: from, certain_until: OPEN, until: OPEN, planned: false }],
}) as unknown as TimelineFeature;
const promise = (verdict: Summary['verdict']) => ({ verdict, promised: verdict && '2005', promised_status: verdict && 'operating', outcome: null, delay_days: null }) as Summary;
const summaries: Summaries = {
  version: '', known: 0, actors: {},
  features: { a: promise('late'), b: promise('late'), c: promise('overdue'), d: promise(null), e: promise('late') },
};
const features = [at('a', dayOf(2000)), at('b', dayOf(2001)), at('c', dayOf(2002)), at('d', dayOf(2003)), at('e', dayOf(2020)), at('x', dayOf(2004)), at('summit', dayOf(2004), 'events')];

it('counts what is shown on the day, with events and what was never promised apart', () => {
  const { judged, counts, unplanned } = judge(features, dayOf(2005), rules, summaries);
  expect(judged.map(({ feature }) => feature.id)).toEqual(['a', 'b', 'c']);
  expect([...counts]).toEqual([['late', 2], ['overdue', 1]]);
  expect(unplanned).toEqual(['d', 'x']);
});

it('follows the day and the filters', () => {
  expect(judge(features, dayOf(2021), rules, summaries).counts.get('late')).toBe(3);
  expect(judge(features, dayOf(2005), { ...rules, only: new Set(['a']) }, summaries).judged).toHaveLength(1);
});
