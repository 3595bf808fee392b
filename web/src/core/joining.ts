// How the parts of a sentence are joined: by the marks of the language in use, so that Chinese text has
// its own and no space after them. Parts that are empty are left out.
import { spoken } from './language.svelte';
import type { Marks } from './locale';

type Part = string | null | undefined;

/** A mark with the space that belongs to it, for parts that are elements of their own. */
export const mark = (name: keyof Marks): string => spoken.locale.marks[name];

const joined = (name: keyof Marks, parts: readonly Part[]) => parts.filter(Boolean).join(mark(name));

/** `86 features, 9 changed this year` */
export const clauses = (...parts: Part[]): string => joined('comma', parts);

/** `Kazakhstan, China`: things of one kind. */
export const listed = (items: readonly Part[]): string => joined('item', items);

/** `traced; 988 km drawn`: what a reader takes in one by one. */
export const apart = (...parts: Part[]): string => joined('semicolon', parts);

/** `15 Dec 2005. SCO on this day: 6 members` */
export const sentences = (...parts: Part[]): string => joined('stop', parts);

/** `15 Dec 2005: 86 features` */
export const named = (label: string, value: string): string => label + mark('colon') + value;

/** ` (owner)`, to stand after another text. */
export const bracketed = (text: string): string => mark('open') + text + mark('close');
