// How a language writes numbers, dates and countries: what its file says first, else what the browser
// knows. Browsers know little of Kazakh, Kyrgyz, Uzbek and Tajik, and would write them as English.
import { ENGLISH } from '../words/languages';

export type PluralForm = 'one' | 'few' | 'many' | 'other';

/** What stands between the parts of a sentence, each with the space that belongs to it. */
export interface Marks {
  space: string;
  /** Between clauses, and between the items of a list. */
  comma: string; item: string;
  semicolon: string; colon: string; stop: string;
  /** Brackets after a text. */
  open: string; close: string;
}
const MARKS: Marks = { space: ' ', comma: ', ', item: ', ', semicolon: '; ', colon: ': ', stop: '. ', open: ' (', close: ')' };

/** A file `words/<language>.locale.json`. */
export interface LocaleFile {
  /** The language whose numbers this one writes; its own where that is left out. */
  numbers?: string;
  /** Words for scales in short numbers, where they differ from those of `numbers`. */
  scales?: Record<string, string>;
  /** Twelve short names as they stand after a day. */
  months: string[];
  /** The same as they stand without a day, where that differs. */
  alone?: string[];
  /** Patterns with `{day}`, `{month}` and `{year}`. */
  day: string;
  month: string;
  year: string;
  /** Names of countries by their two letters; the rest is asked of the browser. */
  countries?: Record<string, string>;
  /** Marks that differ from those of English. */
  marks?: Partial<Marks>;
  /** Words that change in a phrase, by the name of the form that `{date|form}` asks for. */
  forms?: Record<string, Record<string, string>>;
}

export interface Locale {
  plural: (count: number) => PluralForm;
  /** Thousands and decimals, and no false digits. */
  whole: (value: number) => string;
  /** Every digit. */
  exact: (value: number) => string;
  compact: (value: number) => string;
  day: (year: number, month: number, day: number) => string;
  month: (year: number, month: number) => string;
  year: (year: number) => string;
  country: (code: string) => string;
  marks: Marks;
  /** The text with those words changed that this form changes. */
  inForm: (text: string, form: string) => string;
}

export function localeOf(lang: string, file: LocaleFile): Locale {
  const tag = file.numbers ?? lang;
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options);
  const [whole, exact] = [number({ maximumFractionDigits: 3 }), number({ maximumFractionDigits: 12 })];
  const compact = number({ notation: 'compact', maximumFractionDigits: 1 });
  // An unknown language would be counted by the rules of the reader's browser.
  const rules = new Intl.PluralRules([lang, ENGLISH]);
  const countries = new Intl.DisplayNames([lang, ENGLISH], { type: 'region' });
  const alone = file.alone ?? file.months;
  return {
    plural: (count) => rules.select(count) as PluralForm,
    whole: (value) => minus(whole.format(value)),
    exact: (value) => minus(exact.format(value)),
    compact: (value) => minus(Math.abs(value) < 1e6 ? whole.format(value) : scaled(compact, value, file.scales)),
    day: (year, month, day) => filled(file.day, { year, month: file.months[month - 1]!, day }),
    month: (year, month) => filled(file.month, { year, month: alone[month - 1]! }),
    year: (year) => filled(file.year, { year }),
    country: (code) => file.countries?.[code] ?? countries.of(code) ?? code,
    marks: { ...MARKS, ...file.marks },
    inForm: (text, form) => text.replace(/[\p{L}.]+/gu, (word) => file.forms?.[form]?.[word] ?? word),
  };
}

const minus = (text: string) => text.replace('-', '−');

const scaled = (format: Intl.NumberFormat, value: number, scales: Record<string, string> = {}) =>
  format.formatToParts(value).map(({ type, value }) => (type === 'compact' ? (scales[value] ?? value) : value)).join('');

const filled = (pattern: string, parts: Record<string, string | number>) =>
  pattern.replace(/\{(\w+)\}/g, (whole, name) => String(parts[name] ?? whole));
