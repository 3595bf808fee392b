// The search where there is no server: over the names of features, in every language they have.
// By the rules of the server (`src/query/text.rs`), but for those of sound and of slips of the pen.
import type { Hit, Summary, TimelineFeature } from './api';
import { OPEN, toIso, type Day } from './day';
import { folded, namesOf, type Name } from './names';

/** How well a name answers, best first: it is the query, begins so, a word in it does, its initials do, it holds it somewhere. */
type Rank = 0 | 1 | 2 | 3 | 4;

/** Features with a name that answers the query; upper case, accents and signs between words do not count. */
export function find(
  features: TimelineFeature[], summaries: Readonly<Record<string, Summary>>, query: string, limit: number,
): Hit[] {
  const sought = folded(query);
  if (!sought) return [];
  return features
    .flatMap((feature) => hitOf(feature, namesOf(feature, summaries[feature.id]), sought) ?? [])
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ hit }) => hit);
}

function hitOf(feature: TimelineFeature, names: Name[], sought: string): { rank: Rank; hit: Hit } | null {
  const best = bestName(names, sought);
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

function bestName(names: Name[], sought: string): { name: string; rank: Rank } | null {
  const found = names.flatMap(({ text, folded }) => {
    const rank = rankOf(folded, sought);
    return rank === null ? [] : [{ name: text, rank }];
  });
  return found.sort((a, b) => a.rank - b.rank)[0] ?? null;
}

function rankOf(name: string, sought: string): Rank | null {
  if (name === sought) return 0;
  if (name.startsWith(sought)) return 1;
  if (name.includes(` ${sought}`)) return 2;
  if (isInitials(name, sought)) return 3;
  return name.includes(sought) ? 4 : null;
}

const FEWEST_INITIALS = 3; // two letters stand for too much

/** Whether the words of a name begin with the letters of the query, one each; more words may follow. */
function isInitials(name: string, sought: string): boolean {
  const initials = name.split(' ').map((word) => [...word][0]).join('');
  return [...sought].length >= FEWEST_INITIALS && initials.startsWith(sought);
}
