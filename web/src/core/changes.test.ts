// What changed between two days: the table of cases shared with the server, switches, filters and lengths.
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import type { Status, Summary, TimelineFeature, TimelinePeriod } from './api';
import { cameBetween, changedIn, changesBetween, grouped } from './changes';
import type { Rules } from './counts';
import { bounds, dayOf, fromIso, OPEN } from './day';

const rules: Rules = {
  statuses: new Set(['proposed', 'reported', 'agreed', 'construction', 'operating', 'idle', 'shelved']),
  categories: new Set(['oil']),
  ended: new Set(['closed', 'cancelled']),
  eventLayers: new Set(['events']),
  eventDays: 365,
  since: null,
  only: null,
};

interface Start { status: Status; date: string; planned?: boolean }

/** A feature from the starts of its periods, as the server folds them. */
function feature(starts: Start[], id = 'x', layer = 'pipelines'): TimelineFeature {
  const periods = starts.map(({ status, date, planned = false }, i): TimelinePeriod => {
    const [from, certain_from] = bounds(date)!;
    const [certain_until, until] = i + 1 < starts.length ? bounds(starts[i + 1]!.date)! : [OPEN, OPEN];
    return { status, from, certain_from, certain_until, until, planned };
  });
  const actual = periods.filter((p) => !p.planned);
  const last = actual.at(-1);
  const end = last && rules.ended.has(last.status) ? last.certain_from : OPEN;
  return {
    id, layer, category: 'oil', short: { en: 'X' }, countries: [], quality: 'surveyed', accuracy_km: 1,
    reported: false, disputed: false, sourced: true, bbox: [0, 0, 1, 1], anchor: [0, 0],
    lifetime: actual[0] ? [actual[0].from, end] : null, periods,
  };
}
const between = (features: TimelineFeature[], from: string, to: string, kept: Partial<Rules> = {}) =>
  changesBetween(features, { day: fromIso(from)!, rules: { ...rules, ...kept } }, { day: fromIso(to)!, rules: { ...rules, ...kept } });

interface Case { name: string; starts: Start[]; from: string; to: string; expect: { kind?: string; before?: string; after?: string; planned?: boolean } }
const table = new URL('../../../tests/cases/changes.toml', import.meta.url);
const cases = existsSync(table) ? (parse(readFileSync(table, 'utf8')) as unknown as { case: Case[] }).case : [];

describe.skipIf(!cases.length)('the cases the server is tested by', () => {
  test.each(cases)('$name', ({ starts, from, to, expect: expected }) => {
    const [change] = between([feature(starts)], from, to);
    const planned = change?.after?.planned || undefined;
    expect({ kind: change?.kind, before: change?.before?.status, after: change?.after?.status, planned }).toEqual(expected);
  });
});

const oil: Start[] = [{ status: 'construction', date: '2004' }, { status: 'operating', date: '2005-12-15' }, { status: 'closed', date: '2014-06' }];

test('opened, changed, unchanged and closed, each with its standings', () => {
  const kinds = (from: string, to: string) => between([feature(oil)], from, to).map(({ kind, before, after }) => [kind, before?.status, after?.status]);
  expect(kinds('2000-01-01', '2010-01-01')).toEqual([['opened', undefined, 'operating']]);
  expect(kinds('2005-06-01', '2010-01-01')).toEqual([['changed', 'construction', 'operating']]);
  expect(kinds('2008-01-01', '2010-01-01')).toEqual([['unchanged', 'operating', 'operating']]);
  expect(kinds('2010-01-01', '2015-01-01')).toEqual([['closed', 'operating', undefined]]);
  expect(kinds('2015-01-01', '2016-01-01')).toEqual([]);
});

test('a switch keeps what had the status on either day', () => {
  const only = (status: Status) => between([feature(oil)], '2005-06-01', '2010-01-01', { statuses: new Set([status]) }).length;
  expect([only('construction'), only('operating'), only('idle')]).toEqual([1, 1, 0]);
});

test('a filter keeps a feature on the day on which it stands, not on the other', () => {
  const sides = (first: string[], second: string[]) => changesBetween(
    [feature(oil)],
    { day: fromIso('2000-01-01')!, rules: { ...rules, only: new Set(first) } },
    { day: fromIso('2010-01-01')!, rules: { ...rules, only: new Set(second) } },
  ).length;
  expect(sides([], ['x'])).toBe(1);
  expect(sides(['x'], [])).toBe(0);
});

test('events are left out', () => {
  expect(between([feature([{ status: 'held', date: '2005' }], 'e', 'events')], '2004-01-01', '2005-12-31')).toEqual([]);
});

test('groups count features and add up their lengths', () => {
  const summary = (length_km: number | null) => ({ length_km }) as Summary;
  const changes = between([feature(oil, 'a'), feature(oil, 'b'), feature(oil, 'c')], '2000-01-01', '2010-01-01');
  const groups = grouped(changes, { a: summary(962.04), b: summary(100.02), c: summary(null) });
  expect(groups.map(({ kind, changes, km }) => [kind, changes.length, km])).toEqual([
    ['opened', 3, 1062.1], ['closed', 0, 0], ['changed', 0, 0], ['unchanged', 0, 0],
  ]);
});

test('of what changed, what came into operation stands first; all else as it came', () => {
  const planned = { status: 'proposed', date: '2000' } as const;
  const ids = (kind: 'opened' | 'changed', from: string) => grouped(between([
    feature([planned, { status: 'shelved', date: '2003' }], 'shelved'),
    feature([planned, { status: 'operating', date: '2009' }], 'late'),
    feature([planned, { status: 'operating', date: '2005' }], 'early'),
  ], from, '2010-01-01'), {}).find((group) => group.kind === kind)!.changes.map((change) => change.feature.id);
  expect(ids('changed', '2002-01-01')).toEqual(['early', 'late', 'shelved']);
  expect(ids('opened', '1999-01-01')).toEqual(['shelved', 'early', 'late']);
});

test('a change came within the bounds of the period that it led to', () => {
  const came = (from: string, to: string) => cameBetween(between([feature(oil)], from, to)[0]!);
  expect(came('2000-01-01', '2010-01-01')).toEqual([dayOf(2005, 12, 15), dayOf(2005, 12, 15)]);
  expect(came('2010-01-01', '2015-01-01')).toEqual([dayOf(2014, 6, 1), dayOf(2014, 6, 30)]);
  expect(came('2008-01-01', '2010-01-01')).toBeNull();
});

describe('changes in a year', () => {
  const known = dayOf(2026, 11, 24);
  const changed = (year: number, ...features: TimelineFeature[]) => changedIn(features, year, known, () => rules);
  const opened = (date: string, planned = false) => feature([{ status: 'operating', date, planned }]);

  // The bounds of "2005" are 1 January and 31 December: a date known only to its year begins on 1 January.
  test('what is dated to its year alone changed in that year, as what opened on its first or last day', () => {
    for (const date of ['2005', '2005-01-01', '2005-12-31']) {
      expect([2004, 2005, 2006].map((year) => changed(year, opened(date))), date).toEqual([0, 1, 0]);
    }
  });

  test('the number is that of the changes between the ends of the two years', () => {
    const features = [feature(oil, 'a'), opened('2005-03'), opened('2001')];
    for (const year of [2004, 2005, 2014]) {
      const all = between(features, `${year - 1}-12-31`, `${year}-12-31`).filter(({ kind }) => kind !== 'unchanged');
      expect(changed(year, ...features), String(year)).toBe(all.length);
    }
    expect([2004, 2005, 2014].map((year) => changed(year, ...features))).toEqual([1, 2, 1]);
  });

  test('a new phase of the same status is no change, and neither is a plan', () => {
    expect(changed(2005, feature([{ status: 'operating', date: '2001' }, { status: 'operating', date: '2005-06-01' }]))).toBe(0);
    expect(changed(2026, opened('2026-12-20', true))).toBe(0);
    expect(changed(2026, opened('2026-03', true))).toBe(0);
  });
});
