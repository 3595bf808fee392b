// The language of the interface: the catalogue in use, English below it, and the way to another one.
import en from '../words/en.json';
import english from '../words/en.locale.json';
import { ENGLISH, LANGUAGES } from '../words/languages';
import { localeOf, type Locale, type LocaleFile, type PluralForm } from './locale';
import { view } from './view.svelte';

export type Leaf = string | (Partial<Record<PluralForm, string>> & { other: string });
type Catalogue = Map<string, Leaf>;

// None of them is fetched before its language is chosen.
const firsts = import.meta.glob<object>(['../words/??.json', '!../words/en.json'], { import: 'default' });
const locales = import.meta.glob<LocaleFile>(['../words/??.locale.json', '!../words/en.*'], { import: 'default' });

const source: Catalogue = flatten(en);

/** What is spoken now; replaced whole, so that every word on the page follows. */
class Spoken {
  lang = $state(ENGLISH);
  words = $state.raw<Catalogue>(source);
  locale = $state.raw<Locale>(localeOf(ENGLISH, english));
}
export const spoken = new Spoken();

function flatten(tree: object, prefix = '', into: Catalogue = new Map()): Catalogue {
  for (const [key, value] of Object.entries(tree)) {
    const isLeaf = typeof value === 'string' || 'other' in value;
    if (isLeaf) into.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`, into);
  }
  return into;
}

/** Adds an English part that comes with the panel it is for; other languages bring all their parts. */
export const addWords = (tree: object): void => void flatten(tree, '', source);

/** The words of a key in the language in use, else in English. */
export const wordsOf = (key: string): Leaf | undefined => spoken.words.get(key) ?? source.get(key);

let asked = ENGLISH;

/**
 * Changes the language of the interface, once its first words are there; one that has none is English.
 * Resolves when the page may be shown. Where the words do not arrive, the language stays as it was.
 */
export async function speak(wanted: string): Promise<void> {
  const lang = LANGUAGES.some(({ code }) => code === wanted) ? wanted : ENGLISH;
  if (lang === asked) return;
  asked = lang;
  if (lang === ENGLISH) return use(ENGLISH, source, english);
  try {
    const [words, locale] = await Promise.all([firsts[`../words/${lang}.json`]!(), locales[`../words/${lang}.locale.json`]!()]);
    if (lang !== asked) return;
    use(lang, flatten(words), locale);
    void addParts(lang);
  } catch {
    if (lang === asked) asked = spoken.lang; // may be asked for again
  }
}

function use(lang: string, words: Catalogue, locale: LocaleFile): void {
  spoken.lang = lang;
  spoken.words = words;
  spoken.locale = localeOf(lang, locale);
}

/** The words of panels that are not open yet; until they are here those panels are in English. */
async function addParts(lang: string): Promise<void> {
  const trees = await import('./word-parts').then(({ partsOf }) => partsOf(lang), () => []);
  if (lang !== asked) return;
  const words = new Map(spoken.words);
  for (const tree of trees) flatten(tree, '', words);
  spoken.words = words;
}

/** Lets words and the page's own language follow the view; call while a component is set up. */
export function keepLanguage(): void {
  $effect(() => void speak(view.lang));
  $effect(() => {
    document.documentElement.lang = spoken.lang;
  });
}
