// The words of the filters: they come with them, not with the first map. And what a value is called.
import './record-words';
import filters from '../words/en.filters.json';
import { filtering } from './filtering.svelte';
import type { Facet } from './filters';
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

/** What an actor does anywhere in the atlas, in words: `Owner, operator`. */
export function rolesOf(actor: string): string {
  const roles = (filtering.summaries?.actors[actor]?.roles ?? []).map((role) => `feature.actors.${role.split(/\W/, 1)[0]}`);
  const words = [...new Set(roles)].filter(hasWords).map((key) => t(key));
  return words.map((word, index) => (index ? word.toLowerCase() : word)).join(', ');
}
