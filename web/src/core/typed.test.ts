// The date field: every form it takes, what it refuses, and that it reads all the atlas writes.
import { afterEach, describe, expect, test } from 'vitest';
import { dayOf, toIso } from './day';
import { speak } from './language.svelte';
import { readTyped } from './typed';
import { LANGUAGES } from '../words/languages';
import { formatDay, formatEdtf, formatRange } from './words';

const ends = { first: dayOf(1867), today: dayOf(2026, 11, 24) };
function read(text: string): string {
  const typed = readTyped(text, ends);
  if (typeof typed === 'string') return typed;
  return [typed.first, ...(typed.first === typed.last ? [] : [typed.last])].map(toIso).join(' ') + (typed.range ? ' range' : '');
}

describe('one date', () => {
  const cases: [string, string][] = [
    ['2005', '2005-01-01 2005-12-31'], ['2005-12', '2005-12-01 2005-12-31'], [' 2004-2 ', '2004-02-01 2004-02-29'],
    ['2005-12-15', '2005-12-15'], ['2005.12.15', '2005-12-15'], ['2005/12/15', '2005-12-15'], ['2005/12', '2005-12-01 2005-12-31'],
    ['Dec 2005', '2005-12-01 2005-12-31'], ['december 2005', '2005-12-01 2005-12-31'], ['15 Dec 2005', '2005-12-15'],
    ['Dec 15, 2005', '2005-12-15'], ['5 Sept. 2001', '2001-09-05'], ['2005-24', '2005-12-01 2006-02-28'],
    ['winter 2005', '2005-12-01 2006-02-28'], ['Summer 2004', '2004-06-01 2004-08-31'], ['2005~', '2005-01-01 2005-12-31'],
    ['2005-12?', '2005-12-01 2005-12-31'], ['about 2010', '2010-01-01 2010-12-31'], ['199X', '1990-01-01 1999-12-31'],
    ['199x', '1990-01-01 1999-12-31'], ['1990s', '1990-01-01 1999-12-31'], ['the 1990s', '1990-01-01 1999-12-31'],
    ['19XX', '1900-01-01 1999-12-31'], ['today', '2026-11-24'],
    ['2005-02-30', 'form'], ['30 Feb 2005', 'form'], ['2005-13', 'form'], ['12', 'form'], ['soon', 'form'], ['', 'form'],
    ['2004-XX', '2004-01-01 2004-12-31'], ['2004-XX-XX', '2004-01-01 2004-12-31'], ['2004-12-XX', '2004-12-01 2004-12-31'],
    ['2004-02-xx~', '2004-02-01 2004-02-29'], ['2004-XX-15', 'form'], ['2004-13-XX', 'form'], ['2004-12-XX-XX', 'form'],
    ['15 winter 2005', 'form'], ['monsoon 2005', 'form'], ['Ma 2005', 'form'],
  ];
  test.each(cases)('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('a range', () => {
  const cases: [string, string][] = [
    ['2001/2014', '2001-01-01 2014-12-31 range'], ['2001-05/2005', '2001-05-01 2005-12-31 range'],
    ['2001-12-16 / 2014-06-03', '2001-12-16 2014-06-03 range'], ['Dec 2001 – 3 Jun 2014', '2001-12-01 2014-06-03 range'],
    ['2001 - 2014', '2001-01-01 2014-12-31 range'], ['winter 2005/2006', '2005-12-01 2006-12-31 range'],
    ['199X/2005', '1990-01-01 2005-12-31 range'], ['2024/..', '2024-01-01 2026-11-24 range'], ['/1999', '1867-01-01 1999-12-31 range'],
    ['2005-12-15/2005-12-15', '2005-12-15 range'],
    ['2014/2001', 'order'], ['2030/..', 'order'], ['../..', 'form'], ['2001/soon', 'form'], ['2001/2002/2003', 'form'],
  ];
  test.each(cases)('%s', (text, expected) => expect(read(text)).toBe(expected));
});

test('every day and every range is read back as it is written', () => {
  const [first, last] = [dayOf(1801), dayOf(2099, 12, 31)];
  for (let day = first, stride = 1; day <= last; day += stride = (stride % 41) + 1) {
    expect(read(formatDay(day)), formatDay(day)).toBe(toIso(day));
    expect(read(toIso(day))).toBe(toIso(day));
    const end = day + stride * stride;
    const typed = readTyped(formatRange(day, end), ends);
    expect(typed, formatRange(day, end)).toMatchObject({ first: day, last: end });
  }
  for (const edtf of ['2005~', '2005-12', '2004-21', '2004-24', '199X', '2001-10/2001-12', '2001/2014']) {
    expect(read(formatEdtf(edtf)), edtf).toBe(read(edtf));
  }
});

describe('in every language', () => {
  afterEach(() => speak('en'));

  test.each(LANGUAGES.map(({ code }) => code))('days, months, years and ranges are read back as they are written: %s', async (lang) => {
    await speak(lang);
    for (let day = dayOf(1801), stride = 1; day <= dayOf(2099, 12, 31); day += stride = (stride % 97) + 1) {
      expect(read(formatDay(day)), formatDay(day)).toBe(toIso(day));
      expect(readTyped(formatRange(day, day + stride * stride), ends), formatRange(day, day + stride * stride))
        .toMatchObject({ first: day, last: day + stride * stride });
    }
    for (let month = 1; month <= 12; month++) {
      for (const edtf of ['2004', `2004-${String(month).padStart(2, '0')}`]) expect(read(formatEdtf(edtf)), formatEdtf(edtf)).toBe(read(edtf));
    }
  });

  test.each(['ru', 'kk', 'ky', 'uz', 'tg'])('months are read by their whole names, as they stand alone and after a day: %s', async (lang) => {
    await speak(lang);
    for (let month = 1; month <= 12; month++) {
      const named = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(lang, { month: 'long', timeZone: 'UTC', ...options })
        .formatToParts(dayOf(2005, month, 5) * 86_400_000).find(({ type }) => type === 'month')!.value;
      const expected = `2005-${String(month).padStart(2, '0')}`;
      expect(read(`5 ${named({ day: 'numeric' })} 2005`), named({ day: 'numeric' })).toBe(`${expected}-05`);
      expect(read(`${named({})} 2005`), named({})).toBe(read(expected));
    }
  });

  test.each([
    ['ru', '15 дек. 2005', '2005-12-15'], ['ru', '15 Декабря 2005', '2005-12-15'], ['ru', 'зима 2005', '2005-12-01 2006-02-28'],
    ['ru', '15 Dec 2005', '2005-12-15'], ['zh', '2005年12月15日', '2005-12-15'], ['zh', '2005年13月', 'form'], ['ru', '31 июня 2005', 'form'],
    ['ru', 'скоро 2005', 'form'], ['uz', '2005-yil 15-dekabr', '2005-12-15'], ['ky', '2005-ж. 15-декабрь', '2005-12-15'],
  ])('%s: %s', async (lang, text, expected) => {
    await speak(lang);
    expect(read(text)).toBe(expected);
  });
});

test('whole years and months are written as such', () => {
  expect(formatRange(dayOf(2001), dayOf(2014, 12, 31))).toBe('2001 – 2014');
  expect(formatRange(dayOf(2005), dayOf(2005, 12, 31))).toBe('2005');
  expect(formatRange(dayOf(2001, 5), dayOf(2005, 2, 28))).toBe('May 2001 – Feb 2005');
  expect(formatRange(dayOf(2001, 5), dayOf(2001, 5, 31))).toBe('May 2001');
  expect(formatRange(dayOf(2001, 12, 16), dayOf(2014, 6, 3))).toBe('16 Dec 2001 – 3 Jun 2014');
});
