// The names of a record beside the one it is headed by, in one order whatever the record.
import type { Names } from './api';

/** The two languages shared across the region, those of its countries, and Han last. */
const ORDER = ['en', 'ru', 'kk', 'ky', 'uz', 'tg', 'zh'];

/** The language in which a name is shown to a reader of `lang`; '' where there is none at all. */
export const languageOf = (names: Names, lang: string): string =>
  [lang, 'en', ...Object.keys(names)].find((code) => names[code] !== undefined) ?? '';

/** The other names by language, each text but that of the head. */
export function namesBeside(names: Names, lang: string): [string, string][] {
  const head = languageOf(names, lang);
  const order = [...new Set([...ORDER, ...Object.keys(names)])].filter((code) => code !== head && names[code] !== undefined);
  return order.map((code): [string, string] => [code, names[code]!]).filter(([, text]) => text !== names[head]);
}
