// The comparison of the view: its two days, which of them the time bar moves, and what changed between them.
import { changesBetween, grouped, type Side } from './changes';
import { counting } from './counting.svelte';
import type { Day } from './day';
import { filtering } from './filtering.svelte';
import { loaded } from './loaded.svelte';
import { view, type Letter } from './view.svelte';

class Comparing {
  /** On a phone: the sheet with the list is open. */
  listOpen = $state(true);

  /** Day and rules of the second map. */
  readonly other = $derived<Side>(this.#on(view.versus ?? view.day));
  readonly #sides = $derived<[Side, Side]>([{ day: view.day, rules: counting.mapRules }, this.other]);
  /** The two in the order of time: what changed is told from the earlier to the later. */
  readonly inTime = $derived(this.#sides[1].day < this.#sides[0].day ? ([this.#sides[1], this.#sides[0]] as const) : this.#sides);
  readonly from = $derived(this.inTime[0].day);
  readonly to = $derived(this.inTime[1].day);
  /** What each map on the screen shows, in the order of time: the two of a comparison, else the one of the view. */
  readonly shown = $derived<readonly Side[]>(view.mode === 'compare' ? this.inTime : [this.#sides[0]]);
  readonly changes = $derived(changesBetween(loaded.timeline?.features ?? [], ...this.inTime));
  readonly groups = $derived(grouped(this.changes, filtering.summaries?.features ?? {}));
  /** Ids of what is not as it was. */
  readonly changed = $derived(this.changes.filter(({ kind }) => kind !== 'unchanged').map(({ feature }) => feature.id));

  dayOf(side: Letter): Day {
    return side === 'A' ? view.day : this.other.day;
  }

  setDay(side: Letter, day: Day): void {
    if (side === 'A') view.setDay(day);
    else view.versus = day;
  }

  #on(day: Day): Side {
    return { day, rules: { ...counting.mapRules, only: filtering.keptOn(day) } };
  }
}

export const comparing = new Comparing();
