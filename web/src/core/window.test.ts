// A long list draws what is in view, keeps the row of the keyboard, and accounts for every other row.
import { expect, it } from 'vitest';
import { scrollTo, windowOf, type Window } from './window';

const scroll = (top: number, count = 50_000) => ({ top, height: 600, row: 37, count });
const total = ({ drawn, after }: Window) => drawn.reduce((sum, { skipped }) => sum + skipped + 1, after);

it('draws a screenful and a few more, wherever it stands', () => {
  for (const top of [0, 900_000, 50_000 * 37 - 600]) {
    const window = windowOf(scroll(top), null);
    expect(window.drawn.length).toBeLessThan(40);
    expect(total(window)).toBe(50_000);
  }
  expect(windowOf(scroll(900_000), null).drawn[0]!.index).toBe(24_316);
});

it('keeps the row of the keyboard above and below', () => {
  for (const kept of [3, 49_999]) {
    const window = windowOf(scroll(900_000), kept);
    expect(window.drawn.map(({ index }) => index)).toContain(kept);
    expect(total(window)).toBe(50_000);
  }
});

it('draws all of a short list, and nothing of none, though it was scrolled before', () => {
  expect(windowOf(scroll(0, 3), 7).drawn.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(windowOf(scroll(4000, 3), null).drawn.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(windowOf(scroll(4000, 0), null)).toEqual({ drawn: [], after: 0 });
});

it('scrolls no farther than it must', () => {
  expect(scrollTo(5, scroll(0), 34)).toBeNull();
  expect(scrollTo(5, scroll(400), 34)).toBe(185);
  expect(scrollTo(20, scroll(0), 34)).toBe(21 * 37 + 34 - 600);
});
