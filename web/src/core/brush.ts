// Choosing a range on the axis with mouse or finger: which end a press takes, and to which day it goes.
import { civil, dayOf, daysInMonth, type Day, type Unit } from './day';

export type End = 'first' | 'last';

/** The end within reach of a press, the nearer one of two; null: a new range is drawn from there. */
export function endAt(x: number, first: number, last: number, reach: number): End | null {
  const near = nearestEnd(x, first, last);
  return Math.abs(x - (near === 'first' ? first : last)) <= reach ? near : null;
}

/** Where both lie together, the side of the press tells. */
export function nearestEnd(x: number, first: number, last: number): End {
  return Math.abs(x - first) < Math.abs(x - last) || (first === last && x < first) ? 'first' : 'last';
}

/** The first or last day of the unit that a day lies in. */
export function snapped(day: Day, unit: Unit, end: End): Day {
  if (unit === 'day') return day;
  const { year, month } = civil(day);
  if (unit === 'year') return end === 'first' ? dayOf(year) : dayOf(year, 12, 31);
  return dayOf(year, month, end === 'first' ? 1 : daysInMonth(year, month));
}

/** The whole units from one day to another, whichever comes first. */
export const brushed = (one: Day, other: Day, unit: Unit): [Day, Day] =>
  [snapped(Math.min(one, other), unit, 'first'), snapped(Math.max(one, other), unit, 'last')];
