// Values are written with their unit, at full precision.
import { expect, it } from 'vitest';
import type { Quantity } from './api';
import { circumstance, figureLabel, valueText } from './values';

const q = (over: Partial<Quantity>): Quantity => ({ unit: 'km', source: 's', ...over });

it.each<[Partial<Quantity>, string]>([
  [{ value: 962.2 }, '962.2 km'],
  [{ value: 700_000_000, unit: 'USD' }, 'USD 700 million'],
  [{ value: 17_400_000, unit: 'USD/yr' }, 'USD 17.4 million a year'],
  [{ low: 8e9, high: 1e10, unit: 'CNY' }, 'CNY 8–10 billion'],
  [{ value: 10.8827, unit: 'Mt/yr' }, '10.8827 Mt a year'],
  [{ value: 210_000, unit: 'b/d' }, '210,000 barrels a day'],
  [{ value: 140_000_000, unit: 'bbl/yr' }, '140 million barrels a year'],
  [{ value: 1900, unit: 'people' }, '1,900 people'],
  [{ value: 52, unit: 'count' }, '52'],
  [{ value: 900, unit: 'million USD (up to)' }, '900 million USD (up to)'],
])('%j', (over, text) => expect(valueText(q(over))).toBe(text));

it('says scope and day, and falls back to the key', () => {
  expect(circumstance(q({ scope: 'US troops', as_of: '2005-07' }))).toBe('US troops, Jul 2005');
  expect(circumstance(q({}))).toBe('');
  expect(figureLabel('length_km')).toBe('Length');
  expect(figureLabel('number_of_gates')).toBe('Number of gates');
});
