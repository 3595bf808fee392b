// The words of plan against outcome, for the table and the map: they come with these parts.
import outcome from '../words/en.outcome.json';
import type { Summary } from './api';
import { addWords, formatEdtf, t } from './words';

addWords(outcome);

/** What was promised first, and what came of it; there is something to say only where a plan is on record. */
export type Promised = Summary & { verdict: NonNullable<Summary['verdict']>; promised: string };

export const isPromised = (summary: Summary | null | undefined): summary is Promised =>
  summary != null && summary.verdict !== null && summary.promised !== null;

/** `244 d late`, `9 d early`, `on time`, `4,049 d overdue`, `given up`, `not due yet`. */
export function shortVerdict({ verdict, delay_days }: Promised): string {
  const days = Math.abs(delay_days ?? 0);
  if (verdict === 'on_time' && days > 0) return t('outcome.short.early', { count: days });
  return t(`outcome.short.${verdict}`, { count: days });
}

/** The same as a sentence with both dates. */
export function toldVerdict(summary: Promised): string {
  const words = { promised: formatEdtf(summary.promised), verdict: shortVerdict(summary) };
  if (summary.outcome === null) return t('outcome.told.open', words);
  return t('outcome.told.came', { ...words, outcome: formatEdtf(summary.outcome) });
}

/** Whether it is what a reader should look at: it came late, or has not come though it should have. */
export const isMissed = ({ verdict }: Pick<Promised, 'verdict'>): boolean => verdict === 'late' || verdict === 'overdue';
