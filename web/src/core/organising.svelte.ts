// The organisation whose countries are filled: who stands with it on a day, and what it is called.
import type { Membership, Memberships } from './api';
import type { Day } from './day';
import { filtering } from './filtering.svelte';
import { listed, named } from './joining';
import { loaded } from './loaded.svelte';
import { countsOf, standingsAt } from './organisations';
import { view } from './view.svelte';
import { hasWords, nameIn, t } from './words';

class Organising {
  /** `SCO on this day: 8 members, 4 observers`; empty where no organisation is chosen. */
  readonly sentence = $derived(this.#chosen ? t('time.organisation', { name: this.name, parts: this.#parts(view.told) }) : '');

  get name(): string {
    return organisationName(view.organisation);
  }

  /** Rows of a day; none while they have not come. */
  on(day: Day): Membership[] {
    return this.#chosen ? standingsAt(this.#chosen.memberships, view.organisation, day) : [];
  }

  /** `SCO: 6 members → 8 members, 4 observers`; empty where no organisation is chosen. */
  between(from: Day, to: Day): string {
    return this.#chosen ? named(this.name, `${this.#parts(from)} → ${this.#parts(to)}`) : '';
  }

  get #chosen(): Memberships | null {
    return view.organisation ? filtering.memberships : null;
  }

  #parts(day: Day): string {
    const parts = countsOf(this.on(day)).map(({ standing, count }) => t(`time.ranks.${standing}`, { count }));
    return listed(parts) || t('time.noMembers');
  }
}

export const organising = new Organising();

/** `SCO`; where no short name is usual, the whole one. */
export function organisationName(id: string): string {
  const key = `layers.organisation.${id}`;
  if (hasWords(key)) return t(key);
  const found = loaded.atlas?.organisations.find((organisation) => organisation.id === id);
  return found ? nameIn(found.name, view.lang) : id;
}
