// The counts of the day that is told of, each worked out once and read by every panel.
import { yearsWith } from './axis';
import { changedIn } from './changes';
import { countAt, eventsOf, firstDay, histogram, type Rules } from './counts';
import { yearOf, type Day } from './day';
import { filtering } from './filtering.svelte';
import { loaded } from './loaded.svelte';
import { switching } from './switching.svelte';
import { view } from './view.svelte';

class Counting {
  readonly #features = $derived(loaded.timeline?.features ?? []);
  /** The rules of one day: what a range adds does not change a year. */
  readonly #daily = $derived({
    statuses: view.statuses,
    categories: view.categories,
    ended: new Set((loaded.atlas?.statuses ?? []).filter((s) => s.ended).map((s) => s.id)),
    eventLayers: loaded.eventLayers,
    eventDays: loaded.atlas?.event_days ?? 365,
    since: null,
  });
  /** The rules of the map, of a comparison those of its first; and those of the day that is told of. */
  readonly mapRules = $derived<Rules>({ ...this.#daily, since: view.since, only: filtering.only });
  readonly rules = $derived<Rules>(view.told === view.day ? this.mapRules : { ...this.mapRules, only: filtering.keptOn(view.told) });
  readonly #rulesOn = (day: Day): Rules => ({ ...this.#daily, only: filtering.keptOn(day) });
  readonly year = $derived(yearOf(view.told));
  readonly counts = $derived(countAt(this.#features, view.told, this.rules));
  /** What `counts.total` would be without filters and with nothing switched off; null where nothing is hidden so. */
  readonly ofTotal = $derived(filtering.only === null && !switching.hides ? null : countAt(this.#features, view.told, {
    ...this.rules,
    statuses: new Set([...view.statuses, ...switching.off]),
    categories: new Set(loaded.categories.keys()),
    only: null,
  }).total);
  readonly changed = $derived(changedIn(this.#features, this.year, loaded.known, this.#rulesOn));
  /** The day lies beyond what is known: what stands on it rests on plans, or stays as it is. */
  readonly ahead = $derived(view.told > loaded.known);
  readonly firstDay = $derived(firstDay(this.#features));
  /** Every day that has a mark on the axis. */
  readonly #marked = $derived([view.day, view.since, view.mode === 'compare' ? view.versus : null].filter((day) => day !== null));
  readonly #years = $derived(yearsWith(this.#marked, {
    usual: loaded.atlas?.axis ?? [1980, 2045], first: this.firstDay, whole: view.wholeAxis,
  }));
  #shown: [number, number] = [0, 0];
  /** First and last year of the axis. It stays while the slider is held, or it would move away under the pointer. */
  readonly axis = $derived.by(() => {
    const years = this.#years;
    // The same two years are the same axis: what is drawn along it stays.
    if (!view.dragging && years.join() !== this.#shown.join()) this.#shown = years;
    return this.#shown;
  });
  /** Kilometres of line once their lengths are here, as long as they are asked for; else features. */
  readonly lengths = $derived(view.bars === 'length' ? filtering.summaries?.features ?? null : null);
  readonly years = $derived.by(() => {
    const lengths = this.lengths;
    return histogram(this.#features, this.axis, this.#rulesOn, lengths ? ({ id }) => lengths[id]?.length_km ?? 0 : undefined);
  });
  /** The ticks of the axis: each event as the filters judge it on its own day. */
  readonly events = $derived(eventsOf(this.#features, { ...this.#daily, only: null })
    .filter(({ id, day }) => filtering.keeps(loaded.feature(id)!, day)));

  /** Features of a layer on the day: of its categories that are on; of all where none is, as if it were. */
  inLayer(categories: { id: string }[]): number {
    const on = categories.filter(({ id }) => view.categories.has(id));
    return (on.length ? on : categories).reduce((sum, { id }) => sum + (this.counts.byCategory.get(id) ?? 0), 0);
  }
}

export const counting = new Counting();
