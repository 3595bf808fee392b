// The fills of countries: each rank has a sign of its own, and shows the countries of its rank alone.
import { describe, expect, it } from 'vitest';
import type { Membership } from '../core/api';
import { fillLayers, filterOf, pattern } from './fills';

describe('pattern', () => {
  const inked = (rank: 'observer' | 'partner') => pattern(rank, [1, 2, 3])!.data.filter((alpha, at) => at % 4 === 3 && alpha > 0).length;
  it('is none for members, lines for observers, sparser dots for partners', () => {
    expect(pattern('member', [0, 0, 0])).toBeNull();
    expect(inked('partner')).toBeGreaterThan(0);
    expect(inked('observer')).toBeGreaterThan(inked('partner'));
  });
  it('goes on across its edges', () => {
    const { data, width } = pattern('observer', [0, 0, 0])!;
    const at = (x: number, y: number) => data[(y * width + x) * 4 + 3];
    for (let y = 1; y < width; y++) expect(at(width - 1, y)).toBe(at(0, y - 1)); // a line rises to the right
  });
});

it('fillLayers draws nobody until it is known who stands where', () => {
  const layers = fillLayers('#171c24');
  expect(layers.map(({ id }) => id)).toEqual([
    'countries-tone-member', 'countries-tone-observer', 'countries-signs-observer', 'countries-signs-partner',
  ]);
  for (const layer of layers) expect(layer).toMatchObject({ filter: ['literal', false] });
});

it('filterOf lists the countries of one rank', () => {
  const row = (country: string, rank: 'member' | 'observer'): Membership => (
    { organisation: 'sco', country, standing: rank, rank, from: 0, certain_from: 0, certain_until: 1, until: 1, source: null });
  expect(filterOf([row('KZ', 'member'), row('MN', 'observer')], 'observer')).toEqual(['in', ['get', 'iso'], ['literal', ['MN']]]);
});
