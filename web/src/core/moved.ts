// Why the date moved when a feature was opened, in one sentence.
import { toIso, yearOf } from './day';
import { loaded } from './loaded.svelte';
import type { Moved } from './view.svelte';
import { formatDay, hasWords, t } from './words';

/** `This base closed in 2014, so the date is now 2 Jun 2014.` */
export function movedText({ id, to, reason }: Moved): string {
  const feature = loaded.feature(id);
  const layer = `notice.this.${feature?.layer}`;
  const what = hasWords(layer) ? t(layer) : t('notice.thisOne');
  if (reason === 'not yet') return t('notice.notYet', { what, year: String(yearOf(to)), day: formatDay(to) });
  const until = feature?.lifetime?.[1] ?? to;
  const status = feature?.periods.at(-1)?.status ?? '';
  const verb = `notice.verb.${status}`;
  const year = toIso(until).slice(0, 4);
  return t('notice.ended', { what, verb: hasWords(verb) ? t(verb) : t('notice.over'), year, day: formatDay(to) });
}
