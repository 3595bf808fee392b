// The axis of years: days to pixels and back, round steps for the scale, and which years are named.
import { civil, dayOf, yearOf, type Day } from './day';

export interface Axis { from: number; until: number; left: number; width: number }

/** Which years the axis usually has, and the first record; `whole`: it reaches back to that one. */
export interface Reach { usual: readonly [number, number]; first: Day | null; whole: boolean }

/** First and last year of an axis on which all these days lie; a day before the usual years brings those from the first record on. */
export function yearsWith(days: Day[], { usual, first, whole }: Reach): [number, number] {
  const years = days.map(yearOf);
  const [from, until] = [Math.min(usual[0], ...years), Math.max(usual[1], ...years)];
  const back = (whole || from < usual[0]) && first !== null;
  return [back ? Math.min(from, yearOf(first)) : from, until];
}

/** Width of one year; all are drawn equal. */
export const yearWidth = ({ from, until, width }: Axis): number => width / (until - from + 1);

/** Where a day stands, px from the left edge of the picture. */
export function xOf(day: Day, axis: Axis): number {
  const { year } = civil(day);
  const start = dayOf(year);
  const part = (day - start) / (dayOf(year + 1) - start);
  return axis.left + (year - axis.from + part) * yearWidth(axis);
}

/** The day at a place of the picture, on the axis; the inverse of `xOf`. */
export function dayAt(x: number, axis: Axis): Day {
  const along = Math.min(Math.max((x - axis.left) / yearWidth(axis), 0), axis.until - axis.from + 1);
  const year = axis.from + Math.floor(along);
  const start = dayOf(year);
  const day = start + Math.floor((along - Math.floor(along)) * (dayOf(year + 1) - start) + 1e-6);
  return Math.min(day, dayOf(axis.until, 12, 31));
}

/** Id of the event whose day is nearest to a place of the picture, at most `reach` px away; '' where none is. */
export function eventNear(x: number, events: readonly { id: string; day: Day }[], axis: Axis, reach: number): string {
  const near = events.map(({ id, day }) => ({ id, off: Math.abs(xOf(day, axis) - x) })).filter(({ off }) => off < reach);
  return near.sort((a, b) => a.off - b.off)[0]?.id ?? '';
}

/** Two grid lines that suit the highest bar. */
export function gridLines(highest: number): number[] {
  const power = 10 ** Math.max(Math.floor(Math.log10(highest)) - 1, 0);
  const steps = [1, 2, 2.5, 5, 10, 20, 25, 50, 100].map((s) => s * power).filter(Number.isInteger);
  const step = steps.find((s) => highest / s < 3) ?? Math.ceil(highest / 2);
  return [step, 2 * step].filter((line) => line <= Math.max(highest, step));
}

/** The years to name: each that can be divided by 5 or 10 where they have room, full or as `'85`. */
export function yearLabels(axis: Axis): { year: number; text: string }[] {
  const every = [1, 5, 10, 20, 50].find((n) => n * yearWidth(axis) >= 44) ?? 100;
  const labels = [];
  for (let year = Math.ceil(axis.from / every) * every; year <= axis.until; year += every) {
    const whole = year % (every === 1 ? 5 : every * 2) === 0 || every >= 10;
    labels.push({ year, text: whole ? String(year) : `’${String(year % 100).padStart(2, '0')}` });
  }
  return labels;
}
