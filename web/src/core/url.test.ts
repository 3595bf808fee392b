// Addresses there and back, and what damaged ones mean.
import { expect, test } from 'vitest';
import { dayOf } from './day';
import { noFilters } from './filters';
import { formatAddress, parseAddress, type Address } from './url';

const plain: Address = {
  selected: '', day: null, asOf: null, camera: null, on: [], off: [], maps: [], lang: null, tilted: false,
  mode: 'map', since: null, versus: null, sideBySide: false, side: 'A', filters: noFilters(), organisation: '', outcomes: false,
  story: '', step: 0, cited: '',
};
const read = (address: string) => {
  const url = new URL(address, 'http://x');
  return parseAddress(url.pathname, url.search);
};

test('the plain view has the plain address', () => {
  expect(formatAddress(plain, null)).toBe('/');
  expect(read('/')).toEqual(plain);
});

test('a full view survives there and back', () => {
  const full: Address = {
    ...plain,
    selected: 'atasu-alashankou', day: dayOf(2005, 12, 15), asOf: dayOf(2005, 4, 3),
    camera: { lon: 78.3, lat: 47.1, zoom: 5.25 }, on: ['closed'], off: ['gas', 'idle'], maps: ['hills', 'rivers'], lang: 'ru', tilted: true,
  };
  const text = formatAddress(full, null);
  expect(text).toBe(
    '/feature/atasu-alashankou?t=2005-12-15&k=2005-04-03&z=5.25&c=47.1,78.3&on=closed&off=gas,idle&maps=hills,rivers&lang=ru&3d=1',
  );
  expect(read(text)).toEqual(full);
});

test('modes, filters, organisation, story and cited version survive there and back', () => {
  const chosen: Address = {
    ...plain, mode: 'compare', since: dayOf(2001), versus: dayOf(2014, 12, 31), sideBySide: true, side: 'B', organisation: 'sco',
    filters: { ...noFilters(), country: ['CN', 'KZ'], sourced: ['no'], text: 'Alashankou 阿' }, outcomes: true,
    story: 'oil-east', step: 2, cited: '0.1.0-abc',
  };
  const text = formatAddress(chosen, null);
  expect(text).toBe(
    '/?mode=compare&since=2001-01-01&vs=2014-12-31&side=1&at=B&country=CN,KZ&sourced=no&q=Alashankou%20%E9%98%BF&org=sco&outcomes=1&story=oil-east&step=3&v=0.1.0-abc',
  );
  expect(read(text)).toEqual(chosen);
});

test.each([
  '/?mode=globe', '/?since=2001-13-01&vs=x', '/?side=2', '/?country=,', '/?org=<b>', '/?step=9', '/?v=%20',
  '/?t=2005-02-30', '/?t=soon&k=', '/?z=5', '/?c=47.1,78.3', '/?c=47.1&z=5', '/?c=97,78&z=5', '/?c=1,2,3&z=5',
  '/?lang=<b>', '/?off=,', '/feature/', '/feature/%', '/feature/a/b',
])('%s says nothing', (address) => expect({ ...read(address), step: 0 }).toEqual(plain));

test('where there is one page only, the feature is a parameter of it', () => {
  const seen = { ...plain, selected: 'atasu-alashankou', lang: 'ru' };
  const text = formatAddress(seen, '/maps/index.html');
  expect(text).toBe('/maps/index.html?feature=atasu-alashankou&lang=ru');
  expect(read(text)).toEqual(seen);
  expect(formatAddress(plain, '/maps/')).toBe('/maps/');
});
