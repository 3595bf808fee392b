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

test('a style that names nothing for later is drawn at once', () => {
  const style: StyleSpecification = { version: 8, sources: {}, layers: [layer('ground')] };
  expect(firstStage(style).layers).toHaveLength(1);
});
