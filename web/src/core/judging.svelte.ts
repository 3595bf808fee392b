// Plan against outcome for what a map shows, read by the marks on it and by their legend.
import type { Side } from './changes';
import { filtering } from './filtering.svelte';
import { judge, type Judgement } from './judged';
import { loaded } from './loaded.svelte';
import { isPromised } from './promised';

class Judging {
  /** Ids of all features with a plan on record, shown or not. */
  readonly promised = $derived(
    filtering.summaries && Object.entries(filtering.summaries.features).flatMap(([id, summary]) => (isPromised(summary) ? [id] : [])),
  );

  /** What a map of that day shows; null until the promises are here. */
  on({ day, rules }: Side): Judgement | null {
    return filtering.summaries && judge(loaded.timeline?.features ?? [], day, rules, filtering.summaries);
  }
}

export const judging = new Judging();

/**
 * Fetches the promises, anew with each day of knowledge, and hands on when they come; call while a component is
 * set up.
 */
export function keepJudged(coming: (arrival: Promise<void>) => unknown = () => undefined): void {
  $effect(() => {
    void loaded.timeline; // fetched again, perhaps after a failure
    void coming(filtering.needSummaries());
  });
}
