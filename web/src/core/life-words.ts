// The words of plan and outcome: what was promised, what came of it, and the labels of the life bar.
import type { Outcome, Period, Status } from './api';
import { OPEN, yearOf, type Day } from './day';
import type { LifeInput } from './life';
import { loaded } from './loaded.svelte';
import { drawnPlans, dueDay, knownDay, span, verdict, type Verdict } from './outcome';
import { dayOfIso } from './record';
import './record-words';
import { formatEdtf, hasWords, nameIn, t, type Key } from './words';
import { view } from './view.svelte';

/** What is promised: a status, and which repeat of it. */
type Aim = Pick<Outcome, 'status' | 'phase'>;

const statusName = (status: string) => nameIn(loaded.status(status)?.name ?? { en: status }, view.lang);
export const periodName = ({ status }: Period): string => statusName(status);

/** The words for a status, or those for any other one. */
function keyed(group: 'promise' | 'strip' | 'done' | 'subject', status: string): Key {
  const key = `feature.outcome.${group}.${status}`;
  return hasWords(key) ? key : `feature.outcome.${group}.any`;
}

function promise(group: 'promise' | 'strip', { status, phase }: Aim, date: string): string {
  const text = t(keyed(group, status), { date: formatEdtf(date), status: statusName(status) });
  const repeats = phase !== null && Number(phase) > 1;
  return repeats ? `${text} ${t('feature.outcome.again', { phase: String(phase) })}` : text;
}

/** `closing`, where it is no opening that was promised, which goes without saying. */
export const subjectText = (status: string): string => (status === 'operating' ? '' : t(keyed('subject', status), { status: statusName(status) }));

/** Short words stand under the bar, where there is little room. */
function barWord(status: string): string {
  const key = `feature.outcome.word.${status}`;
  return hasWords(key) ? t(key) : statusName(status).toLowerCase();
}

/** `Promised for Dec 2005` */
export const promiseText = (outcome: Aim, date: string): string => promise('promise', outcome, date);

/** `opened` `244 days late`; `missed` where nothing came yet (the bar marks what came late). */
export function verdictText(outcome: Outcome, ended: Status | null): { done: string; text: string; missed: boolean } {
  const result = verdict(outcome, ended);
  const done = outcome.actual ? t(keyed('done', outcome.status)) : '';
  return { done, text: result ? verdictWords(result) : t('feature.outcome.due'), missed: result?.kind === 'overdue' };
}

/** `244 days late`, `overdue by 11 years`, `on time`, `not due yet`, `shelved`. */
export function verdictWords(result: Verdict): string {
  switch (result.kind) {
    case 'late':
    case 'early':
    case 'overdue':
      return t(`feature.outcome.${result.kind}${result.unit === 'days' ? 'Days' : 'Years'}`, { count: result.count });
    case 'on time': return t('feature.outcome.onTime');
    case 'due': return t('feature.outcome.due');
    case 'ended': return statusName(result.status).toLowerCase();
  }
}

/** What the life bar shows: periods, the promises there is room for, and the chosen day. */
export function lifeInput(periods: Period[], outcomes: Outcome[], day: Day, today: Day): LifeInput {
  return {
    day, today,
    periods: periods.map((period) => {
      const certainFrom = dayOfIso(period.certain_from, today);
      const from = dayOfIso(period.from, certainFrom);
      return {
        status: period.status, planned: period.planned, from, certainFrom,
        word: barWord(period.status), year: String(yearOf(certainFrom)),
      };
    }),
    plans: drawnPlans(outcomes).map(({ outcome, plan, first }) => ({
      said: knownDay(plan), due: dueDay(plan),
      text: promise('strip', outcome, plan.date),
      late: first ? lateness(outcome) : null,
    })),
  };
}

function lateness(outcome: Outcome): { day: Day; text: string } | null {
  if (!outcome.actual || (outcome.delay_days ?? 0) <= 0) return null;
  const day = dayOfIso(outcome.actual.from, OPEN);
  return { day, text: verdictWords({ kind: 'late', ...span(outcome.delay_days!) }) };
}
