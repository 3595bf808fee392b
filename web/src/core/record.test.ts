// A record on a day: which period holds, who is there, and in which order claims are read.
import { describe, expect, it } from 'vitest';
import type { Claim, FeatureProperties, Period } from './api';
import { dayOf } from './day';
import { actorRows, isCertain, itsDay, newestFirst, otherDates, periodAt, splitNote, usesAt } from './record';

const period = (status: Period['status'], since: string, from: string, certain_from = from): Period =>
  ({ status, phase: 1, since, from, certain_from, until: null, certain_until: null, planned: false, source: 's', unverified: false });
const periods = [period('operating', '2001-12', '2001-12-01', '2001-12-31'), period('closed', '2014-06-03', '2014-06-03')];

describe('a record on a day', () => {
  it('has no period before the first, and the new status on the day of a change', () => {
    expect(periodAt(periods, dayOf(2001, 11, 30))).toBeNull();
    expect(periodAt(periods, dayOf(2014, 6, 2))!.status).toBe('operating');
    expect(periodAt(periods, dayOf(2014, 6, 3))!.status).toBe('closed');
  });

  it('is certain once the start cannot lie ahead', () => {
    expect(isCertain(periods[0]!, dayOf(2001, 12, 10))).toBe(false);
    expect(isCertain(periods[0]!, dayOf(2001, 12, 31))).toBe(true);
  });

  it('names those whose claims of this period have begun', () => {
    const claim = (user: string, date: string, planned = false): Claim =>
      ({ status: 'operating', phase: 1, date, user, planned, source: 's' });
    const claims = [claim('US', '2001-12-16'), claim('FR', '2002-02'), claim('US', '2001'), claim('KR', '2002', true)];
    expect(usesAt(claims, periods[0]!, dayOf(2001, 12, 20))).toEqual([{ user: 'US', sources: ['s', 's'] }]);
    expect(usesAt(claims, periods[0]!, dayOf(2003)).map((u) => u.user)).toEqual(['US', 'FR']);
  });

  it('has other dates where reports differ, not where one is only less exact or speaks of a plan or another user', () => {
    const opened = { ...period('operating', '2005-12-15', '2005-12-15'), user: ['US'] };
    const claim = (date: string, source: string, over: Partial<Claim> = {}): Claim =>
      ({ status: 'operating', phase: 1, date, source, ...over });
    const claims = [
      claim('2005-12-15', 'a'), claim('2005-11-16', 'b'), claim('2005', 'c'), claim('2006-05', 'd'), claim('2006-05', 'e'),
      claim('2005-12', 'f', { planned: true }), claim('2004', 'g', { status: 'construction' }),
      claim('2007', 'h', { phase: 2 }), claim('2003', 'i', { user: 'FR' }),
    ];
    expect(otherDates(claims, opened)).toEqual([{ date: '2005-11-16', sources: ['b'] }, { date: '2006-05', sources: ['d', 'e'] }]);
  });

  it('goes to the opening, else the first day, else the day of the event', () => {
    const properties = (over: Partial<FeatureProperties>) => over as FeatureProperties;
    expect(itsDay(properties({ periods }))).toBe(dayOf(2001, 12, 31));
    expect(itsDay(properties({ date: '2004-06-17' }))).toBe(dayOf(2004, 6, 17));
    expect(itsDay(properties({}))).toBeNull();
  });
});

describe('claims', () => {
  it('come newest first, those of one day as the file has them', () => {
    const dates = ['1997', '2005-12-15', '2004-23', '2005-12-15'].map((date, i) => ({ date, note: String(i) }) as Claim);
    expect(newestFirst(dates).map((c) => c.note)).toEqual(['1', '3', '2', '0']);
  });

  it.each([
    ['opened by Nazarbayev; preferred: ceremony', { text: 'Opened by Nazarbayev', reason: 'ceremony' }],
    ['preferred: first works', { text: '', reason: 'first works' }],
    ['came into operation; preferred', { text: 'Came into operation', reason: null }],
    ['the preferred route', { text: 'The preferred route', reason: null }],
  ])('splits %j', (note, expected) => expect(splitNote(note)).toEqual(expected));
});

describe('actors', () => {
  it('stand by role and by who says so', () => {
    const rows = actorRows([
      { name: 'CNPC', role: 'owner', source: 'a' }, { name: 'KTO', role: 'operator', source: 'b' },
      { name: 'KMG', role: 'owner', source: 'a' }, { name: 'KMG', role: 'owner', source: 'c' },
    ]);
    expect(rows.map((r) => [r.role, r.lines.map((l) => l.actors.length)])).toEqual([['owner', [2, 1]], ['operator', [1]]]);
  });
});
