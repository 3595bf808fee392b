import { expect, test } from 'vitest';
import type { StyleSpecification } from 'maplibre-gl';
import { firstStage } from './stages';

const layer = (id: string) => ({ id, type: 'background' as const });

test('the first stage leaves out what may come later, and keeps the order', () => {
  const style: StyleSpecification = {
    version: 8, sources: {}, layers: ['ground', 'names', 'features'].map(layer),
    metadata: { 'steppe:later': ['names'] },
  };
  expect(firstStage(style).layers.map(({ id }) => id)).toEqual(['ground', 'features']);
});

test('sources of later layers alone are left out with them', () => {
  const source = { type: 'geojson', data: '' } as const;
  const circle = (id: string, from: string) => ({ id, type: 'circle' as const, source: from });
  const style: StyleSpecification = {
    version: 8, sources: { both: source, late: source },
    layers: [circle('first', 'both'), circle('second', 'both'), circle('third', 'late')],
    metadata: { 'steppe:later': ['second', 'third'] },
  };
  expect(Object.keys(firstStage(style).sources)).toEqual(['both']);
});

test('a style that names nothing for later is drawn at once', () => {
  const style: StyleSpecification = { version: 8, sources: {}, layers: [layer('ground')] };
  expect(firstStage(style).layers).toHaveLength(1);
});
