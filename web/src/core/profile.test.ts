import { describe, expect, it } from 'vitest';
import type { Profile } from './api';
import { landmarkAt, moved, picture, roundStep, sampleAt } from './profile';

const FRAME = { left: 40, right: 340, top: 10, bottom: 110 };

/** A line of 100 km in steps of 10 with these heights. */
function profile(heights: (number | null)[], more: Partial<Profile> = {}): Profile {
  const samples = heights.map((elevation_m, i) => ({
    distance_km: i * 10, elevation_m, longitude: 70 + i, latitude: 40, part: 0,
  }));
  const known = samples.filter((sample) => sample.elevation_m !== null);
  const by = (pick: (...n: number[]) => number) =>
    known.find(({ elevation_m }) => elevation_m === pick(...known.map((sample) => sample.elevation_m!))) ?? null;
  return {
    id: 'x', length_km: 100, step_km: 10, covered: 1, quality: 'coarse', accuracy_km: 3, schematic: false,
    highest: by(Math.max), lowest: by(Math.min), climb_m: 0, descent_m: 0, threshold_m: 10,
    grid: { name: 'grid', attribution: 'nobody' },
    parts: [{ from_km: 0, until_km: 100, gap_before_km: 0, quality: 'coarse', accuracy_km: 3 }],
    landmarks: [], samples, ...more,
  };
}

const HILL = [500, 600, 700, 800, 900, 1000, 900, 800, 700, 600, 500];

describe('the picture of a profile', () => {
  it('spans the frame with round scales', () => {
    const drawn = picture(profile(HILL), FRAME)!;
    expect([drawn.x(0), drawn.x(100)]).toEqual([40, 340]);
    expect([drawn.km(40), drawn.km(190), drawn.km(9999)]).toEqual([0, 50, 100]);
    expect(drawn.up.map(({ value }) => value)).toEqual([400, 600, 800, 1000]);
    expect(drawn.across.map(({ value }) => value)).toEqual([0, 50, 100]);
    expect(drawn.highest).toEqual({ x: 190, y: drawn.y(1000), value: 1000 });
  });

  it('draws one area, and two where heights are missing', () => {
    expect(picture(profile(HILL), FRAME)!.areas).toHaveLength(1);
    const broken = picture(profile([500, 600, null, 700, 800, null, 900]), FRAME)!;
    expect(broken.areas).toHaveLength(2);
    expect(broken.areas[0]!.edge).toMatch(/^M40\.0 .*L70\.0 /);
  });

  it('tells schematic parts and gaps apart', () => {
    const parts = [
      { from_km: 0, until_km: 50, gap_before_km: 0, quality: 'coarse', accuracy_km: 3 },
      { from_km: 50, until_km: 100, gap_before_km: 12, quality: 'schematic', accuracy_km: 20 },
    ];
    const line = profile(HILL, { parts, schematic: true });
    line.samples = line.samples.map((sample, i) => ({ ...sample, part: i > 5 ? 1 : 0 }));
    const drawn = picture(line, FRAME)!;
    expect(drawn.areas.map(({ schematic }) => schematic)).toEqual([false, true]);
    expect(drawn.gaps).toEqual([190]);
  });

  it('has room for flat ground, and no picture without heights', () => {
    expect(picture(profile([200, 200, 200]), FRAME)!.up.length).toBeGreaterThan(1);
    expect(picture(profile([null, null]), FRAME)).toBeNull();
    expect(picture(profile(HILL), { ...FRAME, right: 40 })).toBeNull();
  });
});

describe('reading along the line', () => {
  it('finds the nearest sample', () => {
    const line = profile(HILL);
    expect([0, 4.9, 5.1, 96, 100].map((km) => sampleAt(line, km).distance_km)).toEqual([0, 0, 10, 100, 100]);
  });

  it('names what is near', () => {
    const pass = { kind: 'pass' as const, name: 'Taldyk', distance_km: 50, offset_km: 0.2, elevation_m: 1000 };
    const line = profile(HILL, { landmarks: [pass] });
    expect(landmarkAt(line, 50.9)?.name).toBe('Taldyk');
    expect(landmarkAt(line, 52)).toBeNull();
  });

  it('moves by keys and stays on the line', () => {
    expect(moved('ArrowRight', 10, 100)).toBe(11);
    expect(moved('PageDown', 5, 100)).toBe(0);
    expect(moved('End', 5, 100)).toBe(100);
    expect(moved('a', 5, 100)).toBeNull();
  });

  it('takes round steps', () => {
    expect([roundStep(463, 4), roundStep(1000, 5), roundStep(70, 3)]).toEqual([200, 200, 50]);
  });
});
