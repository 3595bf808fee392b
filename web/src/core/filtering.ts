// Which features the filters keep: pure, over what was fetched. The server decides by the same rules
// (`src/query/filter.rs`); a table of cases is read by the tests of both.
import type { Membership, Summary, TimelineFeature } from './api';
import { periodAt } from './counts';
import type { Day } from './day';
import { FACETS, type Facet, type Filters } from './filters';
import { folded, namesOf } from './names';

/** What a filter reads beside the feature itself. */
export interface Known {
  summaries: Readonly<Record<string, Summary>>;
  memberships: readonly Membership[];
  day: Day;
}

/** Facets whose answer needs more than the timeline: they wait for what is fetched later. */
export const needsSummaries = (filters: Filters) =>
  filters.text !== '' || filters.actor.length > 0 || filters.outcome.length > 0;
export const needsMemberships = (filters: Filters) => filters.member.length > 0;

/** Whether what is kept changes from day to day. */
export const turnsOnDay = (filters: Filters) => filters.member.length > 0 || filters.certainty.length > 0;

/** The values of a feature in a facet. */
export function valuesOf(feature: TimelineFeature, facet: Facet, known: Known): readonly string[] {
  const summary = known.summaries[feature.id];
  switch (facet) {
    case 'country': return feature.countries;
    case 'actor': return summary?.actors ?? [];
    case 'member': return organisationsOf(feature.countries, known);
    case 'certainty': return certaintyOf(feature, known.day);
    case 'sourced': return [feature.sourced ? 'yes' : 'no'];
    case 'quality': return feature.quality ? [feature.quality] : [];
    case 'outcome': return summary?.verdict ? [summary.verdict] : [];
  }
}

/** Organisations of which one of the countries is a full member on the day. */
function organisationsOf(countries: readonly string[], { memberships, day }: Known): string[] {
  const held = memberships.filter((m) => m.rank === 'member' && countries.includes(m.country) && m.from <= day && day < m.certain_until);
  return [...new Set(held.map((m) => m.organisation))];
}

function certaintyOf(feature: TimelineFeature, day: Day): string[] {
  const period = periodAt(feature, day);
  if (!period) return [];
  return [period.certain_from <= day ? 'certain' : 'possible'];
}

/** Whether a feature passes every filter but, where one is named, that of a facet. */
export function passes(feature: TimelineFeature, filters: Filters, known: Known, except?: Facet): boolean {
  const text = folded(filters.text);
  if (text && !namesOf(feature, known.summaries[feature.id]).some((name) => name.folded.includes(text))) return false;
  return FACETS.every((facet) => {
    if (facet === except || filters[facet].length === 0) return true;
    const values = valuesOf(feature, facet, known);
    return filters[facet].some((wanted) => values.includes(wanted));
  });
}
