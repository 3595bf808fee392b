// How words, dates and numbers are written.
import { expect, test } from 'vitest';
import './time-words';
import { formatDay, formatEdtf, formatNumber, t } from './words';
import { dayOf } from './day';

test.each([
  ['2005-12-15', '15 Dec 2005'], ['2005-09', 'Sep 2005'], ['2005', '2005'], ['2010~', 'about 2010'],
  ['2004-23', 'autumn 2004'], ['198X', 'the 1980s'], ['2001-10/2001-12', 'Oct 2001 – Dec 2001'],
  ['2024/..', '2024 or later'], ['2005-12?', 'perhaps Dec 2005'], ['soon', 'soon'],
])('%s', (text, words) => expect(formatEdtf(text)).toBe(words));

test('days and numbers', () => {
  expect(formatDay(dayOf(2026, 11, 24))).toBe('24 Nov 2026');
  expect([formatNumber(1200), formatNumber(-0.5)]).toEqual(['1,200', '−0.5']);
});

test('the point of a shortened word ends a sentence, too', () => {
  expect(t('known.note', { day: '3 Dec.' })).toBe('As known on 3 Dec.');
  expect(t('known.note', { day: '3 Dec 2005' })).toBe('As known on 3 Dec 2005.');
});
