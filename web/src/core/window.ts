// Which rows of a long list are drawn: those in view with a few around them, and one that is kept.

const AROUND = 8; // rows above and below, so that a turn of the wheel meets no blank

/** A row that is drawn, and how many rows before it are left out. */
export interface Drawn { index: number; skipped: number }
export interface Window { drawn: Drawn[]; after: number }

export interface Scroll { top: number; height: number; row: number; count: number }

/** `kept` is drawn wherever it is: the keyboard stands on it. */
export function windowOf({ top, height, row, count }: Scroll, kept: number | null): Window {
  const first = Math.max(0, Math.min(count - 1, Math.floor(top / row)) - AROUND);
  const last = Math.min(count, Math.ceil((top + height) / row) + AROUND);
  const indices: number[] = [];
  for (let index = first; index < last; index++) indices.push(index);
  if (kept !== null && kept < first && kept >= 0) indices.unshift(kept);
  if (kept !== null && kept >= last && kept < count) indices.push(kept);
  let next = 0;
  const drawn = indices.map((index) => {
    const skipped = index - next;
    next = index + 1;
    return { index, skipped };
  });
  return { drawn, after: count - next };
}

/** Where to scroll to so that a row is in view below a head of some height; null: it is. */
export function scrollTo(index: number, { top, height, row }: Scroll, head: number): number | null {
  if (index * row < top) return index * row;
  const bottom = (index + 1) * row + head;
  return bottom > top + height ? bottom - height : null;
}
