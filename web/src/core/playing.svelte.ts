// Playing through time: one step after another, each after the map has drawn the one before.
import { untrack } from 'svelte';
import { counting } from './counting.svelte';
import { dayOf } from './day';
import { nextDue } from './pace';
import { moveBy, setRange } from './range.svelte';
import { view } from './view.svelte';

/** Resolves when the map has drawn the day; the map replaces it, without a map nothing is waited for. */
export const drawn = { wait: () => Promise.resolve() };

class Playing {
  /** The reader is asked whether to play, as the system asks for less motion. */
  asking = $state(false);
  #agreed = false;

  /** Plays, or stops; where the system asks for less motion the reader is asked first, once. */
  toggle(): void {
    if (!view.playing && !this.#agreed && matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.asking = !this.asking;
      return;
    }
    view.playing = !view.playing;
  }

  agree(): void {
    this.#agreed = true;
    this.asking = false;
    view.playing = true;
  }
}

export const playing = new Playing();

const until = (due: number) => new Promise((resolve) => setTimeout(resolve, due - performance.now()));

/** Plays while `view.playing`; call while a component is set up. */
export function keepPlaying(): void {
  $effect(() => {
    if (!view.playing) return;
    let stopped = false;
    untrack(() => void play(() => stopped));
    return () => {
      stopped = true;
    };
  });
}

async function play(stopped: () => boolean): Promise<void> {
  begin();
  let due = performance.now();
  while (!stopped()) {
    due = nextDue(due, 1000 / view.speed, performance.now());
    await Promise.all([until(due), drawn.wait()]);
    if (stopped()) return;
    advance();
    if (view.day >= lastDay()) view.playing = false;
  }
}

/** From the start of the axis where the end is reached. What adds up does so from there, or from the day. */
function begin(): void {
  const over = view.day >= lastDay();
  const start = dayOf(counting.axis[0]);
  const firstStop = dayOf(counting.axis[0], 12, 31);
  if (view.addUp) {
    if (over) setRange(start, firstStop);
    else if (view.since === null) setRange(view.day, view.day);
  } else if (over) {
    view.setDay(view.since === null ? firstStop : start + view.day - view.since);
  }
}

function advance(): void {
  const since = view.since;
  moveBy(view.unit, 1);
  if (view.day > lastDay()) view.setDay(lastDay());
  if (view.addUp && since !== null) view.since = since;
}

const lastDay = () => dayOf(counting.axis[1], 12, 31);
