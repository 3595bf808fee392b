// The words of plan against outcome, for the table and the map: they come with these parts.
import outcome from '../words/en.outcome.json';
import type { Promised } from './promised';
import { addWords, formatEdtf, t } from './words';

addWords(outcome);

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
