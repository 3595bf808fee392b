// The words of the interface: a catalogue, plurals, and how numbers and dates are written.
import { civil, daysInMonth, parseEdtf, type Day, type EdtfDate } from './day';
import { spoken, wordsOf, type Leaf } from './language.svelte';
import { LANGUAGES } from '../words/languages';
import type en from '../words/en.json';
import type compare from '../words/en.compare.json';
import type filters from '../words/en.filters.json';
import type help from '../words/en.help.json';
import type organisations from '../words/en.organisations.json';
import type outcome from '../words/en.outcome.json';
import type record from '../words/en.record.json';
import type stories from '../words/en.stories.json';
import type table from '../words/en.table.json';
import type take from '../words/en.take.json';
import type time from '../words/en.time.json';

type Paths<T> = {
  [K in keyof T & string]: T[K] extends Leaf ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];
/** A key of the catalogue, `section.name`; an unknown one is a type error. */
export type Key = Paths<typeof en>
  | Paths<typeof compare> | Paths<typeof filters> | Paths<typeof help>
  | Paths<typeof organisations> | Paths<typeof outcome> | Paths<typeof record>
  | Paths<typeof stories> | Paths<typeof table> | Paths<typeof take>
  | Paths<typeof time>;
export type Params = Record<string, string | number>;

export { addWords } from './language.svelte';

/**
 * The words of `key` in the language in use. `{name}` is replaced by the parameter, numbers in the
 * locale's way (give years as text), `{name|form}` by the parameter in a form that the language has;
 * where the catalogue holds plural forms, `count` chooses.
 */
export function t(key: Key, params: Params = {}): string {
  const entry = wordsOf(key) ?? key;
  const text = typeof entry === 'string' ? entry : pluralForm(entry, Number(params.count));
  return text.replace(/\{(\w+)(?:\|(\w+))?\}(\.?)/g, (whole, name, form, stop) => {
    if (!(name in params)) return whole;
    const value = form ? spoken.locale.inForm(written(params[name]!), form) : written(params[name]!);
    return stop && value.endsWith('.') ? value : value + stop; // the point of `Dec.` ends a sentence, too
  });
}

const pluralForm = (forms: Exclude<Leaf, string>, count: number): string =>
  forms[spoken.locale.plural(count)] ?? forms.other;

const written = (value: string | number) => (typeof value === 'number' ? formatNumber(value) : value);

/** Whether the catalogue has words for a key that comes from the data. */
export const hasWords = (key: string): key is Key => wordsOf(key) !== undefined;

/** The name in `lang`, else in English, else whichever there is. */
export function nameIn(names: Record<string, string>, lang: string): string {
  return names[lang] ?? names.en ?? Object.values(names)[0] ?? '';
}

/** The name of a country by its two letters. */
export const countryName = (code: string): string => spoken.locale.country(code);

/** The name of a language in that language, as a reader looks for it. */
export function languageName(code: string): string {
  const known = LANGUAGES.find((language) => language.code === code);
  if (known) return known.name;
  const name = new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

/** Thousands and decimals of the locale, a true minus, and no false digits. */
export const formatNumber = (value: number): string => spoken.locale.whole(value);

/** A figure as its source gives it, with every digit. */
export const formatExact = (value: number): string => spoken.locale.exact(value);

/** A number where there is little room: `700M`. */
export const formatCompact = (value: number): string => spoken.locale.compact(value);

/** `15 Dec 2005` */
export function formatDay(day: Day): string {
  const { year, month, day: date } = civil(day);
  return spoken.locale.day(year, month, date);
}

/** `Dec 2005` */
export const formatMonth = (year: number, month: number): string => spoken.locale.month(year, month);

/** `2005`; in other languages with a word for year. */
export const formatYear = (year: number): string => spoken.locale.year(year);

/** `16 Dec 2001 – 3 Jun 2014`; whole years and whole months as such: `2001 – 2014`, `May 2001`. */
export function formatRange(first: Day, last: Day): string {
  const [from, until] = [civil(first), civil(last)];
  const months = from.day === 1 && until.day === daysInMonth(until.year, until.month);
  const write = months && from.month === 1 && until.month === 12 ? yearIn : months ? monthIn : formatDay;
  const ends = [...new Set([write(first), write(last)])];
  return ends.length > 1 ? t('date.interval', { from: ends[0]!, until: ends[1]! }) : ends[0]!;
}

const yearIn = (day: Day) => formatYear(civil(day).year);
const monthIn = (day: Day) => formatMonth(civil(day).year, civil(day).month);

/** EDTF text in words: `about 2010`, `autumn 2004`, `Oct 2001 – Dec 2001`; the text itself if unknown. */
export function formatEdtf(text: string): string {
  const parsed = parseEdtf(text);
  if (!parsed) return text;
  if (parsed.kind === 'date') return edtfDate(parsed.date);
  const { start, end } = parsed;
  if (start && end) return t('date.interval', { from: edtfDate(start), until: edtfDate(end) });
  if (start) return t('date.onwards', { from: edtfDate(start) });
  return end ? t('date.upTo', { until: edtfDate(end) }) : t('date.unknown');
}

const seasons: Record<number, Key> = {
  21: 'date.spring', 22: 'date.summer', 23: 'date.autumn', 24: 'date.winter',
};

function edtfDate(date: EdtfDate): string {
  const plain = plainDate(date);
  if (date.uncertain) return t('date.uncertain', { date: plain });
  return date.approximate ? t('date.about', { date: plain }) : plain;
}

function plainDate({ year, month, day, season, blurred }: EdtfDate): string {
  if (blurred === 2) return t('date.century', { years: String(year) });
  if (blurred === 1) return t('date.decade', { years: String(year) });
  if (season) return t('date.season', { season: t(seasons[season]!), year: String(year) });
  if (day) return spoken.locale.day(year, month!, day);
  return month ? formatMonth(year, month) : formatYear(year);
}
