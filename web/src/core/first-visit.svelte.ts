// The first visit: a hint that goes away for good, by its button or by the first use of the atlas.
import { onFiles } from './host';
import { keep, kept } from './kept';
import { view } from './view.svelte';

const KEY = 'steppe-hint';
const GONE = 'gone';

class FirstVisit {
  /** A browser that keeps nothing shows the hint on each visit. */
  #gone = $state(kept(KEY) === GONE);
  /** Nobody who follows a link to something wants to be told where to begin. */
  readonly #led = location.search !== '' || (!onFiles && location.pathname !== '/');
  readonly hint = $derived(!this.#gone && !this.#led && view.drawn);

  end(): void {
    if (this.#gone) return;
    this.#gone = true;
    keep(KEY, GONE);
  }
}

export const firstVisit = new FirstVisit();

/** Ends the first visit when the day moves, something is opened or a panel is; call while a component is set up. */
export function keepFirstVisit(): void {
  let first: string | null = null;
  $effect(() => {
    if (!view.ready) return;
    const now = [view.day, view.selected, view.mode, view.guide, view.storiesOpen, view.playing].join();
    first ??= now;
    if (now !== first) firstVisit.end();
  });
}
