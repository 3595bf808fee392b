// The parts of a bar of the histogram, from below: the more real, the lower.
import type { Status } from './api';
import type { Year } from './counts';

/** What a part is filled with: a status, or `planned` for all that rests on plans. */
export type Ink = Status | 'planned';
export interface Part { ink: Ink; count: number; below: number }

const order: Status[] = ['operating', 'idle', 'construction', 'agreed', 'proposed', 'reported', 'shelved'];

export function partsOf(year: Year): Part[] {
  const planned = [...year.plannedByStatus.values()].reduce((sum, count) => sum + count, 0);
  const [first, ...rest] = order.map((ink) => ({ ink, count: actual(year, ink) }));
  // Plans lie on what is in use, since most of them promise to be in use by then.
  const heights = [first!, { ink: 'planned' as const, count: planned }, ...rest];
  let below = 0;
  return heights.flatMap(({ ink, count }) => {
    const part = { ink, count, below };
    below += count;
    return count > 0 ? [part] : [];
  });
}

const actual = (year: Year, status: Status): number =>
  (year.byStatus.get(status) ?? 0) - (year.plannedByStatus.get(status) ?? 0);
