// What became of a promise in a few words, and as a sentence: as the record says it.
import { expect, it } from 'vitest';
import { promisedDate, shortVerdict, subjectVerdict, toldVerdict } from './outcome-words';
import { isPromised, type Promised } from './promised';

const promise = (over: Partial<Promised>): Promised => ({
  name: null, length_km: null, actors: [], sources: 1, size: null, verdict: 'late', promised: '2012-12', promised_status: 'operating',
  outcome: '2013-09', delay_days: 244, end_status: null, ...over,
});

it.each<[Partial<Promised>, string, string]>([
  [{}, '244 days late', 'Promised for Dec 2012, came about Sep 2013: 244 days late'],
  [{ verdict: 'on_time', delay_days: -9 }, '9 days early', 'Promised for Dec 2012, came about Sep 2013: 9 days early'],
  [{ verdict: 'on_time', delay_days: 0 }, 'on time', 'Promised for Dec 2012, came about Sep 2013: on time'],
  [{ verdict: 'overdue', outcome: null, delay_days: 4049 }, 'overdue by 11 years', 'Promised for Dec 2012: overdue by 11 years'],
  [{ verdict: 'abandoned', outcome: null, delay_days: null, end_status: 'shelved' }, 'shelved', 'Promised for Dec 2012: shelved'],
  [{ verdict: 'pending', outcome: null, delay_days: null }, 'not due yet', 'Promised for Dec 2012: not due yet'],
])('%j', (over, short, told) => {
  expect(shortVerdict(promise(over))).toBe(short);
  expect(subjectVerdict(promise(over))).toBe(short);
  expect(promisedDate(promise(over))).toBe('Dec 2012');
  expect(toldVerdict(promise(over))).toBe(told);
});

it('says what was promised where that is no opening', () => {
  const closing = promise({ promised: '2005-12', promised_status: 'closed', outcome: '2015-12', delay_days: 3622 });
  expect(promisedDate(closing)).toBe('closing Dec 2005');
  expect(subjectVerdict(closing)).toBe('closing: 9 years late');
  expect(toldVerdict(closing)).toBe('Closing promised for Dec 2005, came about Dec 2015: 9 years late');
});

it('has nothing to say where no plan is on record', () => {
  expect(isPromised({ ...promise({}), verdict: null, promised: null })).toBe(false);
  expect(isPromised(undefined)).toBe(false);
});
