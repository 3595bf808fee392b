// The colours of the vocabulary can be told apart by colour-blind eyes, in both themes.
import { readFile } from 'node:fs/promises';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { ciede2000, difference, SIGHTS } from './colours.mjs';

const LEAST = 15;
const { layers, colours } = parse(await readFile(new URL('../../geodata/atlas.toml', import.meta.url), 'utf8'));
const used = (line) =>
  [...new Set(layers.filter((layer) => (layer.shape === 'line') === line)
    // A ribbon is a wide pale band: its form tells it from every line.
    .flatMap((layer) => layer.categories.filter((category) => category.form !== 'ribbon').map((category) => category.colour)))];
const pairs = (names) => names.flatMap((one, i) => names.slice(i + 1).map((other) => [one, other]));

it('the measure is CIEDE2000', () => {
  // Rows 1, 7 and 25 of the test data of Sharma, Wu and Dalal.
  expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(ciede2000([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4);
  expect(ciede2000([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4);
});

// A line is never taken for a point, so lines have to differ among themselves, and points likewise.
describe.each([...pairs(used(true)), ...pairs(used(false))])('%s and %s', (one, other) => {
  it.each(Object.keys(SIGHTS))('%s', (sight) => {
    for (const theme of [0, 1]) expect(difference(colours[one][theme], colours[other][theme], sight)).toBeGreaterThan(LEAST);
  });
});
