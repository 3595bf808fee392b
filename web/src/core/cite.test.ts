// Citations name who, what, which version, where and when read, in each form.
import { expect, test } from 'vitest';
import { cite, CITATION_FORMS, versioned, type Cited } from './cite';
import { dayOf } from './day';

const cited: Cited = {
  record: 'Roads & 100 % {rails}', id: 'rails', atlas: 'Steppe Atlas', version: 'a1b2c3', read: dayOf(2026, 11, 29),
  url: 'http://atlas.test/feature/kant?t=2005-12-15&off=gas,oil',
};

test('a cited address keeps the view and says the version', () => {
  expect(versioned(cited.url, 'a1b2c3')).toBe('http://atlas.test/feature/kant?t=2005-12-15&off=gas,oil&v=a1b2c3');
  expect(versioned('http://atlas.test/?v=old', 'new')).toBe('http://atlas.test/?v=new');
});

test.each(CITATION_FORMS)('%s has version, address and day', (form) => {
  for (const part of ['Steppe Atlas contributors', 'a1b2c3', '2026']) expect(cite(form, cited)).toContain(part);
  expect(cite(form, { ...cited, record: null, id: null })).not.toContain('100');
});

test('BibTeX escapes what has a meaning there', () => {
  expect(cite('bibtex', cited)).toContain('title = {{Roads \\& 100 \\% rails}}');
});

test('CSL-JSON is what the format asks for', () => {
  const [item] = JSON.parse(cite('csl', cited));
  expect(item).toMatchObject({
    type: 'webpage', title: 'Roads & 100 % {rails}', 'container-title': 'Steppe Atlas', version: 'a1b2c3',
    accessed: { 'date-parts': [[2026, 11, 29]] },
  });
});
