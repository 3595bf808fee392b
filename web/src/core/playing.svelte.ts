// Playing through time: one step after another, each after the map has drawn the one before.
import { step, dayOf } from './day';
import { counting } from './counting.svelte';
import { view } from './view.svelte';

/** Resolves when the map has drawn the day; the map replaces it, without a map nothing is waited for. */
export const drawn = { wait: () => Promise.resolve() };

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Plays while `view.playing`; call while a component is set up. */
export function keepPlaying(): void {
  $effect(() => {
    if (!view.playing) return;
    let stopped = false;
    void play(() => stopped);
    return () => {
      stopped = true;
    };
  });
}

async function play(stopped: () => boolean): Promise<void> {
  if (view.day >= lastDay()) view.setDay(dayOf(counting.axis[0], 12, 31));
  while (!stopped()) {
    // Chained, not a fixed interval: a slow machine plays slower instead of piling up steps.
    await Promise.all([pause(1000 / view.speed), drawn.wait()]);
    if (stopped()) return;
    const next = step(view.day, view.unit, 1);
    view.setDay(Math.min(next, lastDay()));
    if (next >= lastDay()) view.playing = false;
  }
}

const lastDay = () => dayOf(counting.axis[1], 12, 31);
