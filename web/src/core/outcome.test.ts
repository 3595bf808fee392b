// What a promise came to, in the cases the time rules name.
import { describe, expect, it } from 'vitest';
import type { Outcome } from './api';
import { drawnPlans, endIn, promised, span, verdict } from './outcome';

const plan = (date: string, until = `${date}-12-31`) => ({ date, known: '2005-04-03', source: 'x', from: `${date}-01-01`, until });
const actual = { date: '2005-12-15', from: '2005-12-15', until: '2005-12-15', source: 'ap' };
const outcome = (over: Partial<Outcome>): Outcome => ({
  status: 'operating', phase: 1, plans: [plan('2005')], actual, delay_days: 0, overdue_days: null, ...over,
});

describe('verdict', () => {
  it.each<[string, Partial<Outcome>, unknown]>([
    ['on time where the ranges meet', {}, { kind: 'on time' }],
    ['late in days', { delay_days: 244 }, { kind: 'late', unit: 'days', count: 244 }],
    ['late in years', { delay_days: 1750 }, { kind: 'late', unit: 'years', count: 4 }],
    ['early', { delay_days: -12 }, { kind: 'early', unit: 'days', count: 12 }],
    ['overdue', { actual: null, delay_days: null, overdue_days: 4049 }, { kind: 'overdue', unit: 'years', count: 11 }],
    ['still due', { actual: null, delay_days: null }, { kind: 'due' }],
    ['nothing promised', { plans: [] }, null],
  ])('%s', (_, over, expected) => expect(verdict(outcome(over), null)).toEqual(expected));

  it('is the end of the feature where it has ended or was put off before anything came', () => {
    expect(verdict(outcome({ actual: null, delay_days: null, overdue_days: 40 }), endIn('shelved'))).toEqual({ kind: 'ended', status: 'shelved' });
    expect(verdict(outcome({}), endIn('closed'))).toEqual({ kind: 'on time' });
    expect(endIn('operating')).toBeNull();
  });
});

describe('promises', () => {
  it('names the opening first and leaves out what nobody promised', () => {
    const start = outcome({ status: 'construction' });
    const list = promised([start, outcome({ plans: [] }), outcome({})]);
    expect(list.map((o) => o.status)).toEqual(['operating', 'construction']);
  });

  it('draws the first promise of each, and the last where the first was missed, at most four', () => {
    const plans = [plan('2005'), plan('2006'), plan('2007')];
    expect(drawnPlans([outcome({ plans })]).map((d) => d.plan.date)).toEqual(['2005']);
    const many = outcome({ plans, delay_days: 900 });
    expect(drawnPlans([many]).map((d) => d.plan.date)).toEqual(['2007', '2005']);
    expect(drawnPlans([many, many, many])).toHaveLength(4);
  });

  it('counts days below two years', () => {
    expect(span(730)).toEqual({ unit: 'days', count: 730 });
    expect(span(731)).toEqual({ unit: 'years', count: 2 });
  });
});
