import { describe, expect, it } from 'vitest';
import { isCoarse, pixelsPerKm, touches, worst } from './accuracy';
import type { TimelineFeature } from './api';

const line = (id: string, accuracy_km: number | null) => ({ id, accuracy_km }) as TimelineFeature;

describe('accuracy on the map', () => {
  it('counts pixels as the map does', () => {
    // At zoom 0 the equator has 512 px; each zoom doubles them, and so does the 60th parallel.
    expect(pixelsPerKm({ lat: 0, zoom: 0 })).toBeCloseTo(512 / 40_075, 6);
    expect(pixelsPerKm({ lat: 60, zoom: 3 })).toBeCloseTo((512 / 40_075) * 16, 4);
  });

  it('finds a line coarse only where its error is visible', () => {
    expect(isCoarse(25, { lat: 44, zoom: 4 })).toBe(false);
    expect(isCoarse(25, { lat: 44, zoom: 6 })).toBe(true);
    expect(isCoarse(2, { lat: 44, zoom: 8 })).toBe(false);
    expect(isCoarse(2, { lat: 44, zoom: 10 })).toBe(true);
    expect(isCoarse(null, { lat: 44, zoom: 14 })).toBe(false);
  });

  it('names the two worst and counts the others', () => {
    const found = worst([line('a', 20), line('b', 60), line('c', null), line('d', 25)], { lat: 44, zoom: 7 })!;
    expect(found.km).toBe(60);
    expect(found.named.map(({ id }) => id)).toEqual(['b', 'd']);
    expect(found.more).toBe(1);
    expect(worst([line('a', 20)], { lat: 44, zoom: 3 })).toBeNull();
  });

  it('knows which boxes touch', () => {
    expect(touches([60, 40, 70, 50], [70, 50, 80, 60])).toBe(true);
    expect(touches([60, 40, 70, 50], [71, 40, 80, 50])).toBe(false);
  });
});
