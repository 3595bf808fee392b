// The organisation whose countries are filled: who stands with it on the day, and what it is called.
import { filtering } from './filtering.svelte';
import { listed } from './joining';
import { loaded } from './loaded.svelte';
import { countsOf, standingsAt } from './organisations';
import { view } from './view.svelte';
import { hasWords, nameIn, t } from './words';

class Organising {
  /** Rows of the day; none while they have not come. */
  readonly standings = $derived(view.organisation && filtering.memberships
    ? standingsAt(filtering.memberships.memberships, view.organisation, view.day)
    : []);
  readonly counts = $derived(countsOf(this.standings));
  /** `SCO on this day: 8 members, 4 observers`; empty where no organisation is chosen. */
  readonly sentence = $derived.by(() => {
    if (!view.organisation || !filtering.memberships) return '';
    const parts = this.counts.map(({ rank, count }) => t(`time.ranks.${rank}`, { count }));
    return t('time.organisation', { name: organisationName(view.organisation), parts: listed(parts) || t('time.noMembers') });
  });
}

export const organising = new Organising();

/** `SCO`; where no short name is usual, the whole one. */
export function organisationName(id: string): string {
  const key = `layers.organisation.${id}`;
  if (hasWords(key)) return t(key);
  const found = loaded.atlas?.organisations.find((organisation) => organisation.id === id);
  return found ? nameIn(found.name, view.lang) : id;
}
