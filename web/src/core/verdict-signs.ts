// The signs of what became of a promise: an outline and a stroke in a square of 20, for the map and for
// lists. Each verdict has a form of its own, so that colour only repeats it.
import type { Verdict } from './api';

export interface Sign {
  outline: string;
  stroke: string;
  /** Yellow: it came late, or should have come; plain ink: as promised; hollow: nothing to hold against it. */
  ground: 'yellow' | 'ink' | 'hollow';
}

const CIRCLE = 'M10 2a8 8 0 1 1 0 16a8 8 0 1 1 0-16Z';

export const SIGNS: Record<Verdict, Sign> = {
  on_time: { outline: CIRCLE, stroke: 'M6.2 10.3 8.9 13l4.9-5.6', ground: 'ink' },
  late: { outline: 'M5 2.5h10a2.5 2.5 0 0 1 2.5 2.5v10a2.5 2.5 0 0 1-2.5 2.5H5A2.5 2.5 0 0 1 2.5 15V5A2.5 2.5 0 0 1 5 2.5Z', stroke: 'M10 6v8M6 10h8', ground: 'yellow' },
  overdue: { outline: 'M10 1.8 18.8 17.4H1.2Z', stroke: 'M10 7v4.6M10 14.4v.1', ground: 'yellow' },
  abandoned: { outline: CIRCLE, stroke: 'M7 7l6 6M13 7l-6 6', ground: 'hollow' },
  pending: { outline: CIRCLE, stroke: 'M10 5.8V10l2.8 2', ground: 'hollow' },
};

/** In the order they are told. */
export const VERDICTS = Object.keys(SIGNS) as Verdict[];
