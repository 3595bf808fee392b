// Each stated plan has its own bar and its own delay, all on one scale.
import { describe, expect, it } from 'vitest';
import type { Outcome } from './api';
import { dayOf } from './day';
import { planBars } from './plan-bars';

const plan = (year: number, known: string) => ({ date: String(year), known, source: null, from: `${year}-01-01`, until: `${year}-12-31` });
const outcome = (over: Partial<Outcome> = {}): Outcome => ({
  status: 'operating', phase: 1, plans: [plan(2010, '2007-01-01'), plan(2013, '2010-06-01')], actual: { date: '2015-01-01', from: '2015-01-01', until: '2015-01-01', source: null },
  delay_days: 1462, overdue_days: null, ...over,
});

describe('bars of plans', () => {
  it('have the delay of each plan, from its last day', () => {
    const [first, second] = planBars(outcome(), dayOf(2026), null);
    expect(first!.verdict).toEqual({ kind: 'late', unit: 'years', count: 4 });
    expect(second!.verdict).toEqual({ kind: 'late', unit: 'days', count: 366 });
    expect([first!.said, second!.slipped]).toEqual([0, 1]);
    expect(second!.due).toBeGreaterThan(first!.due);
  });

  it('run on to the known day while nothing has come', () => {
    const [first] = planBars(outcome({ actual: null, plans: [plan(2010, '2007-01-01')] }), dayOf(2011, 1, 10), null);
    expect(first).toMatchObject({ verdict: { kind: 'overdue', unit: 'days', count: 10 }, slipped: 1 });
  });

  it('have no tail where it came in time, came early or is not due', () => {
    const at = (day: string) => planBars(outcome({ plans: [plan(2010, '2007')], actual: { date: day, from: day, until: day, source: null } }), dayOf(2026), null)[0]!;
    expect(at('2010-05-01')).toMatchObject({ verdict: { kind: 'on time' }, slipped: null, due: 1 });
    expect(at('2009-12-22').verdict).toEqual({ kind: 'early', unit: 'days', count: 10 });
    const due = planBars(outcome({ actual: null, plans: [plan(2030, '2007')] }), dayOf(2026), null)[0]!;
    const over = planBars(outcome({ actual: null }), dayOf(2026), 'shelved')[0]!;
    expect(over).toMatchObject({ verdict: { kind: 'ended', status: 'shelved' }, slipped: null });
    expect(due).toMatchObject({ verdict: { kind: 'due' }, slipped: null, due: 1 });
  });
});
