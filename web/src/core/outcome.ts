// Plan against outcome: what became of each promise, as facts a sentence can be made of.
import type { Outcome, Status } from './api';
import { bounds, fromIso, type Day } from './day';

export type Verdict =
  | { kind: 'on time' }
  | { kind: 'late' | 'early' | 'overdue'; unit: 'days' | 'years'; count: number }
  | { kind: 'due' }
  | { kind: 'ended'; status: Status };

const YEAR = 365.2425;

/** A length of time as a reader says it: days up to two years, then whole years. */
export function span(days: number): { unit: 'days' | 'years'; count: number } {
  const size = Math.abs(days);
  return size < 2 * YEAR ? { unit: 'days', count: size } : { unit: 'years', count: Math.floor(size / YEAR) };
}

/** The status of a feature in which nothing can come of a promise any more: it has ended, or was put off. */
export const endIn = (status: Status | null): Status | null =>
  (status !== null && ['closed', 'cancelled', 'shelved'].includes(status) ? status : null);

/** What became of the first promise; null where nothing was promised. */
export function verdict(outcome: Outcome, end: Status | null): Verdict | null {
  if (!outcome.plans.length) return null;
  if (outcome.actual) {
    const delay = outcome.delay_days ?? 0;
    if (delay === 0) return { kind: 'on time' };
    return { kind: delay > 0 ? 'late' : 'early', ...span(delay) };
  }
  if (end) return { kind: 'ended', status: end };
  return outcome.overdue_days ? { kind: 'overdue', ...span(outcome.overdue_days) } : { kind: 'due' };
}

/** Those with promises, the opening first: it is what a reader asks about. */
export function promised(outcomes: Outcome[]): Outcome[] {
  const rank = (outcome: Outcome) => (outcome.status === 'operating' ? 0 : 1);
  return outcomes.filter((o) => o.plans.length).sort((a, b) => rank(a) - rank(b));
}

/** The day a plan became known, from the ISO or EDTF text of the record. */
export const knownDay = (plan: Outcome['plans'][number]): Day =>
  fromIso(plan.known) ?? finite(bounds(plan.known)?.[1]) ?? fromIso(plan.from) ?? 0;

const finite = (day: Day | undefined) => (day !== undefined && Number.isFinite(day) ? day : null);

/** The promises a life bar has room for: the first of each outcome, and the last where the first was missed. */
export function drawnPlans(outcomes: Outcome[]): { outcome: Outcome; plan: Outcome['plans'][number]; first: boolean }[] {
  const firsts = promised(outcomes).map((outcome) => ({ outcome, plan: outcome.plans[0]!, first: true }));
  const lasts = promised(outcomes)
    .filter((outcome) => missed(outcome) && outcome.plans.at(-1)!.date !== outcome.plans[0]!.date)
    .map((outcome) => ({ outcome, plan: outcome.plans.at(-1)!, first: false }));
  const chosen = [...firsts, ...lasts].slice(0, 4);
  return chosen.sort((a, b) => dueDay(b.plan) - dueDay(a.plan));
}

const missed = ({ delay_days, overdue_days }: Outcome) => (delay_days ?? 0) > 0 || (overdue_days ?? 0) > 0;

/** The last day a plan allows. */
export const dueDay = (plan: Outcome['plans'][number]): Day => fromIso(plan.until) ?? fromIso(plan.from) ?? 0;
