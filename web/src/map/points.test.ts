// Displacement of point symbols.
import { describe, expect, test } from 'vitest';
import type { TimelineFeature } from '../core/api';
import type { Rules } from '../core/counts';
import { gapAt, MOST, nextOfStack, pushApart, scene, toPixel, toPosition, type Scene, type Sight } from './points';

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
  test('more than have room stay where they are, and cost nothing', () => {
    const crowd = Array.from({ length: 20_000 }, (_, i) => ({ x: i % 100, y: i % 70 }));
    expect(pushApart(crowd, 16)).toEqual(crowd);
  });
  test('the gap grows with the zoom', () => expect([4, 5, 5.7].map(gapAt)).toEqual([16, 20, 24]));
});

describe('the scene', () => {
  const sight = (zoom: number): Sight => ({ zoom, box: [40, 30, 90, 60] });
  const parts = ({ data: { features } }: Scene) => ({
    points: features.filter((f) => !f.properties?.leader), leaders: features.filter((f) => f.properties?.leader),
  });
  const near = [at('a', [74.6, 42.9]), at('b', [74.6, 42.9]), at('far', [60, 40])];

  test('moved symbols have a leader and a dot at the true place', () => {
    const { points, leaders } = parts(scene([...near, at('c', [74.6, 42.9])], 100, rules, sight(5.8)));
    expect(points).toHaveLength(4);
    const [lines, dots] = [false, true].map((dot) => leaders.filter((f) => f.properties?.dot === dot)) as [GeoJSON.Feature[], GeoJSON.Feature[]];
    expect(lines.length).toBeGreaterThan(0);
    expect(dots).toHaveLength(lines.length);
    for (const { geometry } of dots) {
      for (const [lon, lat] of (geometry as GeoJSON.LineString).coordinates) {
        expect(lon).toBeCloseTo(74.6, 1);
        expect(lat).toBeCloseTo(42.9, 5);
      }
    }
  });
  test('while time runs everything is at its true place', () => {
    const { points, leaders } = parts(scene(near, 100, rules, sight(5), true));
    expect(points.map((f) => (f.geometry as GeoJSON.Point).coordinates)).toEqual(near.map((f) => f.anchor));
    expect(leaders).toEqual([]);
  });
  test('of many symbols those in sight are pushed apart', () => {
    const elsewhere = Array.from({ length: MOST }, (_, i) => at(`away-${i}`, [20, 10]));
    const { moved } = scene([...near, ...elsewhere], 100, rules, sight(5));
    expect([...moved.keys()]).toEqual(['a', 'b']);
  });
  test('the same day has the same key as long as no symbol moves', () => {
    const keys = [[100, 5], [100, 5], [101, 5], [100, 6]].map(([day, zoom]) => scene(near, day!, rules, sight(zoom!)).key);
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(3);
    const alone = [5, 6].map((zoom) => scene([at('far', [60, 40])], 100, rules, sight(zoom)).key);
    expect(alone[1]).toBe(alone[0]);
  });
  test('only what stands on the day is in it, whatever is switched off', () => {
    const later = at('later', [65, 45], 'bases', 500);
    const past = at('past', [20, 40], 'events', -400);
    const off = { ...rules, statuses: new Set<string>() };
    expect(parts(scene([...near, later, past], 100, off, sight(5))).points.map((f) => f.properties?.id)).toEqual(['a', 'b', 'far']);
    expect(parts(scene([past], 100, { ...rules, since: -500 }, sight(5))).points).toHaveLength(1);
  });
  test('properties are those of the tiles', () => {
    expect(parts(scene(near, 100, rules, sight(5))).points[0]!.properties).toEqual({
      id: 'a', layer: 'bases', category: 'air_base', quality: 'point', disputed: false, short: 'a', 'short:ru': 'a',
      status: 'operating', from: 0, certain_from: 0, certain_until: 2147483647, until: 2147483647, planned: false, user: 'RU', day: 100,
    });
  });
  test('events at one place show the latest, with their number', () => {
    const events = [at('e1', [71, 51], 'events', 10), at('e2', [71, 51], 'events', 50), at('e3', [80, 40], 'events', 20)];
    const { points } = parts(scene(events, 100, rules, sight(5)));
    expect(points.map((f) => [f.properties?.id, f.properties?.count])).toEqual([['e2', 2], ['e3', undefined]]);
    expect(points[0]!.properties?.stack).toBe('e2,e1');
  });
});

test('a stack is gone through in turn', () => {
  expect(['', 'e2', 'e1'].map((selected) => nextOfStack('e2,e1', selected))).toEqual(['e2', 'e1', 'e2']);
});
