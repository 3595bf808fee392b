// The sheet stops at one of three heights.
import { expect, it } from 'vitest';
import { heights, nextStop, settle } from './sheet';

it('leaves 64 px above the full sheet and keeps the order in small windows', () => {
  expect(heights(780)).toEqual({ peek: 96, half: 412, full: 716 });
  expect(heights(300)).toEqual({ peek: 96, half: 236, full: 236 });
  expect(heights(326, 12)).toEqual({ peek: 96, half: 314, full: 314 });
});

it('settles at the nearest stop', () => {
  const stops = heights(780);
  expect([settle(100, stops), settle(300, stops), settle(700, stops)]).toEqual(['peek', 'half', 'full']);
});

it('opens further on a press, then comes back', () => {
  const press = (room: number) => (['peek', 'half', 'full'] as const).map((stop) => nextStop(stop, heights(room)));
  expect(press(780)).toEqual(['half', 'full', 'half']);
  expect(press(300)).toEqual(['half', 'peek', 'peek']);
});
