// Who stands with an organisation on a day, counted once each, and since when.
import { describe, expect, it } from 'vitest';
import type { Membership, MemberStanding, Rank } from './api';
import { fromIso, OPEN } from './day';
import { beginning, countsOf, standingsAt } from './organisations';

const day = (iso: string) => fromIso(iso)!;
function row(country: string, rank: Rank, from: string, until?: string, organisation = 'sco', standing: MemberStanding = rank): Membership {
  const [start, end] = [day(from), until ? day(until) : OPEN];
  return { organisation, country, standing, rank, from: start, certain_from: start, certain_until: end, until: end, source: null };
}
const rows = [
  row('IN', 'observer', '2005-07-05', '2017-06-09'), row('IN', 'member', '2017-06-09'),
  row('UZ', 'member', '2001-06-15'), row('KZ', 'member', '1996-04-26'), row('TR', 'partner', '2013-04-26'),
  row('GE', 'member', '1993-12-09', '2009-08-18', 'cis'),
];
const at = (iso: string, organisation = 'sco') => standingsAt(rows, organisation, day(iso)).map(({ country, rank }) => `${country} ${rank}`);

describe('standingsAt', () => {
  it('takes the row of the day, the nearest first', () => {
    expect(at('2010-01-01')).toEqual(['KZ member', 'UZ member', 'IN observer']);
    expect(at('2017-06-09')).toEqual(['KZ member', 'UZ member', 'IN member', 'TR partner']);
    expect(at('2001-06-14')).toEqual(['KZ member']);
  });
  it('ends with the day before the end', () => {
    expect(at('2009-08-17', 'cis')).toEqual(['GE member']);
    expect(at('2009-08-18', 'cis')).toEqual([]);
  });
  it('counts a country once where two rows may hold', () => {
    const vague = { ...row('MN', 'observer', '2004-01-01'), certain_from: day('2004-12-31') };
    expect(standingsAt([vague, row('MN', 'member', '2004-06-01')], 'sco', day('2004-07-01')).map((s) => s.rank)).toEqual(['member']);
  });
});

describe('countsOf', () => {
  it('names the standings that somebody has, from near to far', () => {
    expect(countsOf(standingsAt(rows, 'sco', day('2014-01-01')))).toEqual([
      { standing: 'member', rank: 'member', count: 2 },
      { standing: 'observer', rank: 'observer', count: 1 },
      { standing: 'partner', rank: 'partner', count: 1 },
    ]);
  });
  it('counts what is near alike under its own word', () => {
    const five = ['CN', 'KZ'].map((country) => row(country, 'member', '1996-04-26', '2001-06-15', 'sco', 'shanghai_five_member'));
    expect(countsOf(standingsAt([...five, row('UZ', 'member', '2001-06-15')], 'sco', day('1996-04-30')))).toEqual([
      { standing: 'shanghai_five_member', rank: 'member', count: 2 },
    ]);
  });
});

describe('beginning', () => {
  const since = (from: string, certain_from: string) => beginning({ from: day(from), certain_from: day(certain_from) });
  it('is as fine as it is known', () => {
    expect(since('2001-06-15', '2001-06-15')).toBe('2001-06-15');
    expect(since('2001-06-01', '2001-06-30')).toBe('2001-06');
    expect(since('2001-12-01', '2001-12-31')).toBe('2001-12');
    expect(since('2001-01-01', '2001-12-31')).toBe('2001');
    expect(since('2001-06-14', '2001-06-15')).toBe('2001-06-14/2001-06-15');
  });
});
