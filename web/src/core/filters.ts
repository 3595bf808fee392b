// What features can be filtered by beyond layer, category and status, and how that stands in an address.
// The names are those of the parameters of the server, so a filter is a download as it stands.

/** A list of values keeps what has one of them; an empty one keeps all. */
export const FACETS = ['country', 'actor', 'member', 'certainty', 'sourced', 'quality', 'outcome'] as const;
export type Facet = (typeof FACETS)[number];
/** Values by facet, and a text that a name must hold. */
export type Filters = Readonly<Record<Facet, readonly string[]> & { text: string }>;

export const noFilters = (): Filters => ({
  country: [], actor: [], member: [], certainty: [], sourced: [], quality: [], outcome: [], text: '',
});

export const isFiltered = (filters: Filters): boolean =>
  filters.text !== '' || FACETS.some((facet) => filters[facet].length > 0);

/** The filters with a value of a facet added or taken away. */
export function withValue(filters: Filters, facet: Facet, value: string, on: boolean): Filters {
  const others = filters[facet].filter((kept) => kept !== value);
  return { ...filters, [facet]: on ? [...others, value] : others };
}

const MAX_TEXT = 100; // characters; the server takes no more

/** The filters of an address; a parameter that is not there keeps all. */
export function filtersIn(query: URLSearchParams): Filters {
  const lists = FACETS.map((facet) => [facet, [...new Set((query.get(facet) ?? '').split(',').filter(Boolean))]]);
  return { ...noFilters(), ...Object.fromEntries(lists), text: (query.get('q') ?? '').slice(0, MAX_TEXT) };
}

/** Name and value of each filter that is set, as parameters of an address or a request. */
export function filterParameters(filters: Filters): [name: string, value: string][] {
  const lists = FACETS.filter((facet) => filters[facet].length).map((facet): [string, string] => [facet, [...filters[facet]].sort().join(',')]);
  return filters.text ? [...lists, ['q', filters.text]] : lists;
}
