// Every language has every word: the keys, placeholders and plural forms of English, and a locale.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENGLISH, LANGUAGES } from '../words/languages';
import type { LocaleFile } from './locale';

const words = new URL('../words/', import.meta.url);
const geodata = new URL('../../../geodata/', import.meta.url);
const there = readdirSync(words).filter((name) => name.endsWith('.json'));
const read = (name: string) => JSON.parse(readFileSync(new URL(name, words), 'utf8')) as Record<string, unknown>;

/** `en.record.json` is the part `.record` of English; a locale is of its own kind. */
const parts = there.filter((name) => name.startsWith(`${ENGLISH}.`) && !name.endsWith('.locale.json'))
  .map((name) => name.slice(ENGLISH.length, -'.json'.length));
const others = LANGUAGES.filter(({ code }) => code !== ENGLISH);

type Forms = Record<string, string>;
function flat(tree: Record<string, unknown>, prefix = ''): [string, Forms][] {
  return Object.entries(tree).flatMap(([key, value]): [string, Forms][] => {
    if (typeof value === 'string') return [[prefix + key, { '': value }]];
    const inner = value as Record<string, unknown>;
    return 'other' in inner ? [[prefix + key, inner as Forms]] : flat(inner, `${prefix}${key}.`);
  });
}
/** Names in braces; `{date|gen}` is `date` in a form of the language. */
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{(\w+)(?:\|\w+)?\}/g)].map((match) => match[1]))].sort();
const lastOf = (forms: Forms) => forms[''] ?? forms.other!;

it('every file of words is of a language that is offered, and of a part that English has', () => {
  const known = LANGUAGES.flatMap(({ code }) => [...parts, '.locale'].map((part) => `${code}${part}.json`));
  expect(there.filter((name) => !known.includes(name))).toEqual([]);
});

it.each(LANGUAGES)('a filter of $code calls what became of a promise as the legend does', ({ code }) => {
  const { filters } = read(`${code}.filters.json`) as { filters: { value: Record<string, Forms> } };
  const { outcome } = read(`${code}.outcome.json`) as { outcome: Record<string, Forms> };
  expect(filters.value.outcome).toEqual(outcome.verdict);
});

describe.each(others)('$code', ({ code, forms: needed }) => {
  it.each(parts.map((part) => `${code}${part}.json`))('%s is there', (name) => expect(there).toContain(name));

  const have = parts.filter((part) => there.includes(`${code}${part}.json`));
  it.each(have)('has the keys of en%s.json, in its order', (part) => {
    expect(flat(read(`${code}${part}.json`)).map(([key]) => key)).toEqual(flat(read(`${ENGLISH}${part}.json`)).map(([key]) => key));
  });

  it.each(have)('has the placeholders and the plural forms, and no empty word, in %s', (part) => {
    const english = new Map(flat(read(`${ENGLISH}${part}.json`)));
    const faults = flat(read(`${code}${part}.json`)).flatMap(([key, forms]) => {
      const source = english.get(key);
      if (!source) return [];
      const wanted = placeholders(lastOf(source));
      const plural = '' in source ? [''] : needed;
      return [
        ...plural.filter((form) => !(form in forms)).map((form) => `${key}: no form "${form}"`),
        ...Object.entries(forms).flatMap(([form, text]) => {
          const counts = new Intl.PluralRules([code, ENGLISH]).resolvedOptions().pluralCategories as string[];
          return [
            ...(form && !counts.includes(form) ? [`${key}: ${form} is no form of the language`] : []),
            ...(text.trim() ? [] : [`${key}: empty`]),
            ...(String(placeholders(text)) === String(wanted) ? [] : [`${key}: ${text}`]),
          ];
        }),
      ];
    });
    expect(faults).toEqual([]);
  });

  it('asks only for forms that its locale has', () => {
    const known = Object.keys((read(`${code}.locale.json`) as unknown as LocaleFile).forms ?? {});
    const asked = have.flatMap((part) => flat(read(`${code}${part}.json`)))
      .flatMap(([, forms]) => Object.values(forms).flatMap((text) => [...text.matchAll(/\|(\w+)\}/g)].map((match) => match[1]!)));
    expect(asked.filter((form) => !known.includes(form))).toEqual([]);
  });

  it('names its months and every country of the data', () => {
    const { months, alone = months, countries = {}, numbers } = read(`${code}.locale.json`) as unknown as LocaleFile;
    expect([new Set(months).size, alone.length]).toEqual([12, 12]);
    // Languages that browsers know name countries by themselves.
    if (numbers) expect(countriesOfData().filter((country) => !countries[country])).toEqual([]);
  });
});

function countriesOfData(): string[] {
  const found = new Set<string>();
  const collect = (value: unknown, key = ''): void => {
    if (Array.isArray(value)) value.forEach((entry) => collect(entry, key));
    else if (value && typeof value === 'object') for (const [k, v] of Object.entries(value)) collect(v, k);
    else if (['countries', 'country', 'user', 'host', 'participants'].includes(key) && /^[A-Z]{2}$/.test(String(value))) found.add(String(value));
  };
  for (const name of [...readdirSync(geodata).filter((name) => name.endsWith('.geojson')), 'memberships.json']) {
    collect(JSON.parse(readFileSync(new URL(name, geodata), 'utf8')));
  }
  return [...found].sort();
}
