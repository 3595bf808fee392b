// Day: a whole UTC day as a count from 1970-01-01, its ISO text, and EDTF text taken apart.

/** Days since 1970-01-01 of the proleptic Gregorian calendar; may be negative. */
export type Day = number;
/** Stands for an open end in the timeline and the tiles. */
export const OPEN: Day = 2147483647;

const DAY_MS = 86_400_000;

export interface Civil { year: number; month: number; day: number }

/** The day of a civil date; out-of-range months and days roll over as in a calendar. */
export function dayOf(year: number, month = 1, day = 1): Day {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // `Date.UTC` would read the years 0 to 99 as 1900 to 1999
  return Math.floor(date.getTime() / DAY_MS);
}

export function civil(day: Day): Civil {
  const date = dateOf(day);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export const dateOf = (day: Day): Date => new Date(day * DAY_MS);
export const yearOf = (day: Day): number => civil(day).year;
export const daysInMonth = (year: number, month: number): number => civil(dayOf(year, month + 1, 0)).day;

export function toIso(day: Day): string {
  const { year, month, day: date } = civil(day);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}

const pad = (value: number, width: number) => String(value).padStart(width, '0');

/** An ISO day, and nothing else; null where the text is not one. */
export function fromIso(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? checkedDay(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

function checkedDay(year: number, month: number, day: number): Day | null {
  const ok = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return ok ? dayOf(year, month, day) : null;
}

/** The day it is where the reader is: when a page was read, for a citation. */
export function localToday(now = new Date()): Day {
  return dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

export type Unit = 'day' | 'month' | 'year';

/** `count` units on or back; the day of the month is kept where the month has it. */
export function step(day: Day, unit: Unit, count: number): Day {
  if (unit === 'day') return day + count;
  const from = civil(day);
  const months = from.year * 12 + (from.month - 1) + count * (unit === 'year' ? 12 : 1);
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  return dayOf(year, month, Math.min(from.day, daysInMonth(year, month)));
}

// ---- EDTF --------------------------------------------------------------------------------------

export interface EdtfDate {
  year: number;
  /** 1 to 12, or absent. */
  month?: number;
  day?: number;
  /** 21 spring, 22 summer, 23 autumn, 24 winter. */
  season?: number;
  /** How many digits of the year are unknown: `200X` has one. */
  blurred: number;
  approximate: boolean;
  uncertain: boolean;
}
export type Edtf =
  | { kind: 'date'; date: EdtfDate }
  | { kind: 'interval'; start: EdtfDate | null; end: EdtfDate | null };

/** EDTF level 1 as the atlas uses it; null where the text is something else. */
export function parseEdtf(text: string): Edtf | null {
  const ends = text.split('/');
  if (ends.length > 2) return null;
  if (ends.length === 1) {
    const date = parseEdtfDate(text);
    return date && { kind: 'date', date };
  }
  const [start, end] = ends.map((end) => (end === '' || end === '..' ? 'open' : parseEdtfDate(end)));
  if (!start || !end) return null;
  return { kind: 'interval', start: start === 'open' ? null : start, end: end === 'open' ? null : end };
}

function parseEdtfDate(text: string): EdtfDate | null {
  const match = /^(\d{2,4})(X{0,2})(?:-(\d{2}))?(?:-(\d{2}))?([~?%]?)$/.exec(text);
  if (!match || match[1]!.length + match[2]!.length !== 4) return null;
  const blurred = match[2]!.length;
  const second = match[3] === undefined ? undefined : Number(match[3]);
  const season = second !== undefined && second >= 21 && second <= 24 ? second : undefined;
  const month = season === undefined ? second : undefined;
  const day = match[4] === undefined ? undefined : Number(match[4]);
  const date: EdtfDate = {
    year: Number(match[1]) * 10 ** blurred,
    blurred,
    approximate: /[~%]/.test(match[5]!),
    uncertain: /[?%]/.test(match[5]!),
  };
  if (month !== undefined && (month < 1 || month > 12)) return null;
  if (day !== undefined && (month === undefined || day < 1 || day > daysInMonth(date.year, month))) return null;
  return { ...date, ...(month && { month }), ...(day && { day }), ...(season && { season }) };
}

/** First and last day an EDTF text can mean; an open end is infinite. Null where it does not parse. */
export function bounds(text: string): [Day, Day] | null {
  const parsed = parseEdtf(text);
  if (!parsed) return null;
  if (parsed.kind === 'date') return dateBounds(parsed.date);
  const start = parsed.start ? dateBounds(parsed.start)[0] : -Infinity;
  const end = parsed.end ? dateBounds(parsed.end)[1] : Infinity;
  return [start, end];
}

function dateBounds({ year, month, day, season, blurred }: EdtfDate): [Day, Day] {
  if (day) return [dayOf(year, month, day), dayOf(year, month, day)];
  if (month) return [dayOf(year, month), dayOf(year, month + 1, 0)];
  // Meteorological seasons of the north; winter runs into the next year.
  if (season) return [dayOf(year, 3 * (season - 20)), dayOf(year, 3 * (season - 20) + 3, 0)];
  return [dayOf(year), dayOf(year + 10 ** blurred, 1, 0)];
}
