// A record is headed by its name in the reader's language; the names of its place stand beside it.
import { expect, it } from 'vitest';
import { languageOf, namesBeside } from './naming';

const names = { en: 'Khorgos', ru: 'Хоргос', zh: '霍尔果斯', kk: 'Қорғас', tg: 'Хоргос' };
const beside = (lang: string, countries: string[]) => namesBeside(names, lang, countries).map(([code]) => code);

it('the names of its own countries come first, then English, then the rest', () => {
  expect(beside('ru', ['KZ', 'CN'])).toEqual(['kk', 'zh', 'en']);
  expect(beside('en', ['CN'])).toEqual(['zh', 'ru', 'kk', 'tg']);
  expect(beside('zh', [])).toEqual(['en', 'ru', 'kk', 'tg']);
});

it('a name that is the same as the head is not said again', () => {
  expect(beside('tg', ['KZ'])).toEqual(['kk', 'en', 'zh']);
});

it('a missing name falls back to English, else to whichever there is', () => {
  expect(languageOf(names, 'ky')).toBe('en');
  expect(languageOf({ ru: 'Хоргос' }, 'ky')).toBe('ru');
  expect(languageOf({}, 'ky')).toBe('');
});
