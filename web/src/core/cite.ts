// How to cite the atlas or a record of it, pure and in English, as the formats are: as text, BibTeX and CSL-JSON, each with the version of the data.
import { civil, type Day, toIso } from './day';

export interface Cited {
  /** Of the record; null for the atlas as a whole, as seen. */
  record: string | null;
  /** Id of the record. */
  id: string | null;
  atlas: string; version: string;
  /** The address of the view; the version is added to it. */
  url: string;
  /** The day of reading. */
  read: Day;
}
export type CitationForm = 'text' | 'bibtex' | 'csl';
export const CITATION_FORMS: readonly CitationForm[] = ['text', 'bibtex', 'csl'];

/** The address with the version of the data it was seen with, so that a later reader is told of another one. */
export function versioned(url: string, version: string): string {
  const address = new URL(url);
  address.searchParams.set('v', version);
  return address.href.replace(/%2C/g, ',');
}

export function cite(form: CitationForm, cited: Cited): string {
  const { year, month, day } = civil(cited.read);
  const url = versioned(cited.url, cited.version);
  const author = `${cited.atlas} contributors`;
  const title = cited.record ?? cited.atlas;
  switch (form) {
    case 'text':
      return `${author}. ${year}. “${title}.” ${cited.atlas}, version ${cited.version}. Accessed ${toIso(cited.read)}. ${url}`;
    case 'bibtex':
      return [
        `@misc{${key(cited)},`,
        `  author = {{${braced(author)}}},`,
        `  title = {{${braced(title)}}},`,
        ...(cited.record ? [`  howpublished = {${braced(cited.atlas)}},`] : []),
        `  year = {${year}},`,
        `  version = {${cited.version}},`,
        `  url = {${url}},`,
        `  urldate = {${toIso(cited.read)}}`,
        '}',
      ].join('\n');
    case 'csl':
      return JSON.stringify([{
        id: key(cited), type: 'webpage', title, author: [{ literal: author }],
        ...(cited.record ? { 'container-title': cited.atlas } : {}),
        version: cited.version, URL: url,
        issued: { 'date-parts': [[year]] }, accessed: { 'date-parts': [[year, month, day]] },
      }], null, 2);
  }
}

/** The same in every language: names may have no Latin letter. */
const key = ({ atlas, id, version }: Cited) => `${slug(atlas)}-${id ? `${id}-` : ''}${slug(version)}`;
const slug = (text: string) => text.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
/** Signs with a meaning in BibTeX as plain ones. */
const braced = (text: string) => text.replace(/[{}\\]/g, '').replace(/([&%$#_])/g, '\\$1');
