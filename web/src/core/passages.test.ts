// What opened and what ended in a range.
import { expect, test } from 'vitest';
import type { Status, TimelineFeature } from './api';
import type { Rules } from './counts';
import { dayOf, OPEN } from './day';
import { passagesIn } from './passages';

const rules: Rules = {
  statuses: new Set(['construction', 'operating', 'closed']), categories: new Set(['air_base']), ended: new Set(['closed', 'cancelled']),
  eventLayers: new Set(['events']), eventDays: 365, since: null, only: null,
};
function feature(starts: [Status, number, boolean?][]): TimelineFeature {
  const periods = starts.map(([status, from, planned = false], i) => {
    const until = starts[i + 1]?.[1] ?? OPEN;
    return { status, from, certain_from: from, certain_until: until, until, planned, user: [] };
  });
  const end = starts.find(([status]) => status === 'closed')?.[1] ?? OPEN;
  return { id: 'x', layer: 'bases', category: 'air_base', lifetime: [starts[0]![1], end], periods } as unknown as TimelineFeature;
}
const manas = feature([['construction', dayOf(2001, 10)], ['operating', dayOf(2001, 12, 16)], ['closed', dayOf(2014, 6, 3)]]);
const count = (f: TimelineFeature, from: number, until: number) => Object.values(passagesIn([f], from, until, rules)).join(' ');

test('opened and ended are counted where they fall into the range', () => {
  expect(count(manas, dayOf(2001), dayOf(2014, 12, 31))).toBe('1 1');
  expect(count(manas, dayOf(2001, 12, 16), dayOf(2014, 6, 2))).toBe('1 0');
  expect(count(manas, dayOf(2001, 12, 17), dayOf(2014, 6, 3))).toBe('0 1');
  expect(count(manas, dayOf(2014, 6, 3), dayOf(2020))).toBe('0 0');
  expect(count(manas, dayOf(1990), dayOf(2001, 11))).toBe('0 0');
});

test('what is switched off is not counted, nor is a plan', () => {
  const off = { ...rules, statuses: new Set(['operating']) };
  expect(passagesIn([manas], dayOf(2001), dayOf(2014, 12, 31), off)).toEqual({ opened: 0, ended: 0 });
  expect(count(feature([['construction', dayOf(2020)], ['operating', dayOf(2030), true]]), dayOf(2020), dayOf(2040))).toBe('0 0');
});
