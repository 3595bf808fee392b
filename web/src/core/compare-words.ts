// The words of the comparison, which come with it and not with the first map; and a change in words.
import compare from '../words/en.compare.json';
import { cameBetween, type Change } from './changes';
import { civil, type Day } from './day';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';
import { addWords, formatDay, formatMonth, formatYear, nameIn, t } from './words';

addWords(compare);

/** `construction → operating`, `not there → operating by plan` */
export function turnedText({ before, after, kind, period }: Change): string {
  const ended = kind === 'closed' ? period : null;
  return t('compare.turned', { before: standingText(before), after: standingText(after ?? ended) });
}

function standingText(standing: Change['before']): string {
  if (!standing) return t('compare.notThere');
  const entry = loaded.status(standing.status);
  const status = entry ? nameIn(entry.name, view.lang).toLowerCase() : standing.status;
  return standing.planned ? t('compare.plan', { status }) : status;
}

/** When a change came, as exactly as is known: `15 Dec 2005`, `Dec 2005`, `2005`, `2005 – 2007`; else nothing. */
export function cameText(change: Change): string {
  const days = cameBetween(change);
  return days ? spanText(...days) : '';
}

function spanText(from: Day, until: Day): string {
  if (from === until) return formatDay(from);
  const [start, end] = [civil(from), civil(until)];
  if (start.year !== end.year) return t('compare.range', { from: String(start.year), until: String(end.year) });
  return start.month === end.month ? formatMonth(start.year, start.month) : formatYear(start.year);
}
