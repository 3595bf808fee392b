// What has been fetched: the vocabulary and the timeline, or the problem that kept them away.
import { fetchAtlas, fetchTimeline, Problem, type Atlas, type Timeline, type TimelineFeature } from './api';
import type { LayerEntry, CategoryEntry, StatusEntry } from './api';
import { toIso, type Day } from './day';

export class Loaded {
  // Raw: hundreds of features that never change in place need no deep watching.
  atlas = $state.raw<Atlas | null>(null);
  timeline = $state.raw<Timeline | null>(null);
  /** Set while the last fetch failed; what was there before stays. */
  problem = $state.raw<Problem | null>(null);
  waiting = $state(false);

  readonly byId = $derived(new Map((this.timeline?.features ?? []).map((f) => [f.id, f] as const)));
  readonly layers = $derived(new Map((this.atlas?.layers ?? []).map((l) => [l.id, l] as const)));
  readonly categories = $derived(
    new Map((this.atlas?.layers ?? []).flatMap((l) => l.categories.map((c) => [c.id, c] as const))),
  );
  /** Categories with anything on record: the vocabulary may have many more. */
  readonly used = $derived(new Set((this.timeline?.features ?? []).map(({ category }) => category)));
  readonly statuses = $derived(new Map((this.atlas?.statuses ?? []).map((s) => [s.id as string, s] as const)));
  /** Layers whose features are events, not things with a life. */
  readonly eventLayers = $derived(
    new Set((this.atlas?.layers ?? []).filter((l) => l.events).map((l) => l.id)),
  );
  /** Whether the heights of the ground are there. */
  readonly terrain = $derived((this.atlas?.archives ?? []).some(({ stem, kind }) => stem === 'terrain' && kind === 'dem'));
  /** Maps of the data folder that the style does not draw by itself. */
  readonly maps = $derived((this.atlas?.archives ?? []).filter((archive) => !archive.in_style));
  /** The language the records are written in. */
  readonly language = $derived(this.atlas?.languages[0] ?? 'en');
  readonly today = $derived(this.atlas?.today ?? 0);
  /** The day up to which it is known what came: that of `as-of`, else today. What follows rests on plans. */
  readonly known = $derived(this.timeline?.known ?? this.today);

  #asked = 0;

  /** Fetches the vocabulary once and the timeline as known on `asOf` (null: today). */
  async load(asOf: Day | null): Promise<void> {
    const turn = ++this.#asked; // a later call wins over a slower earlier one
    this.waiting = true;
    try {
      // The vocabulary counts from the moment it is here: the map starts its worker meanwhile.
      const vocabulary = this.atlas ?? fetchAtlas().then((atlas) => (this.atlas ??= atlas));
      const timeline = fetchTimeline(asOf === null ? null : toIso(asOf));
      await Promise.all([vocabulary, timeline]);
      if (turn !== this.#asked) return;
      this.timeline = await timeline;
      this.problem = null;
    } catch (error) {
      if (turn === this.#asked) this.fail(error);
    } finally {
      if (turn === this.#asked) this.waiting = false;
    }
  }

  /** Keeps what went wrong, so that it is shown. */
  fail(error: unknown): void {
    this.problem = error instanceof Problem ? error : new Problem(0, 'Failed', String(error), '');
  }

  feature(id: string): TimelineFeature | undefined {
    return this.byId.get(id);
  }
  layer(id: string): LayerEntry | undefined {
    return this.layers.get(id);
  }
  category(id: string): CategoryEntry | undefined {
    return this.categories.get(id);
  }
  status(id: string): StatusEntry | undefined {
    return this.statuses.get(id);
  }
}

export const loaded = new Loaded();
