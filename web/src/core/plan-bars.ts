// Every stated plan of an outcome as a bar on one scale, pure: from the day it was said to the day it
// promised, and on to what came, or to the known day while nothing has.
import type { Outcome, Status } from './api';
import type { Day } from './day';
import { dueDay, knownDay, span, type Verdict } from './outcome';
import { dayOfIso } from './record';

export interface PlanBar {
  plan: Outcome['plans'][number];
  verdict: Verdict;
  /** Shares of the scale, 0 to 1: said, promised; how far it came late, or is overdue. */
  said: number; due: number;
  slipped: number | null;
}

export function planBars({ plans, actual }: Outcome, known: Day, ended: Status | null): PlanBar[] {
  const came = actual ? dayOfIso(actual.from, known) : null;
  const end = came ?? known;
  const first = Math.min(...plans.map((plan) => Math.min(knownDay(plan), dueDay(plan))));
  const last = Math.max(end, ...plans.map(dueDay));
  const at = (day: Day) => (last > first ? (day - first) / (last - first) : 0);
  return plans.map((plan) => {
    const due = dueDay(plan);
    return {
      plan, verdict: verdictOn(plan, actual, known, ended),
      said: at(Math.min(knownDay(plan), due)), due: at(due), slipped: end > due && (came !== null || !ended) ? at(end) : null,
    };
  });
}

/** What became of one plan, by the rules of the first one: the days between the two ranges. */
function verdictOn(plan: Outcome['plans'][number], actual: Outcome['actual'], known: Day, ended: Status | null): Verdict {
  const due = dueDay(plan);
  if (!actual && ended) return { kind: 'ended', status: ended };
  if (!actual) return known > due ? { kind: 'overdue', ...span(known - due) } : { kind: 'due' };
  const late = dayOfIso(actual.from, due) - due;
  const early = dayOfIso(plan.from, due) - dayOfIso(actual.until, due);
  if (late > 0) return { kind: 'late', ...span(late) };
  return early > 0 ? { kind: 'early', ...span(early) } : { kind: 'on time' };
}
