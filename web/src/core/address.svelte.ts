// Keeps the address of the page and the view in step: read at the start and on back and forward,
// written when the view changes.
import { tick } from 'svelte';
import { takePreloaded, type Atlas } from './api';
import type { Day } from './day';
import { embedded, onFiles } from './host';
import { loaded } from './loaded.svelte';
import { moveTo, select } from './open';
import { forgetRange } from './range.svelte';
import { switching } from './switching.svelte';
import { telling } from './telling.svelte';
import { formatAddress, parseAddress, type Address } from './url';
import { view } from './view.svelte';

const REST = 500; // ms without a change before a move in space or time is written: the browser takes 10 for it, which steps then lack

/** Files tell only what was known when they were written. */
function readAddress(): Address {
  const address = parseAddress(location.pathname, location.search);
  return onFiles ? { ...address, asOf: null } : address;
}

/** Loads what the address asks for and shows it; the start of the app. */
export async function start(): Promise<void> {
  const address = readAddress();
  takeLook(address);
  view.asOf = address.asOf;
  if (address.asOf !== null) void takePreloaded();
  await loaded.load(address.asOf);
  if (!loaded.atlas) return;
  takeFilters(loaded.atlas, address);
  view.day = address.day ?? loaded.today;
  takeChoices(address);
  view.ready = true;
  if (address.story) return tellAgain(address);
  const feature = select(address.selected);
  if (!feature) return;
  if (!address.camera) view.fly({ bbox: feature.bbox });
  // A link that names its day shows that day, also where the feature was not there yet or any more.
  if (address.day === null) moveTo(feature);
}

/** A story goes on in the view it was left in; a link that names only the step goes to its view. */
async function tellAgain({ selected, day, camera }: Address): Promise<void> {
  select(selected);
  if (day !== null || camera) return;
  await telling.load();
  telling.show();
}

/** What needs no vocabulary: it can be drawn before anything has arrived. */
function takeLook(address: Address): void {
  view.lang = address.lang ?? 'en';
  view.camera = address.camera;
  view.tilted = address.tilted;
}

function takeFilters(atlas: Atlas, { on, off, maps, filters }: Address): void {
  view.resetFilters(atlas);
  view.setAll(view.maps, [...view.maps], false);
  view.setAll(view.maps, loaded.maps.map(({ stem }) => stem).filter((stem) => maps.includes(stem)), true);
  for (const id of on) if (loaded.status(id)) view.statuses.add(id);
  for (const id of off) {
    view.statuses.delete(id);
    view.categories.delete(id);
  }
  view.filters = filters;
}

/** What fills the window, and what is told on it. A comparison without its other day is the map. */
function takeChoices(address: Address): void {
  view.versus = address.versus;
  view.mode = address.mode === 'compare' && address.versus === null ? 'map' : address.mode;
  const ranges = address.since !== null && address.since <= view.day && view.mode !== 'compare';
  view.since = ranges ? address.since : null;
  view.sideBySide = address.sideBySide;
  view.side = address.side;
  view.organisation = (loaded.atlas?.organisations ?? []).some(({ id }) => id === address.organisation) ? address.organisation : '';
  view.outcomes = address.outcomes;
  view.story = address.story;
  view.step = address.step;
  view.cited = address.cited;
}

/** Set while the view follows the history: what changes then is no new step of it. */
let following = false;
/** Counts the steps of the history that were followed: a later one wins over a slower earlier one. */
let turns = 0;

/** Goes to an address of the history exactly as it was left. */
async function restore(): Promise<void> {
  const address = readAddress();
  if (!loaded.atlas) return;
  const turn = ++turns;
  following = true;
  view.playing = view.dragging = false;
  view.guide = view.storiesOpen = view.layersOpen = false;
  if (view.asOf !== address.asOf) await setAsOf(address.asOf);
  if (turn !== turns) return;
  takeLook(address);
  takeFilters(loaded.atlas, address);
  forgetRange();
  view.since = null;
  view.setDay(address.day ?? loaded.today);
  takeChoices(address);
  const feature = select(address.selected);
  if (address.camera) view.fly({ ...address.camera, exact: true });
  else if (feature) view.fly({ bbox: feature.bbox });
  else if (!address.story) view.fly('opening');
  await tick(); // until then the address has been compared
  if (turn === turns) following = false;
}

/** Shows what was known on a day (null: today). Where that does not arrive, what stood before stays, and is called so. */
export async function setAsOf(day: number | null): Promise<void> {
  const before = view.asOf;
  view.asOf = day;
  await loaded.load(day);
  if (view.asOf !== day) return; // another day was asked for meanwhile
  if (loaded.problem) view.asOf = before;
  else select(view.selected);
}

/** The address of the view as it stands, without its day where that is `usual`; null before there is one. */
export function currentAddress(usual: Day | null = loaded.today): string | null {
  if (!loaded.atlas || !view.ready) return null;
  return formatAddress({
    selected: view.selected,
    day: view.day === usual ? null : view.day,
    asOf: view.asOf,
    camera: view.camera,
    on: switching.on,
    off: switching.off,
    maps: [...view.maps],
    tilted: view.tilted,
    lang: view.lang === 'en' ? null : view.lang,
    mode: view.mode,
    since: view.since,
    versus: view.mode === 'compare' ? view.versus : null,
    sideBySide: view.mode === 'compare' && view.sideBySide,
    side: view.mode === 'compare' ? view.side : 'A',
    filters: view.filters,
    organisation: view.organisation,
    outcomes: view.outcomes,
    story: view.story,
    step: view.step,
    cited: view.cited,
  }, onFiles || embedded ? location.pathname : null);
}

/** Writes the address as the view changes; call while a component is set up. */
export function keepAddress(): void {
  let choices = '';
  $effect(() => {
    const address = currentAddress();
    // An embedded page keeps the address that its host gave it.
    if (address === null || embedded || view.playing || view.dragging) return;
    const { selected, asOf, lang, tilted, mode, sideBySide, filters, organisation, outcomes, story, step: of } = view;
    const chosen = [selected, asOf, lang, tilted, mode, sideBySide, filters, organisation, outcomes, story, of, view.since === null];
    const now = JSON.stringify([chosen, [...view.statuses], [...view.categories], [...view.maps]]);
    // Choices are steps of the history; moving about in space and time is not.
    const step = choices !== '' && now !== choices && !following;
    choices = now;
    if (address === location.pathname + location.search) return;
    if (step) return history.pushState(null, '', address);
    // Browsers allow about a hundred of these in half a minute; a held arrow key would be too fast.
    const timer = setTimeout(() => history.replaceState(null, '', address), REST);
    return () => clearTimeout(timer);
  });
  $effect(() => {
    addEventListener('popstate', restore);
    return () => removeEventListener('popstate', restore);
  });
}
