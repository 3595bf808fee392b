import { expect, test } from 'vitest';
import type { LayerSpecification } from 'maplibre-gl';
import { withNamesFor } from './names';

const names = (minzoom: number): LayerSpecification => ({ id: 'names', type: 'symbol', source: 'atlas', minzoom });
const from = (layer: LayerSpecification, zoom: number) =>
  withNamesFor({ version: 8, sources: {}, layers: [layer] }, zoom).layers[0]!.minzoom;

test('names that are laid out and not drawn wait for the next whole zoom', () => {
  expect(from(names(3.8), 3.3)).toBe(4);
  expect(from(names(5.2), 5)).toBe(6);
});

test('names that are drawn, or not laid out yet, begin where the style says', () => {
  for (const zoom of [1.5, 2.9, 3.8, 4.2, 7]) expect(from(names(3.8), zoom)).toBe(3.8);
  expect(from(names(4), 3.3)).toBe(4);
});

test('what has no names is left alone', () => {
  expect(from({ ...names(3.8), type: 'line' } as LayerSpecification, 3.3)).toBe(3.8);
});
