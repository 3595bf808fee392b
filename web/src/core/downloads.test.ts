// The file holds what the map shows: same day, same switches, same box.
import { describe, expect, it } from 'vitest';
import type { Atlas } from './api';
import { dayOf } from './day';
import { noFilters } from './filters';
import { fileUrl, FIRST_FORMATS, MORE_FORMATS, onWorld, type Choice } from './downloads';
import { FORMAT_WORDS } from './take-words';

const atlas = {
  event_days: 365,
  statuses: [{ id: 'operating' }, { id: 'closed', ended: true }],
  layers: [
    { id: 'pipelines', categories: [{ id: 'oil' }, { id: 'gas' }] },
    { id: 'bases', categories: [{ id: 'air_base' }] },
    { id: 'events', events: true, categories: [{ id: 'summit' }] },
  ],
} as unknown as Atlas;
const choice = (over: Partial<Choice> = {}): Choice => ({
  day: dayOf(2005, 12, 15), asOf: null, since: null, filters: noFilters(), statuses: new Set(['operating']),
  categories: new Set(['oil', 'gas', 'air_base', 'summit']), bbox: null, ...over,
});
const query = (url: string | null) => new URL(url!, 'http://x');

describe('download addresses', () => {
  it('name layers, day and switches', () => {
    const url = query(fileUrl(atlas, choice(), false, 'geojson'));
    expect(url.pathname).toBe('/download/pipelines,bases.geojson');
    expect(Object.fromEntries(url.searchParams)).toEqual({ datetime: '2005-12-15', status: 'operating' });
  });

  it('end as the server names its formats, each of which has a word', () => {
    for (const format of [...FIRST_FORMATS, ...MORE_FORMATS]) {
      expect(query(fileUrl(atlas, choice(), false, format)).pathname).toBe(`/download/pipelines,bases.${format}`);
    }
    expect(Object.keys(FORMAT_WORDS)).toEqual([...FIRST_FORMATS, ...MORE_FORMATS]);
  });

  it('leave a layer out that is off, and name categories where some are', () => {
    const url = query(fileUrl(atlas, choice({ categories: new Set(['gas']) }), false, 'csv'));
    expect(url.pathname).toBe('/download/pipelines.csv');
    expect(url.searchParams.get('category')).toBe('gas');
  });

  it('ask for what has ended only where that is on, and for the box only where it is asked', () => {
    const url = query(fileUrl(atlas, choice({ statuses: new Set(['closed']), bbox: [46, 34, 90.123456, 56] }), false, 'csv'));
    expect(url.searchParams.get('ended')).toBe('include');
    expect(url.searchParams.get('bbox')).toBe('46,34,90.1235,56');
  });

  it('give events of the year up to the day, whatever the status switches', () => {
    const url = query(fileUrl(atlas, choice({ statuses: new Set() }), true, 'geojson'));
    expect(url.pathname).toBe('/download/events.geojson');
    expect(Object.fromEntries(url.searchParams)).toEqual({ datetime: '2004-12-16/2005-12-15' });
  });

  it('ask for a range as one, with what ended in it, and for the filters by name', () => {
    const filters = { ...noFilters(), country: ['KZ', 'CN'], text: 'gas' };
    const ranged = choice({ since: dayOf(2001), statuses: new Set(['closed']), filters });
    expect(Object.fromEntries(query(fileUrl(atlas, ranged, false, 'csv')).searchParams)).toEqual({
      datetime: '2001-01-01/2005-12-15', status: 'closed', country: 'CN,KZ', q: 'gas',
    });
    expect(query(fileUrl(atlas, ranged, true, 'csv')).searchParams.get('datetime')).toBe('2001-01-01/2005-12-15');
  });

  it('are none where nothing is on', () => {
    expect(fileUrl(atlas, choice({ statuses: new Set() }), false, 'csv')).toBeNull();
    expect(fileUrl(atlas, choice({ categories: new Set() }), true, 'csv')).toBeNull();
  });
});

it('a map that reaches over the edge of the world asks for what it shows', () => {
  expect(onWorld([46, 34, 90, 56])).toEqual([46, 34, 90, 56]);
  expect(onWorld([170, 34, 180, 56])).toEqual([170, 34, 180, 56]);
  expect(onWorld([170, 34, 200, 56])).toEqual([170, 34, -160, 56]);
  expect(onWorld([-200, 34, -190, 56])).toEqual([160, 34, 170, 56]);
  expect(onWorld([-200, -80, 200, 80])).toEqual([-180, -80, 180, 80]);
});
