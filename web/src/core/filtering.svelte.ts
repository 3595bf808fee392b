// The filters of the view at work: the ids they keep, and what they need fetched when first used.
import { fetchMemberships, fetchSummaries, type Memberships, type Summaries, type TimelineFeature } from './api';
import { toIso, type Day } from './day';
import { needsMemberships, needsSummaries, passes, turnsOnDay, type Known } from './filtering';
import { isFiltered } from './filters';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';

/** What is fetched when it is first needed, once for each day of knowledge. */
class Needed<T> {
  value = $state.raw<T | null>(null);
  #asked: { asOf: Day | null; arrival: Promise<void> } | null = null;
  readonly #fetch: (asOf: string | null) => Promise<T>;

  constructor(fetch: (asOf: string | null) => Promise<T>) {
    this.#fetch = fetch;
  }

  /** Resolves when it is here; a failure is shown as one of the whole. */
  need(): Promise<void> {
    const asOf = view.asOf;
    if (this.#asked && this.#asked.asOf === asOf) return this.#asked.arrival;
    const asked = (this.#asked = { asOf, arrival: Promise.resolve() });
    asked.arrival = this.#arrive(asked);
    return asked.arrival;
  }

  async #arrive(asked: { asOf: Day | null }): Promise<void> {
    try {
      const value = await this.#fetch(asked.asOf === null ? null : toIso(asked.asOf));
      if (this.#asked === asked) this.value = value;
    } catch (problem) {
      if (this.#asked !== asked) return; // of a day of knowledge that nobody asks for any more
      this.#asked = null;
      this.value = null;
      loaded.fail(problem);
    }
  }
}

class Filtering {
  readonly #summaries = new Needed<Summaries>(fetchSummaries);
  readonly #memberships = new Needed<Memberships>(fetchMemberships);

  get summaries(): Summaries | null {
    return this.#summaries.value;
  }

  get memberships(): Memberships | null {
    return this.#memberships.value;
  }

  readonly #onAnyDay = $derived({
    summaries: this.summaries?.features ?? {},
    memberships: this.memberships?.memberships ?? [],
  });
  readonly known = $derived<Known>({ ...this.#onAnyDay, day: view.told });
  /** There is a filter, and what it needs has come. */
  readonly #ready = $derived(isFiltered(view.filters)
    && (!needsSummaries(view.filters) || this.summaries !== null) && (!needsMemberships(view.filters) || this.memberships !== null));
  /** What is kept, where that is the same on every day. */
  readonly #always = $derived(turnsOnDay(view.filters) ? null : this.#passing(0));
  /** Ids that the filters keep on the day of the view; null: all. */
  readonly only = $derived(this.keptOn(view.day));

  /** Ids that the filters keep on a day; null: all, as there is no filter or what it needs has not come. */
  keptOn(day: Day): ReadonlySet<string> | null {
    return turnsOnDay(view.filters) ? this.#passing(day) : this.#always;
  }

  #passing(day: Day): ReadonlySet<string> | null {
    if (!this.#ready) return null;
    return new Set((loaded.timeline?.features ?? []).filter((feature) => this.keeps(feature, day)).map(({ id }) => id));
  }

  /** Whether the filters keep one feature on a day. */
  keeps(feature: TimelineFeature, day: Day): boolean {
    return !this.#ready || passes(feature, view.filters, { ...this.#onAnyDay, day });
  }

  /** Fetches the summaries of what is known on `view.asOf`; resolves when they are here. */
  needSummaries(): Promise<void> {
    return this.#summaries.need();
  }

  /** The same for who belonged to what. */
  needMemberships(): Promise<void> {
    return this.#memberships.need();
  }
}

export const filtering = new Filtering();

/** Fetches what the filters of the view and the organisation on the map need, as they change; call while a component is set up. */
export function keepFilters(): void {
  $effect(() => {
    if (needsSummaries(view.filters)) void filtering.needSummaries();
    if (needsMemberships(view.filters) || view.organisation) void filtering.needMemberships();
  });
}
