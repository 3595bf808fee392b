// Asks for names as they are typed: after a pause, the newest question wins.
import { search, type Hit, type Hits } from './api';
import { failure, type Failure } from './failure';
import { filtering } from './filtering.svelte';
import { onFiles } from './host';
import { loaded } from './loaded.svelte';
import { openFeature } from './open';
import { view } from './view.svelte';

const PAUSE = 150; // ms of stillness before a question is sent
const LIMIT = 8;
const NEAR = 7; // zoom at which a place is shown with its surroundings

export class Finder {
  hits = $state.raw<Hit[]>([]);
  suggestion = $state<string | null>(null);
  problem = $state.raw<Failure | null>(null);
  /** The question the results answer; '' before the first. */
  answered = $state('');

  /** Asks after a pause; gives the undo. */
  ask(query: string): () => void {
    const call = new AbortController();
    const timer = setTimeout(() => void this.#send(query, call.signal), query ? PAUSE : 0);
    return () => {
      clearTimeout(timer);
      call.abort();
    };
  }

  async #send(query: string, signal: AbortSignal): Promise<void> {
    if (!query) return this.#take('', [], null, null);
    try {
      const { hits, suggestion } = await answer(query, signal);
      this.#take(query, hits, suggestion, null);
    } catch (error) {
      if (!signal.aborted) this.#take(query, [], null, failure(error));
    }
  }

  #take(answered: string, hits: Hit[], suggestion: string | null, problem: Failure | null): void {
    Object.assign(this, { answered, hits, suggestion, problem });
  }
}

/** The server knows more names than the page: those of places. */
async function answer(query: string, signal: AbortSignal): Promise<Hits> {
  if (!onFiles) return search(query, LIMIT, signal);
  const [{ find }] = await Promise.all([import('./finding'), filtering.needSummaries()]);
  const hits = find(loaded.timeline?.features ?? [], filtering.known.summaries, query, LIMIT);
  return { hits, suggestion: null };
}

/** Shows what was found: a feature is opened, a place flown to. */
export function choose(hit: Hit): void {
  view.query = '';
  if (hit.kind === 'feature') openFeature(hit.id);
  else if (hit.lon !== undefined && hit.lat !== undefined) view.fly({ lon: hit.lon, lat: hit.lat, zoom: NEAR });
}
