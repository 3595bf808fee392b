// The filters of the view at work: the ids they keep, and what they need fetched when first used.
import { fetchMemberships, fetchSummaries, type Memberships, type Summaries } from './api';
import { toIso, type Day } from './day';
import { needsMemberships, needsSummaries, passes, type Known } from './filtering';
import { isFiltered } from './filters';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';

class Filtering {
  summaries = $state.raw<Summaries | null>(null);
  memberships = $state.raw<Memberships | null>(null);

  readonly known = $derived<Known>({
    summaries: this.summaries?.features ?? {},
    memberships: this.memberships?.memberships ?? [],
    day: view.day,
  });
  /** Ids that the filters keep on the day of the view; null: all. */
  readonly only = $derived(this.keptOn(view.day));

  /** Ids that the filters keep on a day; null: all, as there is no filter or what it needs has not come. */
  keptOn(day: Day): ReadonlySet<string> | null {
    const filters = view.filters;
    if (!isFiltered(filters)) return null;
    if ((needsSummaries(filters) && !this.summaries) || (needsMemberships(filters) && !this.memberships)) return null;
    const features = loaded.timeline?.features ?? [];
    const known = { ...this.known, day };
    return new Set(features.filter((feature) => passes(feature, filters, known)).map(({ id }) => id));
  }

  #asked: { asOf: Day | null; arrival: Promise<void> } | null = null;

  /**
   * Fetches the summaries of what is known on `view.asOf`, once for each such day; resolves when they are here.
   * A failure is shown as one of the whole.
   */
  needSummaries(): Promise<void> {
    const asOf = view.asOf;
    if (this.#asked && this.#asked.asOf === asOf) return this.#asked.arrival;
    const asked = (this.#asked = { asOf, arrival: Promise.resolve() });
    asked.arrival = this.#fetchSummaries(asked);
    return asked.arrival;
  }

  async #fetchSummaries(asked: { asOf: Day | null }): Promise<void> {
    const { asOf } = asked;
    try {
      const summaries = await fetchSummaries(asOf === null ? null : toIso(asOf));
      if (this.#asked === asked) this.summaries = summaries;
    } catch (problem) {
      if (this.#asked !== asked) return; // of a day of knowledge that nobody asks for any more
      this.#asked = null;
      this.summaries = null;
      loaded.fail(problem);
    }
  }

  #membershipsAsked: { asOf: Day | null } | null = null;

  /** The same for who belonged to what. */
  async needMemberships(): Promise<void> {
    const asOf = view.asOf;
    if (this.#membershipsAsked && this.#membershipsAsked.asOf === asOf) return;
    const asked = (this.#membershipsAsked = { asOf });
    try {
      const memberships = await fetchMemberships(asOf === null ? null : toIso(asOf));
      if (this.#membershipsAsked === asked) this.memberships = memberships;
    } catch (problem) {
      if (this.#membershipsAsked !== asked) return;
      this.#membershipsAsked = null;
      this.memberships = null;
      loaded.fail(problem);
    }
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
