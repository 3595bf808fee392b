// A span of days as the date it came from: two days of one year apart are a year, of one month a month.
import { civil, dayOf, type Day } from './day';
import { formatDay, formatEdtf, formatMonth, formatYear, t } from './words';

/** `15 Dec 2005`, `Dec 2005`, `2005`, `autumn 2005`, `the 2000s`; else first and last day. */
export function vagueDate(first: Day, last: Day): string {
  if (first === last) return formatDay(first);
  const { year, month, day } = civil(first);
  if (day === 1 && last === dayOf(year, month + 1, 0)) return formatMonth(year, month);
  if (day === 1 && month === 1 && last === dayOf(year + 1, 1, 0)) return formatYear(year);
  if (day === 1 && month === 1 && year % 10 === 0 && last === dayOf(year + 10, 1, 0)) return formatEdtf(`${year / 10}X`);
  if (day === 1 && month % 3 === 0 && last === dayOf(year, month + 3, 0)) return formatEdtf(`${year}-${20 + month / 3}`);
  return t('date.interval', { from: formatDay(first), until: formatDay(last) });
}
