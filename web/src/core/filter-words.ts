// The words of the filters: they come with them, not with the first map. And what a value is called.
import filters from '../words/en.filters.json';
import { filtering } from './filtering.svelte';
import type { Facet } from './filters';
import { listed } from './joining';
import { organisationName } from './organising.svelte';
import { addWords, countryName, hasWords, t } from './words';

addWords(filters);

/** What a reader calls a value of a facet; a value that nobody knows stands for itself. */
export function valueName(facet: Facet, value: string): string {
  switch (facet) {
    case 'country': return /^[A-Z]{2}$/.test(value) ? countryName(value) : value;
    case 'actor': return filtering.summaries?.actors[value]?.name ?? value;
    case 'member': return t('filters.members', { name: organisationName(value) });
    default: {
      const key = `filters.value.${facet}.${value}`;
      return hasWords(key) ? t(key) : value;
    }
  }
}

/** What an actor does anywhere in the atlas, in words: `owner, lender`. */
export function rolesOf(actor: string): string {
  const keys = (filtering.summaries?.actors[actor]?.roles ?? []).map((role) => `filters.role.${role}`);
  return listed([...new Set(keys.filter(hasWords).map((key) => t(key)))]);
}
