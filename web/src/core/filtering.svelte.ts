// The filters of the view at work: the ids they keep, and what they need fetched when first used.
import { fetchMemberships, fetchSummaries, type Memberships, type Summaries, type TimelineFeature } from './api';
import { toIso, type Day } from './day';
import { needsMemberships, needsSummaries, passes, turnsOnDay, type Known } from './filtering';
import { isFiltered } from './filters';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';

class Filtering {
  summaries = $state.raw<Summaries | null>(null);
  memberships = $state.raw<Memberships | null>(null);

  readonly #onAnyDay = $derived({
    summaries: this.summaries?.features ?? {},
    memberships: this.memberships?.memberships ?? [],
  });
  readonly known = $derived<Known>({ ...this.#onAnyDay, day: view.day });
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
