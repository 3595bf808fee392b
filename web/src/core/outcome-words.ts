// The words of plan against outcome for the table and the map: those of the record, which they come with.
import outcome from '../words/en.outcome.json';
import { mark, named } from './joining';
import { promiseText, subjectText, verdictWords } from './life-words';
import { span, type Verdict } from './outcome';
import type { Promised } from './promised';
import { addWords, formatEdtf, t } from './words';

addWords(outcome);

function verdictOf({ verdict, delay_days, end_status }: Promised): Verdict {
  const days = delay_days ?? 0;
  if (verdict === 'late' || verdict === 'overdue') return { kind: verdict, ...span(days) };
  if (verdict === 'on_time') return days < 0 ? { kind: 'early', ...span(days) } : { kind: 'on time' };
  return end_status ? { kind: 'ended', status: end_status } : { kind: 'due' };
}

/** `244 days late`, `9 days early`, `on time`, `overdue by 11 years`, `shelved`, `not due yet`. */
export const shortVerdict = (summary: Promised): string => verdictWords(verdictOf(summary));

/** `Closing 2014`; of an opening the date alone. */
export const promisedDate = (summary: Promised): string =>
  [subjectText(summary.promised_status), formatEdtf(summary.promised)].filter(Boolean).join(mark('space'));

/** What came of it where only that is told; of what is no opening with what it was: `closing: 4 years late`. */
export function subjectVerdict(summary: Promised): string {
  const subject = subjectText(summary.promised_status);
  return subject ? named(subject, shortVerdict(summary)) : shortVerdict(summary);
}

/** The same as a sentence with both dates: `Closing promised for 2014: overdue by 11 years`. */
export function toldVerdict(summary: Promised): string {
  const words = { promise: promiseText({ status: summary.promised_status, phase: null }, summary.promised), verdict: shortVerdict(summary) };
  if (summary.outcome === null) return t('outcome.told.open', words);
  return t('outcome.told.came', { ...words, outcome: formatEdtf(summary.outcome) });
}
