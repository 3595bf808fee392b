// The search where there is no server: over the names of features, in every language they have.
import type { Hit, Names, TimelineFeature } from './api';
import { OPEN, toIso, type Day } from './day';

/** How well a name answers, best first: it begins so, a word in it does, it holds it somewhere. */
type Rank = 0 | 1 | 2;

/** Features with a name that holds the query; upper case, accents and signs between words do not count. */
export function find(features: TimelineFeature[], query: string, limit: number): Hit[] {
  const sought = folded(query);
  if (!sought) return [];
  return features
    .flatMap((feature) => hitOf(feature, sought) ?? [])
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ hit }) => hit);
}

function hitOf(feature: TimelineFeature, sought: string): { rank: Rank; hit: Hit } | null {
  const best = bestName(feature.short, sought);
  if (!best) return null;
  const { id, layer, category, short, lifetime } = feature;
  const [from, until] = lifetime ?? [-OPEN, OPEN];
  const hit: Hit = {
    kind: 'feature', id, layer, category, name: short, matched: best.name,
    from: isoOf(from), until: isoOf(until >= OPEN ? until : until - 1),
  };
  return { rank: best.rank, hit };
}

const isoOf = (day: Day) => (Math.abs(day) >= OPEN ? null : toIso(day));

function bestName(names: Names, sought: string): { name: string; rank: Rank } | null {
  const found = Object.values(names).flatMap((name) => {
    const rank = rankOf(folded(name), sought);
    return rank === null ? [] : [{ name, rank }];
  });
  return found.sort((a, b) => a.rank - b.rank)[0] ?? null;
}

function rankOf(name: string, sought: string): Rank | null {
  const at = name.indexOf(sought);
  if (at < 0) return null;
  if (at === 0) return 0;
  return name.includes(` ${sought}`) ? 1 : 2;
}

/** Small letters without accents, words with one space between. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(' ');
