// The counting rules, on small timelines and on the truth table shared with the server.
import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import type { Status, TimelineFeature, TimelinePeriod } from './api';
import { boundaries, countAt, crosses, histogram, shownAt, standingAt, type Rules } from './counts';
import { bounds, fromIso, OPEN } from './day';

const rules: Rules = {
  statuses: new Set(['proposed', 'agreed', 'construction', 'operating', 'idle']),
  categories: new Set(['oil', 'gas', 'summit']),
  ended: new Set(['closed', 'cancelled']),
  eventLayers: new Set(['events']),
  eventDays: 365,
  since: null,
  only: null,
};
const withEnded: Rules = { ...rules, statuses: new Set([...rules.statuses, 'closed', 'cancelled']) };

/** A feature from the starts of its periods, each the bounds of an EDTF text, as the server folds them. */
function feature(starts: [Status, string, boolean?][], category = 'oil', layer = 'pipelines'): TimelineFeature {
  const periods = starts.map(([status, date, planned = false], i): TimelinePeriod => {
    const [from, certain_from] = bounds(date)!;
    const [certain_until, until] = i + 1 < starts.length ? bounds(starts[i + 1]![1])! : [OPEN, OPEN];
    return { status, from, certain_from, certain_until, until, planned };
  });
  const actual = periods.filter((p) => !p.planned);
  const last = actual.at(-1);
  const end = last && rules.ended.has(last.status) ? last.certain_from : OPEN;
  return {
    id: 'x', layer, category, short: { en: 'X' }, countries: [], quality: 'surveyed', accuracy_km: 1,
    reported: false, disputed: false, sourced: true, bbox: [0, 0, 1, 1], anchor: [0, 0],
    lifetime: actual[0] ? [actual[0].from, end] : null, periods,
  };
}
function event(date: string): TimelineFeature {
  const [from, last] = bounds(date)!;
  const period = { status: 'held' as const, from, certain_from: from, certain_until: last + 1, until: last + 1, planned: false };
  return { ...feature([], 'summit', 'events'), lifetime: [from, last + 1], periods: [period] };
}
const day = (text: string) => fromIso(text)!;
const manas = feature([['operating', '2001-12-16'], ['closed', '2014-06-03']]);
const line = feature([
  ['proposed', '1997'], ['agreed', '2004-05-17'], ['construction', '2004-09-28'], ['operating', '2005-12-15'],
], 'gas');

describe('standing', () => {
  const cases: [TimelineFeature, string, Status | null][] = [
    [manas, '2001-12-15', null],
    [manas, '2014-06-02', 'operating'],
    [manas, '2014-06-03', 'closed'],
    [line, '2000-01-01', 'proposed'],
    [line, '2004-09-28', 'construction'],
    [feature([['operating', '2005-12']]), '2005-12-10', 'operating'],
    [feature([['cancelled', '1998-12-04']]), '1999-01-01', 'cancelled'],
  ];
  test.each(cases)('case %#', (f, at, status) => {
    expect(standingAt(f, day(at), rules.ended)?.status ?? null).toBe(status);
  });

  test('a plan of a closed feature is outside its lifetime', () => {
    const reopened = feature([['operating', '2001'], ['closed', '2014'], ['operating', '2030', true]]);
    expect(standingAt(reopened, day('2031-01-01'), rules.ended)).toBeNull();
  });
});

// Of the truth table, the cases this side decides: a day, and claims that have come true (plans and
// what was known are folded by the server).
interface Case {
  name: string; datetime: string; claims?: { status: Status; date: string; planned?: boolean }[];
  expect: { match: boolean; status?: Status; certainty?: string };
}
const table = parse(readFileSync(new URL('../../../tests/cases/time.toml', import.meta.url), 'utf8'));
const decided = (table.case as unknown as Case[]).filter(
  (c) => fromIso(c.datetime) !== null && c.claims?.length && !c.claims.some((claim) => claim.planned),
);

describe('the truth table', () => {
  test('has cases for this side', () => expect(decided.length).toBeGreaterThan(5));
  test.each(decided)('$name', ({ claims, datetime, expect: expected }) => {
    const at = day(datetime);
    const f = feature(claims!.map(({ status, date }) => [status, date]));
    const period = standingAt(f, at, rules.ended);
    const [from, until] = f.lifetime!;
    expect(from <= at && at < until).toBe(expected.match);
    if (expected.status) expect(period?.status).toBe(expected.status);
    if (expected.certainty) expect(at < period!.certain_from ? 'possible' : 'certain').toBe(expected.certainty);
  });
});

describe('counts on a day', () => {
  test('what has ended counts once its switch is on', () => {
    expect(countAt([manas, line], day('2014-06-03'), rules).total).toBe(1);
    expect(countAt([manas, line], day('2014-06-03'), withEnded).total).toBe(2);
  });

  test('a row counts as if its own switch were on', () => {
    const counts = countAt([manas, line], day('2014-06-03'), { ...rules, categories: new Set(['oil']) });
    expect(counts.total).toBe(0);
    expect(counts.byStatus.get('closed')).toBe(1);
    expect(counts.byCategory.get('gas')).toBe(1);
    expect(counts.unfiltered).toBe(1);
  });

  test('plans among the shown are told apart', () => {
    const plan = feature([['agreed', '2020'], ['operating', '2030', true]]);
    expect(countAt([plan, line], day('2031-01-01'), rules)).toMatchObject({
      total: 2, planned: 1, byStatus: new Map([['operating', 2]]), plannedByStatus: new Map([['operating', 1]]),
    });
  });

  test('an event is shown from its first day for a year after its last', () => {
    const summit = event('2005-07-05/2005-07-06');
    const shown = (at: string) => shownAt(summit, day(at), rules);
    expect([shown('2005-07-04'), shown('2005-07-05'), shown('2006-07-05'), shown('2006-07-06')]).toEqual([
      false, true, true, false,
    ]);
    const counts = countAt([summit], day('2005-12-15'), rules);
    expect([counts.total, counts.byCategory.get('summit')]).toEqual([0, 1]);
  });
});

describe('years', () => {
  test('a bar is the count on 31 December without what has ended', () => {
    for (const year of histogram([manas, line], [1996, 2016], () => withEnded)) {
      const counts = countAt([manas, line], day(`${year.year}-12-31`), rules);
      expect([year.year, year.total]).toEqual([year.year, counts.total]);
    }
  });
});

test('boundaries tell whether a step changes the picture', () => {
  const sorted = boundaries([manas, event('2003-02-01')], rules);
  expect(crosses(sorted, day('2005-01-01'), day('2006-01-01'))).toBe(false);
  expect(crosses(sorted, day('2014-06-02'), day('2014-06-03'))).toBe(true);
  expect(crosses(sorted, day('2014-06-03'), day('2014-06-02'))).toBe(true);
  expect(crosses(sorted, day('2004-01-31'), day('2004-02-01'))).toBe(true); // the event has faded
});
