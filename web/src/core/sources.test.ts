// Sources beside a value: their date, their link and how a record is cited.
import { describe, expect, it } from 'vitest';
import type { Source } from './api';
import { hostOf, issuedEdtf, sourceLabel, webLink } from './sources';

const source = (over: Partial<Source>): Source => ({ id: 'x', type: 'webpage', title: 'A report', ...over });

describe('sources', () => {
  it.each<[Source['issued'], string | null]>([
    [{ 'date-parts': [[2005, 12, 15]] }, '2005-12-15'],
    [{ 'date-parts': [[2014, 7]] }, '2014-07'],
    [{ 'date-parts': [[2007]], circa: true }, '2007~'],
    [{ 'date-parts': [[2004]], season: 3 }, '2004-23'],
    [{ 'date-parts': [[2004], [2005]] }, '2004/2005'],
    [{ raw: '198X' }, '198X'],
    [undefined, null],
  ])('reads the date of %j as %s', (issued, expected) => {
    expect(issuedEdtf(source({ issued }))).toBe(expected);
  });

  it('links to web addresses only', () => {
    expect(webLink(source({ URL: 'http://www.ogj.com/a' }))).toBe('http://www.ogj.com/a');
    expect(webLink(source({ URL: 'javascript:alert(1)' }))).toBeNull();
    expect(webLink(source({ URL: 'not an address' }))).toBeNull();
    expect(hostOf('http://www.ogj.com/a')).toBe('ogj.com');
  });

  it('names the publisher, else the title', () => {
    expect(sourceLabel(source({}))).toBe('A report');
    expect(sourceLabel(source({ publisher: 'AP' }))).toBe('AP');
  });
});
