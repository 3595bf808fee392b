import { expect, test } from 'vitest';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { markedIn, withMarked } from './marked';

const layer = (id: string): LayerSpecification => ({ id, type: 'line', source: 'atlas', layout: { 'line-cap': 'round' } });
const style: StyleSpecification = {
  version: 8, sources: {}, layers: ['lines', 'lines-selected', 'lines-hover'].map(layer),
  metadata: { 'steppe:selected': ['lines-selected'], 'steppe:hovered': ['lines-hover'] },
};
const hidden = (ids: { selected: string; hovered: string }) =>
  withMarked(style, ids).layers.filter(({ layout }) => layout?.visibility === 'none').map(({ id }) => id);

test('layers that mark one feature are hidden while there is none', () => {
  expect(hidden({ selected: '', hovered: '' })).toEqual(['lines-selected', 'lines-hover']);
  expect(hidden({ selected: 'kenkiyak', hovered: '' })).toEqual(['lines-hover']);
  expect(hidden({ selected: 'kenkiyak', hovered: 'manas' })).toEqual([]);
});

test('the rest of a layer stays as it was', () => {
  const [lines, selected] = withMarked(style, { selected: '', hovered: '' }).layers;
  expect(lines).toBe(style.layers[0]);
  expect(selected?.layout).toEqual({ 'line-cap': 'round', visibility: 'none' });
});

test('a style that tells of no marks is left as it is', () => {
  const plain: StyleSpecification = { version: 8, sources: {}, layers: [layer('lines-selected')] };
  expect(markedIn(plain)).toEqual({ selected: [], hovered: [] });
  expect(withMarked(plain, { selected: '', hovered: '' }).layers).toEqual(plain.layers);
});
