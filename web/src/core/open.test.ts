// Opening a feature moves the date only where it would not be on the map.
import { expect, it } from 'vitest';
import type { TimelineFeature } from './api';
import { OPEN } from './day';
import { nearestDay } from './open';

const living = (from: number, until: number) => ({ lifetime: [from, until] }) as TimelineFeature;

it.each([
  ['within its life nothing moves', living(10, 20), 15, 0, 15],
  ['before it: its first day', living(10, 20), 5, 0, 10],
  ['after it: its last day', living(10, 20), 20, 0, 19],
  ['an open end is never over', living(10, OPEN), 5000, 0, 5000],
  ['an event still on the map stays', living(10, 11), 300, 364, 300],
  ['an event long past: its day', living(10, 11), 375, 364, 10],
  ['without a date: any day', { lifetime: null } as TimelineFeature, 7, 0, 7],
])('%s', (_, feature, day, lingers, expected) => expect(nearestDay(feature, day, lingers)).toBe(expected));
