// The languages of the interface: their own names, and whether a native speaker has read the words.
import type { PluralForm } from '../core/locale';

export interface Language {
  code: string;
  /** Its name in itself, as a reader looks for it; browsers do not know all of them. */
  name: string;
  /** False: translated by machine and not yet read by a native speaker, which the page says. */
  reviewed: boolean;
  /** The forms a text with a number needs; one alone where the noun stays as it is after a number. */
  forms: PluralForm[];
}

/** English is the source of all others and the one a missing word falls back to. */
export const ENGLISH = 'en';

export const LANGUAGES: Language[] = [
  { code: ENGLISH, name: 'English', reviewed: true, forms: ['one', 'other'] },
  { code: 'ru', name: 'Русский', reviewed: false, forms: ['one', 'few', 'many', 'other'] },
  { code: 'zh', name: '中文', reviewed: false, forms: ['other'] },
  { code: 'kk', name: 'Қазақша', reviewed: false, forms: ['other'] },
  { code: 'ky', name: 'Кыргызча', reviewed: false, forms: ['other'] },
  { code: 'uz', name: 'Oʻzbekcha', reviewed: false, forms: ['other'] },
  { code: 'tg', name: 'Тоҷикӣ', reviewed: false, forms: ['other'] },
];
