// Displacement of point symbols.
import { describe, expect, test } from 'vitest';
import type { TimelineFeature } from '../core/api';
import type { Rules } from '../core/counts';
import { gapAt, nextOfStack, pushApart, scene, toPixel, toPosition } from './points';

const rules: Rules = {
  statuses: new Set(['operating']), categories: new Set(['air_base', 'summit']), ended: new Set(['closed']),
  eventLayers: new Set(['events']), eventDays: 365, since: null, only: null,
};
function at(id: string, anchor: [number, number], layer = 'bases', from = 0): TimelineFeature {
  const period = { status: layer === 'events' ? 'held' : 'operating', from, certain_from: from, planned: false, user: ['RU'] } as const;
  const until = layer === 'events' ? from + 1 : 2147483647;
  return {
    id, layer, category: layer === 'events' ? 'summit' : 'air_base', short: { en: id, ru: id }, countries: [],
    quality: 'point', accuracy_km: 1, reported: false, disputed: false, sourced: true,
    bbox: [...anchor, ...anchor], anchor, lifetime: [from, until],
    periods: [{ ...period, user: [...period.user], certain_until: until, until }],
  };
}

test('a position survives the way to pixels and back', () => {
  const [lon, lat] = toPosition(toPixel([74.6, 42.9], 6.3), 6.3);
  expect(lon).toBeCloseTo(74.6, 9);
  expect(lat).toBeCloseTo(42.9, 9);
});

describe('pushing apart', () => {
  test('forty symbols at one place end up apart, in the same way each time', () => {
    const crowd = Array.from({ length: 40 }, () => ({ x: 100, y: 100 }));
    const moved = pushApart(crowd, 16);
    const distances = moved.flatMap((a, i) => moved.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
    expect(Math.min(...distances)).toBeGreaterThan(12);
    expect(pushApart(crowd, 16)).toEqual(moved);
    expect(crowd[0]).toEqual({ x: 100, y: 100 });
  });
  test('a pair parts to the very gap, and who stands alone stays', () => {
    const [a, b, alone] = pushApart([{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 200, y: 0 }], 16);
    expect(b!.x - a!.x).toBeCloseTo(16, 1);
    expect(alone).toEqual({ x: 200, y: 0 });
  });
  test('the gap grows with the zoom', () => expect([4, 5, 5.7].map(gapAt)).toEqual([16, 20, 24]));
});

describe('the scene', () => {
  const near = [at('a', [74.6, 42.9]), at('b', [74.6, 42.9]), at('far', [60, 40])];

  test('moved symbols have a leader and a dot at the true place', () => {
    const { points, leaders } = scene([...near, at('c', [74.6, 42.9])], 100, rules, 5.8);
    expect(points.features).toHaveLength(4);
    expect(leaders.features.map((f) => f.geometry.type)).toContain('LineString');
    expect(leaders.features.some((f) => f.properties?.id === 'far')).toBe(false);
  });
  test('while time runs everything is at its true place', () => {
    const { points, leaders } = scene(near, 100, rules, 5, true);
    expect(points.features.map((f) => (f.geometry as GeoJSON.Point).coordinates)).toEqual(near.map((f) => f.anchor));
    expect(leaders.features).toEqual([]);
  });
  test('a day that moves nothing has the same key', () => {
    const keys = [100, 101, -1].map((day) => scene(near, day, rules, 5).key);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });
  test('properties are those of the tiles', () => {
    expect(scene(near, 100, rules, 5).points.features[0]!.properties).toEqual({
      id: 'a', layer: 'bases', category: 'air_base', quality: 'point', disputed: false, short: 'a', 'short:ru': 'a',
      status: 'operating', from: 0, certain_from: 0, certain_until: 2147483647, until: 2147483647, planned: false, user: 'RU',
    });
  });
  test('events at one place show the latest, with their number', () => {
    const events = [at('e1', [71, 51], 'events', 10), at('e2', [71, 51], 'events', 50), at('e3', [80, 40], 'events', 20)];
    const { points } = scene(events, 100, rules, 5);
    expect(points.features.map((f) => [f.properties?.id, f.properties?.count])).toEqual([['e2', 2], ['e3', undefined]]);
    expect(points.features[0]!.properties?.stack).toBe('e2,e1');
  });
});

test('a stack is gone through in turn', () => {
  expect(['', 'e2', 'e1'].map((selected) => nextOfStack('e2,e1', selected))).toEqual(['e2', 'e1', 'e2']);
});
