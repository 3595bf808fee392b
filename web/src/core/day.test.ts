// Days, steps and EDTF text.
import { describe, expect, test } from 'vitest';
import { bounds, civil, dayOf, fromIso, step, toIso, type Unit } from './day';

test('days count from 1970 and go back before it', () => {
  expect([dayOf(1970), dayOf(1969, 12, 31), dayOf(2000, 2, 29)]).toEqual([0, -1, 11016]);
  expect(civil(dayOf(1926, 1, 26))).toEqual({ year: 1926, month: 1, day: 26 });
  expect(toIso(dayOf(62, 3, 4))).toBe('0062-03-04');
});

test('only a real ISO day is read', () => {
  expect(fromIso('2005-12-15')).toBe(dayOf(2005, 12, 15));
  for (const text of ['2005-02-29', '2005-13-01', '2005-1-1', '2005', '', '2005-12-15T00:00:00Z']) {
    expect(fromIso(text)).toBeNull();
  }
});

describe('steps', () => {
  const cases: [string, Unit, number, string][] = [
    ['2005-12-31', 'day', 1, '2006-01-01'], ['2004-02-29', 'year', 1, '2005-02-28'],
    ['2005-01-31', 'month', 1, '2005-02-28'], ['2005-01-31', 'month', -2, '2004-11-30'],
    ['2005-06-30', 'year', -10, '1995-06-30'],
  ];
  test.each(cases)('%s %s %i', (from, unit, count, to) => {
    expect(toIso(step(fromIso(from)!, unit, count))).toBe(to);
  });
});

describe('bounds of EDTF', () => {
  const cases: [string, string | null][] = [
    ['2005', '2005-01-01 2005-12-31'], ['2005-12', '2005-12-01 2005-12-31'], ['2005-12-15', '2005-12-15 2005-12-15'],
    ['2005~', '2005-01-01 2005-12-31'], ['2005-12?', '2005-12-01 2005-12-31'], ['200X', '2000-01-01 2009-12-31'],
    ['19XX', '1900-01-01 1999-12-31'], ['2001-10/2001-12', '2001-10-01 2001-12-31'],
    ['2004-21', '2004-03-01 2004-05-31'], ['2004-23', '2004-09-01 2004-11-30'], ['2004-24', '2004-12-01 2005-02-28'],
    ['2005-02-30', null], ['2005-13', null], ['about 2005', null], ['a/b', null],
  ];
  test.each(cases)('%s', (text, expected) => {
    const found = bounds(text);
    expect(found && found.map(toIso).join(' ')).toBe(expected);
  });
  test('an open end is infinite', () => {
    expect(bounds('2024/..')).toEqual([dayOf(2024), Infinity]);
    expect(bounds('../2024')).toEqual([-Infinity, dayOf(2024, 12, 31)]);
  });
});
