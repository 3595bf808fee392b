import { expect, test } from 'vitest';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { withMarked } from './marked';

const layer = (id: string): LayerSpecification => ({ id, type: 'line', source: 'atlas', layout: { 'line-cap': 'round' } });
const style: StyleSpecification = {
  version: 8, sources: {}, layers: ['lines', 'lines-selected', 'lines-hover'].map(layer),
  metadata: { 'steppe:selected': ['lines-selected'], 'steppe:hovered': ['lines-hover'] },
};

test('layers that mark one feature are hidden while the state names none', () => {
  const [lines, selected, hover] = withMarked(style).layers;
  const unlessNone = (mark: string) => ['case', ['==', ['global-state', mark], ''], 'none', 'visible'];
  expect(lines).toBe(style.layers[0]);
  expect(selected?.layout).toEqual({ 'line-cap': 'round', visibility: unlessNone('selected') });
  expect(hover?.layout).toEqual({ 'line-cap': 'round', visibility: unlessNone('hovered') });
});

test('a style that tells of no marks is left as it is', () => {
  const plain: StyleSpecification = { version: 8, sources: {}, layers: [layer('lines-selected')] };
  expect(withMarked(plain).layers).toEqual(plain.layers);
});
