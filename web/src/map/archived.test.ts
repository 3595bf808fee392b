// On files, addresses of tiles lead into archives, and no other address does.
import { expect, test } from 'vitest';
import { archived } from './archived';

const base = 'https://maps.example/some/where/?feature=a';

test.each([
  ['https://maps.example/some/where/tiles/basemap/3/5/2', 'pmtiles://basemap/3/5/2'],
  ['https://maps.example/some/where/tiles/basemap.json', 'https://maps.example/some/where/tiles/basemap.json'],
  ['https://maps.example/some/where/styles/dark.json', 'https://maps.example/some/where/styles/dark.json'],
  ['https://maps.example/tiles/basemap/3/5/2', 'https://maps.example/tiles/basemap/3/5/2'],
  ['https://elsewhere.example/some/where/tiles/basemap/3/5/2', 'https://elsewhere.example/some/where/tiles/basemap/3/5/2'],
])('%s', (href, expected) => expect(archived(href, base)).toBe(expected));
