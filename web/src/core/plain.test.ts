import { expect, test } from 'vitest';
import type { Feature } from './api';
import { columns, complete } from './plain';

const well = { type: 'Feature', id: 'wells-1', geometry: null, properties: { name: 'Well A', start: '1999', depth: 12, layer: 'wells', status: 'operating' } } as unknown as Feature;

test('a plain feature gets a name by language and no countries', () => {
  const { properties } = complete(well);
  expect(properties.name).toEqual({ en: 'Well A' });
  expect(properties.countries).toEqual([]);
});

test('its own columns are kept, those of the server are not', () => {
  expect(columns(complete(well).properties)).toEqual([['start', '1999'], ['depth', '12']]);
});

test('a record stays as it is', () => {
  const record = { ...well, properties: { ...well.properties, claims: [] } } as Feature;
  expect(complete(record)).toBe(record);
  expect(columns(record.properties)).toEqual([]);
});
