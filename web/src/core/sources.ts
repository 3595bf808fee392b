// Sources: the short form beside a value, its date, and the host of its link.
import type { Source } from './api';

/** Who is named beside a value: the publisher, else the title. */
export const sourceLabel = (source: Source): string => source.publisher ?? source.title;

/** The date of a source as EDTF text, from its CSL-JSON form; null where it has none. */
export function issuedEdtf({ issued }: Source): string | null {
  if (!issued) return null;
  if (issued.raw) return issued.raw;
  const parts = issued['date-parts'] ?? [];
  const mark = issued.circa ? '~' : '';
  const texts = parts.map((part) => (issued.season ? `${pad(part[0]!, 4)}-2${issued.season % 10}` : dateText(part)) + mark);
  return texts.length ? texts.join('/') : null;
}

const dateText = ([year, ...rest]: number[]) => [pad(year!, 4), ...rest.map((n) => pad(n, 2))].join('-');
const pad = (value: number, width: number) => String(value).padStart(width, '0');

/** Only web links become links: a record is text from many hands. */
export function webLink(source: Source): string | null {
  if (!source.URL) return null;
  try {
    const url = new URL(source.URL);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

/** `ogj.com` */
export function hostOf(link: string): string {
  return new URL(link).hostname.replace(/^www\./, '');
}
