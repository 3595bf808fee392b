// Names are found by what is in them, whatever the script, the case and the accents.
import { expect, it } from 'vitest';
import type { Summary, TimelineFeature } from './api';
import { dayOf, OPEN } from './day';
import { find } from './finding';

const feature = (id: string, short: Record<string, string>, lifetime: [number, number] | null = null) =>
  ({ id, layer: 'pipelines', category: 'oil', short, lifetime }) as unknown as TimelineFeature;

const features = [
  feature('kenkiyak', { en: 'Kenkiyak–Atasu' }),
  feature('port', { en: 'Batasub' }),
  feature('atasu', { en: 'Atasu–Alashankou', ru: 'Атасу – Алашанькоу', zh: '阿塔苏—阿拉山口' }, [dayOf(2005, 12, 15), OPEN]),
  feature('usturt', { en: 'Üstürt', ru: 'Ёлка' }, [dayOf(1999, 1, 1), dayOf(2003, 1, 1)]),
  feature('btc', { en: 'Baku–Tbilisi–Ceyhan', ru: 'Баку – Тбилиси – Джейхан' }),
  feature('cpc', { en: 'Tengiz–Novorossiysk' }),
  feature('cku', { en: 'Kashgar–Andijan (CKU)' }),
  feature('osh', { en: 'Oʻsh Nookat Kyzyl-Kiya' }),
];
const full = (name: Record<string, string>) => ({ name }) as unknown as Summary;
const summaries = {
  cpc: full({ en: 'Caspian Pipeline Consortium (Tengiz-Novorossiysk) oil pipeline', ru: 'Нефтепровод КТК' }),
};
const ids = (query: string, limit = 8) => find(features, summaries, query, limit).map(({ id }) => id);

it.each([
  ['alashankou', ['atasu']], ['АЛАШАНЬКОУ', ['atasu']], ['阿拉山口', ['atasu']], ['atasu-alashankou', ['atasu']],
  ['ustu', ['usturt']], ['елка', ['usturt']], ['nowhere', []], ['', []], [' – ', []],
  ['BTC', ['btc']], ['бтд', ['btc']], ['CPC', ['cpc']], ['cpctn', ['cpc']], ['CKU', ['cku']], ['onk', ['osh']],
  ['bt', []], ['tco', []], ['consortium', ['cpc']], ['ктк', ['cpc']], ['osh', ['osh']], ["o'sh nookat", ['osh']],
])('%s', (query, expected) => expect(ids(query)).toEqual(expected));

it('what begins so comes first, then words that do, then the rest', () => {
  expect(ids('atasu')).toEqual(['atasu', 'kenkiyak', 'port']);
  expect(ids('atasu', 1)).toEqual(['atasu']);
});

it('initials come behind words that begin so, and before what is inside a word', () => {
  const some = ['Nabtco', 'Baku Tbilisi Ceyhan', 'Line BTC'].map((en) => feature(en, { en }));
  expect(find(some, {}, 'btc', 8).map(({ id }) => id)).toEqual(['Line BTC', 'Baku Tbilisi Ceyhan', 'Nabtco']);
});

it('a hit says which name it was and when the feature was there', () => {
  expect(find(features, {}, 'Алаш', 8)[0]).toMatchObject({ matched: 'Атасу – Алашанькоу', from: '2005-12-15', until: null });
  expect(find(features, {}, 'ustu', 8)[0]).toMatchObject({ from: '1999-01-01', until: '2002-12-31' });
  expect(find(features, {}, 'Kenk', 8)[0]).toMatchObject({ from: null, until: null });
});
