// Plan against outcome for the view as it stands, read by the marks on the map and by their legend.
import { counting } from './counting.svelte';
import { filtering } from './filtering.svelte';
import { judge, type Judgement } from './judged';
import { loaded } from './loaded.svelte';
import { isPromised } from './promised';
import { view } from './view.svelte';

class Judging {
  /** Null until the promises are here. */
  readonly now = $derived<Judgement | null>(
    filtering.summaries && judge(loaded.timeline?.features ?? [], view.day, counting.rules, filtering.summaries),
  );
  /** Ids of all features with a plan on record, shown or not. */
  readonly promised = $derived(
    filtering.summaries && Object.entries(filtering.summaries.features).flatMap(([id, summary]) => (isPromised(summary) ? [id] : [])),
  );
}

export const judging = new Judging();

/** Fetches the promises, anew with each day of knowledge; call while a component is set up. */
export function keepJudged(): void {
  $effect(() => {
    void loaded.timeline; // fetched again, perhaps after a failure
    void filtering.needSummaries();
  });
}
