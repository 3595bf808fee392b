// What a person types into the date field, read as a span of days: EDTF, what the atlas itself writes in the
// language in use, and the usual ways to write a day, in English in any language.
import { bounds, dayOf, type Day } from './day';
import { spoken } from './language.svelte';
import { t } from './words';

export interface Typed {
  first: Day;
  last: Day;
  /** Two ends were written; else one date, which may be longer than a day: a month, a season, a decade. */
  range: boolean;
}
export type Mistyped = 'form' | 'order';
/** What open ends of a range mean, and the word for today. */
export interface Ends { first: Day; today: Day }

/** The span of days a text means, or what is wrong with it. */
export function readTyped(text: string, ends: Ends): Typed | Mistyped {
  const parts = endsOf(text.trim().replace(/\s+/g, ' '));
  if (parts.length === 1) {
    const span = spanOf(parts[0]!, ends);
    return span ? { first: span[0], last: span[1], range: false } : 'form';
  }
  const open = (part: string) => part === '' || part === '..';
  const [from, until] = parts as [string, string];
  const start = open(from) ? ends.first : spanOf(from, ends)?.[0];
  const end = open(until) ? ends.today : spanOf(until, ends)?.[1];
  if (start === undefined || end === undefined || (open(from) && open(until))) return 'form';
  return start <= end ? { first: start, last: end, range: true } : 'order';
}

/** One text, or two where it is a range; `2005/12/15` is a day written with strokes. */
function endsOf(text: string): string[] {
  if (/^\d{4}\/\d{1,2}(\/\d{1,2})?$/.test(text)) return [text];
  const parts = text.split(/ ?\/ ?| ?[–—] ?| - /);
  return parts.length === 2 ? parts : [text];
}

function spanOf(text: string, { today }: Ends): [Day, Day] | null {
  if (text.toLowerCase() === t('time.todayName').toLowerCase()) return [today, today];
  const edtf = edtfOf(text);
  return edtf === null || edtf.includes('/') ? null : bounds(edtf);
}

/** The text as EDTF, as far as it is one of the forms; null where a word is no month and no season. */
function edtfOf(text: string): string | null {
  const about = [t('date.about', { date: '' }), t('date.uncertain', { date: '' })].find((word) => text.startsWith(word));
  const plain = text.slice(about?.length ?? 0);
  const written = spoken.locale.read(plain);
  if (written) return written;
  const numbers = /^(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?([~?%]?)$/.exec(plain);
  if (numbers) return [numbers[1], two(numbers[2]), two(numbers[3])].filter(Boolean).join('-') + numbers[4];
  // A day or a month that is not known leaves the month or the year.
  const blurred = /^(?:(\d{4})-XX(?:-XX)?|(\d{4}-(?:0[1-9]|1[0-2]))-XX)([~?%]?)$/i.exec(plain);
  if (blurred) return `${blurred[1] ?? blurred[2]}${blurred[3]}`;
  const decade = /^(?:the )?(\d{3})(?:0s|x)$/i.exec(plain);
  if (decade) return `${decade[1]}X`;
  const [, before, word, after, year] = /^(?:(\d{1,2}) )?(\p{L}+)\.?(?: (\d{1,2}),?)? (\d{4})$/u.exec(plain) ?? [];
  if (word === undefined || year === undefined) return plain.toUpperCase();
  const part = numberOf(word);
  const day = before ?? after;
  if (part === null || (day !== undefined && part > 12)) return null;
  return [year, two(String(part)), two(day)].filter(Boolean).join('-');
}

const two = (digits: string | undefined) => digits?.padStart(2, '0');

const months = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(dayOf(2000, month + 1) * 86_400_000).toLowerCase());
const seasons = ['spring', 'summer', 'autumn', 'winter'] as const;

/** 1 to 12 for a month by its first letters, in English or the language in use; 21 to 24 for a season. */
function numberOf(word: string): number | null {
  const small = word.toLowerCase();
  const month = small.length < 3 ? -1 : months.findIndex((name) => name.startsWith(small));
  const told = month < 0 ? spoken.locale.monthOf(word) : month + 1;
  if (told !== null) return told;
  const season = seasons.findIndex((name) => t(`date.${name}`) === small);
  return season >= 0 ? 21 + season : null;
}
