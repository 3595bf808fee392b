// View: the one state of what the reader looks at. Panels and map read it; the address mirrors it.
import { MediaQuery, SvelteSet } from 'svelte/reactivity';
import type { Atlas, Problem } from './api';
import type { Day, Unit } from './day';
import { noFilters, type Filters } from './filters';
import { embedded } from './host';
import { loaded } from './loaded.svelte';
import { SCREENS } from './screens';

export interface Camera { lon: number; lat: number; zoom: number }
/** West, south, east, north, in degrees. */
export type Box = [number, number, number, number];
/** Where the map should go next: to where it opened, a box or a point. */
export type Goal =
  | 'opening'
  | { bbox: Box }
  /** `exact`: into the very middle of the map, whatever the cards cover. */
  | { lon: number; lat: number; zoom?: number; exact?: boolean };
/** What fills the window: the map, the table of what is on it, or two days beside each other. */
export type Mode = 'map' | 'table' | 'compare';
/** Of a comparison: `A` is the day of the view, on the left; `B` the other one. */
export type Letter = 'A' | 'B';
export type ThemeChoice = 'system' | 'light' | 'dark';
/** The date was moved so that a feature opened by a link can be seen. */
export interface Moved { id: string; from: Day; to: Day; reason: 'ended' | 'not yet' }

export class View {
  /** The vocabulary has come and the address has been read: the view means something. */
  ready = $state(false);
  day = $state<Day>(0);
  /** Only what was known on this day; null: all that is known today. */
  asOf = $state<Day | null>(null);
  mode = $state<Mode>('map');
  /** First day of a range that ends with `day`; null: one day. */
  since = $state<Day | null>(null);
  /** The other day of a comparison; the map shows it on the right. */
  versus = $state<Day | null>(null);
  /** The day of a comparison that is moved. */
  side = $state<Letter>('A');
  /** The day that is told of: of a comparison that of its side. */
  readonly told = $derived(this.mode === 'compare' && this.side === 'B' ? (this.versus ?? this.day) : this.day);
  /** Two maps side by side, not one over the other. */
  sideBySide = $state(false);
  /** What features must have to be shown, beyond the switches of the card. */
  filters = $state.raw<Filters>(noFilters());
  /** Id of the organisation whose countries are filled, or ''. */
  organisation = $state('');
  /** Plans are held against outcomes on the map. */
  outcomes = $state(false);
  /** Id of the story that is told, or '', and its step, from 0. */
  story = $state('');
  step = $state(0);
  /** The list of stories is open. */
  storiesOpen = $state(false);
  /** "How to read this map" is open. */
  guide = $state(false);
  /** The version of the data that a link was cited with, or ''. */
  cited = $state('');
  /** Ids of the statuses and categories switched on. */
  readonly statuses = new SvelteSet<string>();
  readonly categories = new SvelteSet<string>();
  /** Stems of the maps of the data folder that are switched on. */
  readonly maps = new SvelteSet<string>();
  /** Feature ids, or ''. */
  selected = $state('');
  hovered = $state('');
  /** A place along the selected line that is read in its profile: longitude and latitude. */
  reading = $state.raw<[number, number] | null>(null);
  /** The text in the search field. */
  query = $state('');
  theme = $state<ThemeChoice>('system');
  /** Language of the interface and of names on the map. */
  lang = $state('en');
  /** Where the map was moved to; null while it shows what it opened with. */
  camera = $state.raw<Camera | null>(null);
  /** What of the world the map shows, whatever its size and tilt; null where there is no map. */
  seen = $state.raw<Box | null>(null);
  /** The map is seen from aslant, with the heights of the ground. */
  tilted = $state(false);
  /** Set each time the map should move; the map takes it and leaves none. */
  goal = $state.raw<Goal | null>(null);
  playing = $state(false);
  /** The slider is held: the day changes with every move of it. */
  dragging = $state(false);
  unit = $state<Unit>('year');
  /** Steps a second while playing. */
  speed = $state(2);
  /** While playing, what stood stays: the range grows from its first day on. */
  addUp = $state(false);
  /** What the bars of the years measure: features, or the length of lines. */
  bars = $state<'count' | 'length'>('count');
  /** The time axis reaches back to the first record. */
  wholeAxis = $state(false);
  moved = $state.raw<Moved | null>(null);
  /** Ground and features stand on the map; names and panels follow. */
  stands = $state(false);
  /** The map has been drawn once, whole. */
  drawn = $state(false);
  /** Why the map cannot draw all: no WebGL, or tiles or style that did not arrive. */
  mapProblem = $state.raw<'webgl' | Problem | null>(null);
  /** Counts the wishes to try the map again. */
  mapTurn = $state(0);
  /** Whether the system asks for dark; only of weight while the theme is 'system'. */
  systemDark = $state(false);
  readonly #phone = new MediaQuery(SCREENS['--phone']);
  readonly #turned = new MediaQuery(SCREENS['--turned']);
  /** On a phone: the sheet with the layers is open. */
  layersOpen = $state(false);

  /** Something stands in the panel at the right, on a phone in the sheet; a page of somebody else has no panel. */
  readonly readerOpen = $derived(!embedded && (loaded.feature(this.selected) !== undefined || this.story !== '' || this.storiesOpen));
  /** The same, or the list of what changed between two days. */
  readonly panelOpen = $derived(this.readerOpen || (!embedded && this.mode === 'compare'));

  /** A small window: sheets, one-line time. */
  get phone(): boolean {
    return this.#phone.current;
  }
  /** One that is low and wide. */
  get turned(): boolean {
    return this.#turned.current;
  }

  readonly shade = $derived<'light' | 'dark'>(
    this.theme === 'system' ? (this.systemDark ? 'dark' : 'light') : this.theme,
  );

  /** Everything on but what has ended; where an atlas view starts from. */
  resetFilters(atlas: Atlas): void {
    this.statuses.clear();
    this.categories.clear();
    for (const status of atlas.statuses) if (!status.ended) this.statuses.add(status.id);
    for (const layer of atlas.layers) for (const { id } of layer.categories) this.categories.add(id);
    this.filters = noFilters();
  }

  setAll(set: SvelteSet<string>, ids: Iterable<string>, on: boolean): void {
    for (const id of ids) {
      if (on) set.add(id);
      else set.delete(id);
    }
  }

  /** Moves to a day; a range moves along, with its length. */
  setDay(day: Day): void {
    if (this.since !== null) this.since += day - this.day;
    this.day = day;
    this.moved = null;
  }

  fly(goal: Goal): void {
    this.goal = goal;
  }

  retryMap(): void {
    this.mapProblem = null;
    this.mapTurn += 1;
  }
}

export const view = new View();
