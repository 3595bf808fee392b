// Parts of a sentence are joined by the marks of the language in use.
import { afterEach, expect, it } from 'vitest';
import { dayOf } from './day';
import { apart, bracketed, clauses, listed, mark, named, sentences } from './joining';
import { speak } from './language.svelte';
import { vagueDate } from './vague';
import { formatRange } from './words';

afterEach(() => speak('en'));

const all = () => [
  `a${mark('space')}b`, clauses('a', 'b'), listed(['a', 'b']), apart('a', 'b'), sentences('a', 'b'), named('a', 'b'), `a${bracketed('b')}`,
];

it('English has a space after its marks, Chinese its own marks and none', async () => {
  expect(all()).toEqual(['a b', 'a, b', 'a, b', 'a; b', 'a. b', 'a: b', 'a (b)']);
  await speak('zh');
  expect(all()).toEqual(['ab', 'a，b', 'a、b', 'a；b', 'a。b', 'a：b', 'a（b）']);
});

it('a language that names no marks of its own has those of English, also after Chinese', async () => {
  await speak('zh');
  await speak('kk');
  expect(mark('comma')).toBe(', ');
});

it('what is empty is left out, with its mark', () => {
  expect([clauses('a', '', null, undefined, 'b'), apart(null), listed([])]).toEqual(['a, b', '', '']);
});

it('spans of time have the dash and the word for year of the language', async () => {
  const years = [dayOf(2001), dayOf(2014, 12, 31)] as const;
  expect(formatRange(...years)).toBe('2001 – 2014');
  await speak('zh');
  expect([formatRange(...years), formatRange(dayOf(2005), dayOf(2005, 12, 31))]).toEqual(['2001年—2014年', '2005年']);
  expect(vagueDate(dayOf(2005), dayOf(2005, 12, 31))).toBe('2005年');
  await speak('kk');
  expect(vagueDate(dayOf(2005), dayOf(2005, 12, 31))).toBe('2005 ж.');
});
