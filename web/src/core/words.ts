// The words of the interface: a catalogue, plurals, and how numbers and dates are written.
import { civil, dayOf, dateOf, parseEdtf, type Day, type EdtfDate } from './day';
import en from '../words/en.json';
import type compare from '../words/en.compare.json';
import type record from '../words/en.record.json';

type Leaf = string | { one?: string; few?: string; many?: string; other: string };
type Paths<T> = {
  [K in keyof T & string]: T[K] extends Leaf ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];
/** A key of the catalogue, `section.name`; an unknown one is a type error. */
export type Key = Paths<typeof en> | Paths<typeof compare> | Paths<typeof record>;
export type Params = Record<string, string | number>;

// One language of the interface so far; names of features come in seven (see `nameIn`).
const locale = 'en-GB';
const plural = new Intl.PluralRules(locale);
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 12 });
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
// The British short form of September has four letters; the axis and the fields want three.
const shortMonth = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' });

const catalogue = flatten(en);

function flatten(tree: object, prefix = '', into = new Map<string, Leaf>()): Map<string, Leaf> {
  for (const [key, value] of Object.entries(tree)) {
    const isLeaf = typeof value === 'string' || 'other' in value;
    if (isLeaf) into.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`, into);
  }
  return into;
}

/** Adds a part of the catalogue that comes with the panel it is for. */
export const addWords = (tree: object): void => void flatten(tree, '', catalogue);

/**
 * The words of `key`. `{name}` is replaced by the parameter, numbers in the locale's way (give years
 * as text); where the catalogue holds plural forms, `count` chooses.
 */
export function t(key: Key, params: Params = {}): string {
  const entry = catalogue.get(key) ?? key;
  const text = typeof entry === 'string' ? entry : pluralForm(entry, Number(params.count));
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? written(params[name]!) : whole));
}

function pluralForm(forms: Exclude<Leaf, string>, count: number): string {
  return forms[plural.select(count) as keyof typeof forms] ?? forms.other;
}

const written = (value: string | number) => (typeof value === 'number' ? formatNumber(value) : value);

/** Whether the catalogue has words for a key that comes from the data. */
export const hasWords = (key: string): key is Key => catalogue.has(key);

/** The name in `lang`, else in English, else whichever there is. */
export function nameIn(names: Record<string, string>, lang: string): string {
  return names[lang] ?? names.en ?? Object.values(names)[0] ?? '';
}

const countries = new Intl.DisplayNames(locale, { type: 'region' });
/** The name of a country by its two letters. */
export const countryName = (code: string): string => countries.of(code) ?? code;

/** The name of a language in that language, as a reader looks for it. */
export function languageName(code: string): string {
  const name = new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

/** Thousands and decimals of the locale, a true minus, and no false digits. */
export const formatNumber = (value: number): string => whole.format(value).replace('-', '−');

/** A figure as its source gives it, with every digit. */
export const formatExact = (value: number): string => exact.format(value).replace('-', '−');

/** A number where there is little room: `700M`. */
export const formatCompact = (value: number): string =>
  (Math.abs(value) < 1e6 ? whole : compact).format(value).replace('-', '−');

/** `15 Dec 2005` */
export function formatDay(day: Day): string {
  const { year, day: date } = civil(day);
  return `${date} ${shortMonth.format(dateOf(day))} ${year}`;
}

/** `Dec 2005` */
export const formatMonth = (year: number, month: number): string =>
  `${shortMonth.format(dateOf(dayOf(year, month)))} ${year}`;

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
  if (day) return formatDay(dayOf(year, month, day));
  return month ? formatMonth(year, month) : String(year);
}
