// Who belongs to an organisation on a day: pure, over the rows of the memberships.
import type { Membership, MemberStanding, Rank } from './api';
import { civil, dayOf, toIso, type Day } from './day';

/** From near to far. */
export const RANKS: readonly Rank[] = ['member', 'observer', 'partner'];

/** The row of each country that stands with an organisation on a day, the nearest first, then the longest. */
export function standingsAt(memberships: readonly Membership[], organisation: string, day: Day): Membership[] {
  const held = memberships.filter((m) => m.organisation === organisation && m.from <= day && day < m.certain_until);
  held.sort((a, b) => RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) || a.from - b.from || a.country.localeCompare(b.country));
  // Where the days of two rows are uncertain both may hold: the nearer one counts, as each country counts once.
  return held.filter((row, index) => held.findIndex(({ country }) => country === row.country) === index);
}

export interface StandingCount { standing: MemberStanding; rank: Rank; count: number }

/** How many countries stand how, from near to far as the rows are; a word in which nobody stands is left out. */
export function countsOf(standings: readonly Membership[]): StandingCount[] {
  const counted = new Map<MemberStanding, StandingCount>();
  for (const { standing, rank } of standings) {
    const count = (counted.get(standing)?.count ?? 0) + 1;
    counted.set(standing, { standing, rank, count });
  }
  return [...counted.values()];
}

/** When a row begins, as EDTF, no finer than it is known: a day, a month, a year or the days between. */
export function beginning({ from, certain_from }: Pick<Membership, 'from' | 'certain_from'>): string {
  if (from === certain_from) return toIso(from);
  const { year, month } = civil(from);
  if (from === dayOf(year) && certain_from === dayOf(year, 12, 31)) return toIso(from).slice(0, 4);
  const next = month === 12 ? dayOf(year + 1) : dayOf(year, month + 1);
  if (from === dayOf(year, month) && certain_from === next - 1) return toIso(from).slice(0, 7);
  return `${toIso(from)}/${toIso(certain_from)}`;
}
