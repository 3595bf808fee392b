// Another language is spoken at once: its words, plurals, cases, dates, numbers and countries.
import { afterEach, expect, it } from 'vitest';
import { dayOf } from './day';
import { speak, spoken } from './language.svelte';
import './record-words';
import { countryName, formatCompact, formatDay, formatEdtf, formatNumber, t } from './words';

afterEach(() => speak('en'));

it('Russian has four forms and a genitive', async () => {
  await speak('ru');
  expect([1, 3, 5, 21].map((count) => t('time.features', { count }))).toEqual(['1 объект', '3 объекта', '5 объектов', '21 объект']);
  await expect.poll(() => t('feature.since', { date: formatEdtf('2005-05') })).toBe('с мая 2005');
  expect(t('feature.since', { date: formatEdtf('2004-23') })).toBe('с осени 2004 г.');
  expect([formatDay(dayOf(2005, 5, 15)), formatEdtf('2005-05'), formatEdtf('198X')]).toEqual(['15 мая 2005', 'май 2005', '1980-е гг.']);
});

it('languages that browsers do not know write dates, numbers and countries by their own file', async () => {
  await speak('uz');
  expect([formatDay(dayOf(2005, 12, 15)), formatEdtf('2005'), countryName('KZ')]).toEqual(['2005-yil 15-dek.', '2005-yil', 'Qozogʻiston']);
  expect([formatNumber(1234.5), formatCompact(7e8)].map((text) => text.replace(/\s/g, ' '))).toEqual(['1 234,5', '700 mln']);
  await speak('tg');
  expect([formatEdtf('2005'), formatEdtf('2004-23'), countryName('TJ')]).toEqual(['соли 2005', 'тирамоҳи соли 2004', 'Тоҷикистон']);
});

it('what nobody translated is English, and a later choice wins over a slower one', async () => {
  await speak('fr');
  expect([spoken.lang, t('layers.title')]).toEqual(['en', 'Layers']);
  await Promise.all([speak('zh'), speak('kk')]);
  expect([spoken.lang, t('layers.title')]).toEqual(['kk', 'Қабаттар']);
});
