// Brushing a range: ends in reach, and whole units.
import { expect, test } from 'vitest';
import { brushed, endAt, nearestEnd, snapped } from './brush';
import { dayOf, toIso } from './day';

test('a press takes the nearer end in reach, else none', () => {
  expect(endAt(105, 100, 200, 12)).toBe('first');
  expect(endAt(190, 100, 200, 12)).toBe('last');
  expect(endAt(150, 100, 200, 12)).toBeNull();
});

test('where both ends lie together, the side of the press tells', () => {
  expect([nearestEnd(98, 100, 100), nearestEnd(102, 100, 100)]).toEqual(['first', 'last']);
});

test('a brush is of whole units, in either direction', () => {
  const [a, b] = [dayOf(2005, 3, 4), dayOf(2001, 11, 20)];
  expect(brushed(a, b, 'year').map(toIso)).toEqual(['2001-01-01', '2005-12-31']);
  expect(brushed(b, a, 'month').map(toIso)).toEqual(['2001-11-01', '2005-03-31']);
  expect(brushed(a, a, 'day').map(toIso)).toEqual(['2005-03-04', '2005-03-04']);
  expect(toIso(snapped(dayOf(2004, 2, 3), 'month', 'last'))).toBe('2004-02-29');
});
