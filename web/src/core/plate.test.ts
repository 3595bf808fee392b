// The plate holds all that it is given, in lines that fit, whatever signs the words have.
import { expect, test } from 'vitest';
import { RANKS } from './organisations';
import { layOut, svgOf, wrapped, type Plate } from './plate';
import { haloDrawing, rankDrawing, verdictDrawing } from './plate-signs';
import { VERDICTS } from './verdict-signs';

const measure = (text: string, size: number) => text.length * size * 0.6;
const plate: Plate = {
  title: 'Roads & <rails>', lines: ['15 Dec 2005: 86 features'],
  maps: [{ href: 'data:image/png;base64,AA', width: 800, height: 500, scale: { width: 80, text: '200 km' } }],
  legend: [{ title: 'Layers', signs: [
    { name: 'Oil pipeline', count: '12', line: { line: { dash: [1, 0], width: 1, bed: 1.2 }, colour: '#6E2F14' } },
    { name: 'Air base', count: '7', point: { href: 'data:image/png;base64,BB', width: 24, height: 24 } },
  ] }, { title: 'Status', signs: Array.from({ length: 9 }, (_, i) => ({ name: `Status ${i}`, count: '5' })) }],
  notes: ['A source. '.repeat(60).trim()], measure,
  colours: { surface: '#fff', ink1: '#111', ink2: '#222', ink3: '#333', rule: '#ddd' },
};

test('a plate names what it shows, with its legend, scale and notes', () => {
  const laid = layOut(plate);
  const { width, height } = laid;
  const svg = svgOf(laid, plate.title, '');
  expect(svg).toContain('Roads &amp; &lt;rails&gt;');
  for (const part of ['Oil pipeline', 'Air base', '>12<', '200 km', '#6E2F14', 'base64,AA', 'base64,BB']) expect(svg).toContain(part);
  expect(svg.match(/A source\./g)).toHaveLength(60);
  expect(svgOf(laid, '', null)).not.toContain('<text');
  for (const { x, y } of laid.words) expect(x >= 0 && x <= width && y >= 0 && y <= height).toBe(true);
  expect(width).toBeGreaterThan(800);
  expect(height).toBeGreaterThan(500);
});

test('two maps stand side by side, each under its day', () => {
  const [map] = plate.maps;
  const maps = ['2001', '2014'].map((caption) => ({ ...map!, width: 400, caption }));
  const { words, shapes, width } = layOut({ ...plate, maps });
  const [before, after] = maps.map(({ caption }) => words.find(({ text }) => text === caption)!);
  expect(after!.x - before!.x).toBeGreaterThan(400);
  expect(after!.y).toBe(before!.y);
  expect(shapes.filter((shape) => shape.includes('base64,AA'))).toHaveLength(2);
  expect(words.filter(({ text }) => text === '200 km')).toHaveLength(2);
  expect(width).toBeGreaterThan(800);
});

test('two maps have the whole width; the legend stands below them in columns', () => {
  const maps = ['2001', '2014'].map((caption) => ({ ...plate.maps[0]!, width: 400, caption }));
  const signs = Array.from({ length: 25 }, (_, i) => ({ name: `Zone ${i}`, count: '1 → 2' }));
  const { width, height, words } = layOut({ ...plate, maps, legend: [{ title: 'Changed', signs: signs.slice(0, 3) }, { title: 'Layers', signs }] });
  expect(width).toBeLessThan(2 * 400 + 100);
  expect(height).toBeLessThan(500 + 500);
  const own = words.filter(({ text }) => /^(Zone|Layers|Changed)/.test(text));
  expect(own).toHaveLength(2 + 3 + 25);
  const mapsEnd = words.find(({ text }) => text === '200 km')!.y;
  for (const { y } of own) expect(y).toBeGreaterThan(mapsEnd);
  expect(new Set(own.map(({ x, y }) => `${x} ${y}`)).size, 'none over another').toBe(own.length);
  expect(new Set(own.map(({ x }) => x)).size).toBeGreaterThan(3);
});

test('changes, ranks and verdicts are drawn in the legend, each in a form of its own', () => {
  const inks = { ink1: '#111', ink3: '#333', surface: '#fff', highlight: '#fd4', over: '#111' };
  const drawings = [haloDrawing('light', inks), ...RANKS.map((rank) => rankDrawing(rank, inks)), ...VERDICTS.map((verdict) => verdictDrawing(verdict, inks))];
  const signs = drawings.map((drawing, i) => ({ name: `Sign ${i}`, count: '1', drawing }));
  const svg = svgOf(layOut({ ...plate, legend: [{ title: 'All', signs }] }), '', '');
  for (const { svg: drawn } of drawings) expect(svg).toContain(drawn);
  expect(new Set(drawings.map((drawing) => drawing.svg)).size).toBe(1 + RANKS.length + VERDICTS.length);
});

test('lines fit the room they have', () => {
  const lines = wrapped('one two three four five', 60, 10, 400, measure);
  expect(lines.join(' ')).toBe('one two three four five');
  for (const line of lines) expect(measure(line, 10)).toBeLessThanOrEqual(60);
  expect(wrapped('unbreakable', 10, 10, 400, measure)).toEqual(['unbreakable']);
  expect(wrapped('', 10, 10, 400, measure)).toEqual([]);
});
