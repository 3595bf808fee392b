// Citations name who, what, which version, where and when read, in each form, as the table says that the server reads too.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cite, versioned, type Cited } from './cite';
import { fromIso } from './day';

interface Case {
  says: string; id: string | null; name: string | null; atlas: string; version: string; read: string; address: string;
  text: string; bibtex: string; csl: unknown;
}
const cases: Case[] = JSON.parse(readFileSync(new URL('../../../tests/cases/citations.json', import.meta.url), 'utf8'));

test('a cited address keeps the view and says the version', () => {
  const url = 'http://atlas.test/feature/kant?t=2005-12-15&off=gas,oil';
  expect(versioned(url, 'a1b2c3')).toBe(`${url}&v=a1b2c3`);
  expect(versioned('http://atlas.test/?v=old', 'new')).toBe('http://atlas.test/?v=new');
});

test.each(cases)('$says', ({ id, name, atlas, version, read, address, text, bibtex, csl }) => {
  const cited: Cited = { id, record: name, atlas, version, read: fromIso(read)!, url: address };
  expect(cite('text', cited)).toBe(text);
  expect(cite('bibtex', cited)).toBe(bibtex);
  expect(JSON.parse(cite('csl', cited))).toEqual([csl]);
});
