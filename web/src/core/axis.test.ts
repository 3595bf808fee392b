// Where days stand on the axis, which lines and years it names, and how a bar is stacked.
import { describe, expect, test } from 'vitest';
import { dayAt, eventNear, gridLines, xOf, yearLabels, yearsWith, yearWidth, type Axis } from './axis';
import type { Status } from './api';
import { dayOf } from './day';
import { partsOf } from './stack';

const axis: Axis = { from: 1980, until: 2045, left: 44, width: 660 };

describe('the axis', () => {
  test('a year is one bar wide, and its days lie in it', () => {
    expect(yearWidth(axis)).toBe(10);
    expect(xOf(dayOf(1980), axis)).toBe(44);
    expect(xOf(dayOf(2005, 7, 2), axis)).toBeCloseTo(44 + 255, 0);
    expect(xOf(dayOf(2046), axis)).toBe(44 + 660);
  });
  test('it reaches to every day that has a mark on it, and then back to the first record', () => {
    const reach = { usual: [1980, 2045] as const, first: dayOf(1867, 3), whole: false };
    const years = (days: number[], whole = false) => yearsWith(days, { ...reach, whole });
    expect(years([dayOf(2005)])).toEqual([1980, 2045]);
    expect(years([dayOf(2005)], true)).toEqual([1867, 2045]);
    expect(years([dayOf(2005), dayOf(1950)])).toEqual([1867, 2045]);
    expect(years([dayOf(2005), dayOf(1850), dayOf(2050)])).toEqual([1850, 2050]);
    expect(yearsWith([dayOf(1950)], { ...reach, first: null })).toEqual([1950, 2045]);
  });
  test('a place is read back as its day, and stays on the axis', () => {
    for (let day = dayOf(1980); day <= dayOf(2045, 12, 31); day += 17) expect(dayAt(xOf(day, axis), axis)).toBe(day);
    expect([dayAt(-50, axis), dayAt(5000, axis)]).toEqual([dayOf(1980), dayOf(2045, 12, 31)]);
  });
  test('the nearest event is found within reach', () => {
    const events = [{ id: 'a', day: dayOf(2000) }, { id: 'b', day: dayOf(2001) }];
    const near = (x: number, reach = 6) => eventNear(44 + x, events, axis, reach);
    expect([near(196), near(205.5), near(230), near(230, 24)]).toEqual(['a', 'b', '', 'b']);
  });
  test('two lines at round numbers suit the highest bar', () => {
    expect([121, 60, 7, 1, 41_000].map(gridLines)).toEqual([[50, 100], [25, 50], [5], [1], [20_000, 40_000]]);
  });
  test('years are named as densely as they have room', () => {
    const wide = yearLabels({ ...axis, width: 1376 }).map((label) => label.text);
    expect(wide.slice(0, 3)).toEqual(['1980', '’85', '1990']);
    expect(yearLabels({ ...axis, width: 330 }).map((label) => label.text)).toEqual(['1980', '1990', '2000', '2010', '2020', '2030', '2040']);
  });
});

test('a bar is stacked from the most real up, with all plans in one part', () => {
  const count = (entries: [Status, number][]) => new Map(entries);
  const parts = partsOf({
    year: 2031, total: 16,
    byStatus: count([['proposed', 3], ['operating', 10], ['construction', 2], ['idle', 1]]),
    plannedByStatus: count([['operating', 4], ['construction', 2]]),
  });
  expect(parts).toEqual([
    { ink: 'operating', count: 6, below: 0 }, { ink: 'planned', count: 6, below: 6 },
    { ink: 'idle', count: 1, below: 12 }, { ink: 'proposed', count: 3, below: 13 },
  ]);
});
