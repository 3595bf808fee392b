// The words of the organisations, and the short name of each.
import organisations from '../words/en.organisations.json';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';
import { addWords, hasWords, nameIn, t } from './words';

addWords(organisations);

/** `SCO`; where no short name is usual, the whole one. */
export function organisationName(id: string): string {
  const key = `organisations.short.${id}`;
  if (hasWords(key)) return t(key);
  const found = loaded.atlas?.organisations.find((organisation) => organisation.id === id);
  return found ? nameIn(found.name, view.lang) : id;
}
