// Going from map to table to comparison: what else changes with it.
import { dayOf, yearOf } from './day';
import { loaded } from './loaded.svelte';
import { leaveRange } from './range.svelte';
import { view, type Mode } from './view.svelte';

const YEARS_APART = 10; // between the days of a comparison that is opened without any

/** Fills the window with another view. A comparison opened anew is of ten years before the day and the day. */
export function openMode(mode: Mode): void {
  if (mode === 'compare' && view.mode !== 'compare') {
    leaveRange();
    view.side = 'A';
    view.playing = false;
    view.versus ??= view.day;
    if (view.versus === view.day) view.setDay(dayOf(yearOf(Math.min(view.day, loaded.today)) - YEARS_APART, 12, 31));
  }
  view.mode = mode;
  view.layersOpen = false;
  view.guide = false;
}
