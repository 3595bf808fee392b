// The values a facet offers on a day, each with the number of features it would leave.
import type { TimelineFeature } from './api';
import { shownAt, type Rules } from './counts';
import { passes, valuesOf, type Known } from './filtering';
import { FACETS, type Facet, type Filters } from './filters';

export interface Choice {
  value: string;
  /** Features with it on the map if nothing else of its facet were chosen; events are counted apart. */
  count: number;
  on: boolean;
}

/** What is switched on, filtered and known on the day. */
export interface Standing { filters: Filters; known: Known; rules: Rules }

/** Values that have an order of their own, from good to bad. */
const ORDER: Partial<Record<Facet, readonly string[]>> = {
  certainty: ['certain', 'possible'],
  sourced: ['yes', 'no'],
  quality: ['surveyed', 'traced', 'coarse', 'schematic'],
  outcome: ['on_time', 'late', 'overdue', 'abandoned', 'pending'],
};

/**
 * The values of a facet that features of the day have, and those that are chosen whether any has them
 * or not; in their own order, else the most frequent first, then by name.
 */
export function choicesOf(
  features: readonly TimelineFeature[], facet: Facet, standing: Standing, nameOf: (value: string) => string,
): Choice[] {
  const { filters, known, rules } = standing;
  const counts = new Map(filters[facet].map((value) => [value, 0]));
  const others = { ...rules, only: null };
  for (const feature of features) {
    if (rules.eventLayers.has(feature.layer) || !shownAt(feature, known.day, others)) continue;
    if (!passes(feature, filters, known, facet)) continue;
    for (const value of new Set(valuesOf(feature, facet, known))) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const choices = [...counts].map(([value, count]) => ({ value, count, on: filters[facet].includes(value) }));
  const order = ORDER[facet];
  return choices.sort(order ? byPlace(order) : (a, b) => b.count - a.count || nameOf(a.value).localeCompare(nameOf(b.value)));
}

/** What is in the order stands as it says; what is not, behind it. */
function byPlace(order: readonly string[]): (a: Choice, b: Choice) => number {
  const place = ({ value }: Choice) => (order.includes(value) ? order.indexOf(value) : order.length);
  return (a, b) => place(a) - place(b);
}

/** Every value that is chosen, facet by facet. */
export const chosenIn = (filters: Filters): { facet: Facet; value: string }[] =>
  FACETS.flatMap((facet) => filters[facet].map((value) => ({ facet, value })));
