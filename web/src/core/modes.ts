// Going from map to table to comparison: what else changes with it.
import { dayOf, yearOf, type Day } from './day';
import { loaded } from './loaded.svelte';
import { putAside } from './range.svelte';
import { view, type Mode } from './view.svelte';

const YEARS_APART = 10; // between the days of a comparison that is opened without any

/** What the comparison was opened from, for as long as its days are those it was opened with. */
let before: { days: string; goBack: () => void } | null = null;
const daysNow = () => [view.day, view.versus].join();

/** Fills the window with another view. */
export function openMode(mode: Mode): void {
  if (mode === 'compare' && view.mode !== 'compare') enter();
  if (mode !== 'compare' && view.mode === 'compare') leave();
  view.mode = mode;
  view.layersOpen = false;
  view.guide = false;
}

/**
 * A comparison is of the ends of the range; without one of the day and that which it was compared with last, or ten
 * years before. The earlier one is on the left, and the day that was shown stays the one that is told of.
 */
function enter(): void {
  const { day, since, versus } = view;
  const other = [since, versus].find((each) => each !== null && each !== day) ?? yearsBefore(day);
  const goBack = putAside();
  view.playing = false;
  view.setDay(Math.min(day, other));
  view.versus = Math.max(day, other);
  view.side = day < other ? 'A' : 'B';
  before = { days: daysNow(), goBack: () => { goBack(); view.versus = versus; } };
}

/** What was there before comes back; of days that were moved the one that is told of stays, and the other waits. */
function leave(): void {
  if (before?.days === daysNow()) return before.goBack();
  const { day, versus, told } = view;
  view.setDay(told);
  view.versus = told === day ? versus : day;
}

const yearsBefore = (day: Day): Day => dayOf(yearOf(Math.min(day, loaded.today)) - YEARS_APART, 12, 31);
