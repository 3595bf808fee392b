// A record is headed by its name in the reader's language; the names of its place stand beside it.
import { expect, it } from 'vitest';
import { languageOf, namesBeside } from './naming';

const names = { en: 'Khorgos', ru: 'Хоргос', zh: '霍尔果斯', kk: 'Қорғас', tg: 'Хоргос' };
const beside = (lang: string) => namesBeside(names, lang).map(([code]) => code);

it('the shared languages come first, then those of the countries, Chinese last', () => {
  expect(beside('ru')).toEqual(['en', 'kk', 'zh']);
  expect(beside('en')).toEqual(['ru', 'kk', 'tg', 'zh']);
  expect(beside('zh')).toEqual(['en', 'ru', 'kk', 'tg']);
  expect(namesBeside({ en: 'Herat', fa: 'هرات' }, 'en').map(([code]) => code)).toEqual(['fa']);
});

it('a name that is the same as the head is not said again', () => {
  expect(beside('tg')).toEqual(['en', 'kk', 'zh']);
});

it('a missing name falls back to English, else to whichever there is', () => {
  expect(languageOf(names, 'ky')).toBe('en');
  expect(languageOf({ ru: 'Хоргос' }, 'ky')).toBe('ru');
  expect(languageOf({}, 'ky')).toBe('');
});
