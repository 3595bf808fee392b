// The sentences of plan and outcome, as the design words them.
import { expect, it } from 'vitest';
import type { Outcome } from './api';
import { lifeInput, promiseText, verdictText } from './life-words';

const plan = { date: '2005-12', known: '2005-04-03', source: 'x', from: '2005-12-01', until: '2005-12-31' };
const actual = { date: '2006-09-01', from: '2006-09-01', until: '2006-09-01', source: 'y' };
const outcome = (over: Partial<Outcome> = {}): Outcome => ({
  status: 'operating', phase: 1, plans: [plan], actual, delay_days: 244, overdue_days: null, ...over,
});

it.each<[Partial<Outcome>, string]>([
  [{ delay_days: 0 }, 'Promised for Dec 2005 → opened on time'],
  [{}, 'Promised for Dec 2005 → opened 244 days late'],
  [{ delay_days: -1 }, 'Promised for Dec 2005 → opened 1 day early'],
  [{ status: 'construction', delay_days: 1750 }, 'Start promised for Dec 2005 → begun 4 years late'],
  [{ actual: null, delay_days: null, overdue_days: 4049 }, 'Promised for Dec 2005 → overdue by 11 years'],
  [{ actual: null, delay_days: null }, 'Promised for Dec 2005 → not due yet'],
  [{ phase: 2, delay_days: 0 }, 'Promised for Dec 2005 (phase 2) → opened on time'],
])('%j', (over, sentence) => {
  const given = outcome(over);
  const { done, text } = verdictText(given, null);
  expect(`${promiseText(given, plan.date)} → ${done ? `${done} ` : ''}${text}`).toBe(sentence);
});

it('gives the life bar its words: short statuses, promises, and a chip for what came late', () => {
  const period = {
    status: 'construction' as const, phase: 1, since: '2004', from: '2004-01-01', certain_from: '2004-12-31',
    until: null, certain_until: null, planned: false, source: 'x', unverified: false,
  };
  const { periods, plans } = lifeInput([period], [outcome()], 0, 0);
  expect(periods[0]).toMatchObject({ word: 'built', year: '2004' });
  expect(plans[0]).toMatchObject({ text: 'opening promised for Dec 2005', late: { text: '244 days late' } });
});
