// The names of features, in every language they have, as they are compared.
import type { Names, Summary, TimelineFeature } from './api';

/** A name as written, and as it is compared. */
export interface Name { text: string; folded: string }

const known = new WeakMap<Names, Name[]>();

/** Every name of a feature, the short ones first; the full ones only where its summary is here. */
export function namesOf(feature: TimelineFeature, summary: Summary | undefined): Name[] {
  return [feature.short, summary?.name].flatMap((names) => {
    if (!names) return [];
    const all = known.get(names) ?? Object.values(names).map((text) => ({ text, folded: folded(text) }));
    known.set(names, all);
    return all;
  });
}

/** Small letters without accents and apostrophes, words with one space between. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replace(/[\p{M}'’‘ʻʼ`]/gu, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(' ');
