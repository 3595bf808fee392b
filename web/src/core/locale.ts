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
  /** A day, a month or a year as they are written here, as EDTF; null for any other text. */
  read: (text: string) => string | null;
  /** The month that a word means, 1 to 12: its name, whole or from its first three letters on, or a short name written out. */
  monthOf: (word: string) => number | null;
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
    read: (text) => readAs(text, file),
    monthOf: (word) => monthOf(word, file),
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

// ---- reading -----------------------------------------------------------------------------------

const SHAPES: Record<string, string> = { year: '\\d{4}', month: '\\d{0,2}\\p{L}+\\.?', day: '\\d{1,2}' };

function readAs(text: string, file: LocaleFile): string | null {
  for (const pattern of [file.day, file.month, file.year]) {
    const shape = pattern.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, (_, name) => `(?<${name}>${SHAPES[name]})`);
    const { year, month, day } = new RegExp(`^${shape}$`, 'iu').exec(text)?.groups ?? {};
    const number = month === undefined ? null : monthOf(month, file);
    if (year === undefined || (month !== undefined && number === null)) continue;
    return [year, number, day].filter((part) => part != null).map((part) => String(part).padStart(2, '0')).join('-');
  }
  return null;
}

/** A name with a full stop is the beginning of a longer one: `дек.` of `декабря`. */
function monthOf(word: string, { months, alone = months }: LocaleFile): number | null {
  const small = bare(word);
  const isMeant = (name: string) => small === bare(name)
    || (small.length >= 3 && bare(name).startsWith(small)) || (name.endsWith('.') && small.startsWith(bare(name)));
  const at = months.findIndex((name, i) => isMeant(name) || isMeant(alone[i]!));
  return at < 0 ? null : at + 1;
}

const bare = (name: string) => name.toLowerCase().replace(/\.$/, '');
