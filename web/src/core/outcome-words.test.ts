// What became of a promise in a few words, and as a sentence.
import { expect, it } from 'vitest';
import { shortVerdict, toldVerdict } from './outcome-words';
import { isPromised, type Promised } from './promised';

const promise = (over: Partial<Promised>): Promised => ({
  name: null, length_km: null, actors: [], sources: 1, size: null, verdict: 'late', promised: '2012-12', outcome: '2013-09', delay_days: 244, ...over,
});

it.each<[Partial<Promised>, string, string]>([
  [{}, '244 d late', 'Promised for Dec 2012, came about Sep 2013: 244 d late'],
  [{ verdict: 'on_time', delay_days: -9 }, '9 d early', 'Promised for Dec 2012, came about Sep 2013: 9 d early'],
  [{ verdict: 'on_time', delay_days: 0 }, 'on time', 'Promised for Dec 2012, came about Sep 2013: on time'],
  [{ verdict: 'overdue', outcome: null, delay_days: 4049 }, '4,049 d overdue', 'Promised for Dec 2012: 4,049 d overdue'],
  [{ verdict: 'abandoned', outcome: null, delay_days: null }, 'given up', 'Promised for Dec 2012: given up'],
  [{ verdict: 'pending', outcome: null, delay_days: null }, 'not due yet', 'Promised for Dec 2012: not due yet'],
])('%j', (over, short, told) => {
  expect(shortVerdict(promise(over))).toBe(short);
  expect(toldVerdict(promise(over))).toBe(told);
});

it('has nothing to say where no plan is on record', () => {
  expect(isPromised({ ...promise({}), verdict: null, promised: null })).toBe(false);
  expect(isPromised(undefined)).toBe(false);
});
