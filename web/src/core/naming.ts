// The names of a record beside the one it is headed by: those of its own country first, then English.
import type { Names } from './api';

/** The language a country writes its names in, where the atlas has names in it. */
const OF_COUNTRY: Record<string, string> = {
  KZ: 'kk', KG: 'ky', UZ: 'uz', TJ: 'tg', CN: 'zh', RU: 'ru', BY: 'ru',
};

/** The language in which a name is shown to a reader of `lang`; '' where there is none at all. */
export const languageOf = (names: Names, lang: string): string =>
  [lang, 'en', ...Object.keys(names)].find((code) => names[code] !== undefined) ?? '';

/** The other names by language, each text once: the country's own, English, and the rest as they are given. */
export function namesBeside(names: Names, lang: string, countries: string[]): [string, string][] {
  const head = languageOf(names, lang);
  const own = countries.flatMap((country) => OF_COUNTRY[country] ?? []);
  const order = [...new Set([...own, 'en', ...Object.keys(names)])].filter((code) => code !== head && names[code] !== undefined);
  return order.map((code): [string, string] => [code, names[code]!]).filter(([, text]) => text !== names[head]);
}
