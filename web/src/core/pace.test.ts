// Ten steps a second are ten, unless the machine needs longer for one.
import { expect, it } from 'vitest';
import { nextDue } from './pace';

/** When each of so many steps is taken, where a timer comes late and a step takes a while. */
function taken(steps: number, interval: number, work: (step: number) => number, late = 1): number[] {
  let [now, due] = [0, 0];
  return Array.from({ length: steps }, (_, step) => {
    due = nextDue(due, interval, now);
    now = Math.max(now, due + late);
    const at = now;
    now += work(step);
    return at;
  });
}

it('what a step takes does not slow the pace', () => {
  for (const work of [0, 5, 60, 98]) expect(taken(10, 100, () => work).at(-1), String(work)).toBe(1001);
});

it('where each step takes longer than the interval, the next one comes as soon as it is done', () => {
  expect(taken(4, 100, () => 250, 0)).toEqual([100, 350, 600, 850]);
});

it('after one long step the pace is as before: what was missed is not made up', () => {
  expect(taken(5, 100, (step) => (step === 1 ? 500 : 10), 0)).toEqual([100, 200, 700, 800, 900]);
});
