// Keeps a map in step with the view: style and theme, its own day, switches, language, selection, knowledge.
import type { StyleSpecification } from 'maplibre-gl';
import { untrack } from 'svelte';
import { fetchStyle, Problem } from '../core/api';
import { boundaries, crosses, shownAt, type Rules } from '../core/counts';
import type { Day } from '../core/day';
import { loaded } from '../core/loaded.svelte';
import { view } from '../core/view.svelte';
import { t } from '../core/words';
import type { CalmMap } from './calm';
import { routeClicks } from './clicks';
import { createMap, type Opening } from './create';
import { Ground, withGround } from './ground';
import { begin, busy, forget, markIdle, soon } from './idle';
import { listen } from './listen';
import { withMarked } from './marked';
import { withNamesFor } from './names';
import { scene } from './points';
import { pointFeatures, sightOf, withScene } from './scene';
import { withTiles } from './sources';
import { Stages } from './stages';
import { asKnownOn, clickableIn, currentState, knowOn, listOf, withMarks } from './state';

/** What a map shows that another beside it may not. */
export interface Told {
  readonly day: Day;
  readonly rules: Rules;
}

/** What the owner of a map wants to hear. */
export interface Heard {
  /** Ground and features are on the screen. */
  stands: () => void;
  /** All that was asked for is drawn. */
  rests?: () => void;
}

interface Served { shade: 'light' | 'dark'; asOf: Day | null; style: StyleSpecification }

/** A map that follows the view; make it while a component is set up. */
export class Following {
  map = $state.raw<CalmMap | null>(null);
  /** A style is in place and takes changes. */
  ready = $state(false);
  #styles = $state(0);
  /** Counts the styles put in place, for what hangs on the style; 0 while there is none. */
  readonly styled = $derived(this.ready ? this.#styles : 0);
  #served = $state.raw<Served | null>(null);
  #clickable: string[] = [];
  #stages: Stages | null = null;
  /** The day of knowledge of the tiles in place. */
  #tilesOf: Day | null = null;
  #ground: Ground | null = null;
  readonly #turns: Day[];
  readonly running = $derived(view.playing || view.dragging);
  #last: Day | null = null;
  /** The day that the style in place has. */
  #drawnDay: Day | null = null;
  /** The day on the map: that which is told, but for steps over no boundary while time runs. */
  readonly day = $derived.by(() => {
    const { day } = this.told;
    const same = this.#last !== null && this.running && !crosses(this.#turns, this.#last, day);
    return same ? this.#last! : (this.#last = day);
  });
  /** Nothing of the map can be seen: on a phone the table lies over all of it. */
  readonly #covered = $derived(view.phone && view.mode === 'table');

  constructor(readonly told: Told) {
    this.#turns = $derived(boundaries(loaded.timeline?.features ?? [], told.rules));
    $effect(() => this.#fetch(view.shade));
    // The style of the theme, with the state of the view in it, so that nothing is laid out twice.
    $effect(() => {
      const [made, served] = [this.map, this.#served];
      if (made && served && view.ready) untrack(() => this.#putStyle(made, served));
    });
    // Another day of knowledge has other tiles; style and worker stay.
    $effect(() => {
      const asOf = view.asOf;
      if (!this.map || !this.ready || asOf === this.#tilesOf) return;
      this.#tilesOf = asOf;
      knowOn(this.map, asOf);
    });
    $effect(() => {
      const [made, { day }] = [this.map, this];
      if (!made || !this.styled || this.#covered || day === this.#drawnDay) return;
      return soon(made, () => {
        this.#drawnDay = day;
        made.setGlobalStateProperty('day', day);
        this.#ground?.move(day);
      });
    });
    this.#keepState();
  }

  /** Ids of the layers that a click means; none while a style is on its way. */
  readonly clickable = (): string[] => (this.ready ? this.#clickable : []);

  /** Makes the map and gives its undo. Throws where the browser has no WebGL. */
  make(container: HTMLElement, opening: Opening, heard: Heard): () => void {
    const made = createMap(container, opening, () => {
      if (this.ready && stages.over) markIdle(made);
    });
    begin(made);
    this.map = made;
    const stages = (this.#stages = new Stages(made, heard.stands));
    const ground = (this.#ground = new Ground(made));
    const undo = [
      listen(made, 'idle', () => {
        if (!this.ready || !stages.whole()) return;
        markIdle(made);
        heard.rests?.();
      }),
      stages.follow(),
      ground.follow(),
      listen(made, 'error', ({ error }) => {
        const { status = 0, url = '' } = error as { status?: number; url?: string };
        view.mapProblem = new Problem(status, t('map.failed'), error.message, url);
      }),
      routeClicks(made, {
        layers: () => (this.ready ? withMarks(made, this.#clickable) : []),
        shown: (feature) => shownAt(feature, this.told.day, this.told.rules),
      }),
    ];
    return () => {
      for (const off of undo) off();
      this.map = null;
      made.remove();
      forget(made);
    };
  }

  #fetch(shade: 'light' | 'dark'): () => void {
    void view.mapTurn; // asked for again
    let current = true;
    const { asOf } = untrack(() => view);
    fetchStyle(shade).then((fetched) => withTiles(asKnownOn(fetched as unknown as StyleSpecification, asOf))).then(
      (style) => current && (this.#served = { shade, asOf, style }),
      (problem) => current && (view.mapProblem = problem),
    );
    return () => {
      current = false;
    };
  }

  #putStyle(made: CalmMap, { shade, asOf, style }: Served): void {
    this.#tilesOf = asOf;
    this.#drawnDay = this.day;
    const { rules } = this.told;
    const ground = withGround(style);
    this.#ground!.lie(ground, this.day);
    const drawn = withScene(made, ground, shade, scene(pointFeatures(), this.day, rules, sightOf(made)));
    const full = withMarked(withNamesFor(drawn, made.getZoom()));
    this.#clickable = clickableIn(style);
    this.ready = false;
    const done = busy(made);
    made.setStyle({ ...this.#stages!.next(full), state: currentState(style.state, this) }, { diff: false });
    made.once('style.load', () => {
      this.ready = true;
      this.#styles += 1;
      done();
    });
  }

  /** Everything else of the state changes one property each. */
  #keepState(): void {
    const put = (name: string, value: () => unknown) => {
      $effect(() => {
        const now = value();
        if (this.map && this.styled) this.map.setGlobalStateProperty(name, now);
      });
    };
    put('statuses', () => listOf(view.statuses));
    put('categories', () => listOf(view.categories));
    put('selected', () => view.selected);
    put('lang', () => view.lang);
    put('since', () => this.told.rules.since);
    put('only', () => this.told.rules.only && listOf(this.told.rules.only));
    // A mark lays tiles out anew, so the pointer has to rest a moment before its feature gets one.
    $effect(() => {
      const [made, id] = [this.map, view.hovered];
      if (!made || !this.ready || this.running || this.#covered) return;
      const timer = setTimeout(() => made.setGlobalStateProperty('hovered', id), id ? 90 : 0);
      return () => clearTimeout(timer);
    });
  }
}
