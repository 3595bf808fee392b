import { describe, expect, it } from 'vitest';
import type { Atlas, StoryStep } from './api';
import { fromIso } from './day';
import { boxOf, plainScene, sceneOf } from './story';

const atlas = {
  today: fromIso('2026-11-24')!,
  statuses: [{ id: 'operating' }, { id: 'closed', ended: true }],
  layers: [{ categories: [{ id: 'oil' }, { id: 'gas' }] }, { categories: [{ id: 'summit' }] }],
} as unknown as Atlas;

const step: StoryStep = {
  title: { en: 'Title' }, text: { en: 'Text' }, sources: ['a'], date: '2005-12-20',
  camera: { lon: 77, lat: 47, zoom: 5 },
};

describe('a step of a story', () => {
  it('shows everything that has not ended where it says nothing else', () => {
    expect(sceneOf(step, atlas)).toEqual({ ...plainScene(atlas), day: fromIso('2005-12-20') });
    expect(plainScene(atlas)).toMatchObject({ categories: ['oil', 'gas', 'summit'], statuses: ['operating'], mode: 'map' });
  });

  it('takes what it names', () => {
    const told = sceneOf({
      ...step, asOf: '2004-04-30', since: '2001-01-01', categories: ['oil'], statuses: ['closed'],
      selected: 'cpc', organisation: 'sco', outcomes: true,
    }, atlas);
    expect(told).toMatchObject({
      asOf: fromIso('2004-04-30'), since: fromIso('2001-01-01'), categories: ['oil'], statuses: ['closed'],
      selected: 'cpc', organisation: 'sco', outcomes: true,
    });
  });

  it('compares two days where it names a second one', () => {
    expect(sceneOf({ ...step, versus: '2021-12-31' }, atlas)).toMatchObject({ mode: 'compare', versus: fromIso('2021-12-31') });
  });
});

describe('the box of a camera', () => {
  it('is a square about the camera: 600 px of the 512 px world at zoom 0, half as much a zoom on', () => {
    const [west, south, east, north] = boxOf({ lon: 0, lat: 0, zoom: 1 });
    expect(east - west).toBeCloseTo((360 * 600) / 1024, 9);
    expect(west).toBeCloseTo(-east, 9);
    expect(south).toBeCloseTo(-north, 9);
    const near = boxOf({ lon: 0, lat: 0, zoom: 2 });
    expect(near[2] - near[0]).toBeCloseTo((east - west) / 2, 9);
  });

  it('keeps the camera in its middle by height as the map draws it', () => {
    const [, south, , north] = boxOf({ lon: 70, lat: 45, zoom: 5 });
    expect(south).toBeLessThan(45);
    expect(45 - south).toBeGreaterThan(north - 45); // degrees grow towards the pole
  });

  it('ends where the map has ground', () => {
    const [, south, , north] = boxOf({ lon: 70, lat: 80, zoom: 0 });
    expect(north).toBe(85);
    expect(south).toBeGreaterThan(-85);
  });
});
