// Going to the comparison and back loses nothing: neither days nor range nor what is switched on.
import { beforeEach, expect, test } from 'vitest';
import type { Atlas } from './api';
import { fromIso, toIso } from './day';
import { loaded } from './loaded.svelte';
import { openMode } from './modes';
import { setRange } from './range.svelte';
import { view } from './view.svelte';

const day = (text: string) => fromIso(text)!;
const atlas = {
  today: day('2026-11-24'), layers: [], archives: [],
  statuses: [{ id: 'operating' }, { id: 'closed', ended: true }, { id: 'cancelled', ended: true }],
} as unknown as Atlas;

beforeEach(() => {
  loaded.atlas = atlas;
  view.resetFilters(atlas);
  view.mode = 'map';
  view.since = view.versus = null;
  view.setDay(atlas.today);
  view.side = 'A';
});
const days = () => [view.since, view.day, view.versus].map((each) => each && toIso(each));
const compared = () => [view.day, view.versus!, view.told].map(toIso);

test('of one day, ten years before it lie on the left, and it stays the day that is told of', () => {
  openMode('compare');
  expect(compared()).toEqual(['2016-12-31', '2026-11-24', '2026-11-24']);
  view.side = 'A';
  openMode('table');
  expect(days()).toEqual([null, '2026-11-24', null]);
});

test('of a range, its ends are compared; it comes back with what it shows that is over', () => {
  setRange(day('2001-01-01'), day('2014-12-31'));
  view.statuses.delete('cancelled');
  openMode('compare');
  expect(compared()).toEqual(['2001-01-01', '2014-12-31', '2014-12-31']);
  expect([...view.statuses]).toEqual(['operating']);
  openMode('map');
  expect(days()).toEqual(['2001-01-01', '2014-12-31', null]);
  expect([...view.statuses]).toEqual(['operating', 'closed']);
});

test('of days that were moved, the one that is told of stays, and the next comparison is the same again', () => {
  for (const [side, stays] of [['A', '2005-06-30'], ['B', '2020-06-30']] as const) {
    setRange(day('2001-01-01'), day('2014-12-31'));
    openMode('compare');
    view.setDay(day('2005-06-30'));
    view.versus = day('2020-06-30');
    view.side = side;
    openMode('map');
    expect(days().slice(0, 2)).toEqual([null, stays]);
    openMode('compare');
    expect([...compared(), view.side]).toEqual(['2005-06-30', '2020-06-30', stays, side]);
    openMode('map');
    expect(days().slice(0, 2)).toEqual([null, stays]);
  }
});

test('a comparison that came with a link leaves the day that is told of, and opens again as it was', () => {
  Object.assign(view, { mode: 'compare', day: day('2001-06-30'), versus: day('2014-06-30'), side: 'B' });
  openMode('map');
  expect(days().slice(0, 2)).toEqual([null, '2014-06-30']);
  openMode('compare');
  expect(compared()).toEqual(['2001-06-30', '2014-06-30', '2014-06-30']);
});
