// What the keys of a slider over the years mean: a browser would move Page Up by a tenth of the axis and the arrows by one day.
import type { Unit } from './day';

/** By key: the unit of the step (null: the one that is chosen) and how many of them. */
export const SLIDER_KEYS: Readonly<Record<string, readonly [Unit | null, number]>> = {
  ArrowRight: [null, 1], ArrowUp: [null, 1], ArrowLeft: [null, -1], ArrowDown: [null, -1],
  PageUp: ['year', 1], PageDown: ['year', -1],
};
