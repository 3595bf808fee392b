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
  const cited: Cited = { id, record: name, atlas, version, read: fromIso(read)!, url: address, days: [], since: null, asOf: null };
  expect(cite('text', cited)).toBe(text);
  expect(cite('bibtex', cited)).toBe(bibtex);
  expect(JSON.parse(cite('csl', cited))).toEqual([csl]);
});

test('each form says in words which day it tells of, and what was known', () => {
  const [record] = cases;
  const day = (iso: string) => fromIso(iso)!;
  const { id, name, atlas, version, address } = record!;
  const cited: Cited = {
    id, record: name, atlas, version, url: address, read: day('2026-11-29'), days: [day('2005-12-15')], since: null, asOf: day('2005-12-20'),
  };
  const told = 'as on 2005-12-15, as known on 2005-12-20';
  expect(cite('text', cited)).toContain(`Steppe Atlas, version ${version}, ${told}. Accessed 2026-11-29.`);
  expect(cite('bibtex', cited)).toContain(`  note = {Version ${version}, ${told}},`);
  expect(JSON.parse(cite('csl', cited))[0].note).toBe(told);
  expect(cite('text', { ...cited, asOf: null })).toContain(', as on 2005-12-15. Accessed');
  expect(cite('text', { ...cited, since: day('2001-01-01') })).toContain(', as on 2001-01-01 to 2005-12-15, as known');
  expect(cite('text', { ...cited, days: [day('2000-06-30'), day('2006-06-30')], asOf: null })).toContain(', as on 2000-06-30 and 2006-06-30. ');
});
