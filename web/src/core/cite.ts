// How to cite the atlas or a record of it, pure and in English, as the formats are: as text, BibTeX and CSL-JSON, each
// with the version of the data. The pages of the server have the same rules: one table of cases holds both.
import { civil, type Day, toIso } from './day';

export interface Cited {
  /** Of the record; null for the atlas as a whole, as seen. */
  record: string | null;
  /** Id of the record. */
  id: string | null;
  atlas: string; version: string;
  /** The address of the view with its day; the version is added to it. */
  url: string;
  /** The day of reading. */
  read: Day;
  /** The days that are told of; none of what is cited as it stands. */
  days: readonly Day[];
  /** The first day of a range that ends on the day told of, and the day up to which it was known, where the view has them. */
  since: Day | null; asOf: Day | null;
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
  const { record, atlas, version } = cited;
  const url = versioned(cited.url, version);
  const author = `${atlas} contributors`;
  const told = toldOf(cited);
  const edition = [`version ${version}`, ...told].join(', ');
  switch (form) {
    case 'text':
      return `${author}. ${year}. ${record ? `“${record}.” ` : ''}${atlas}, ${edition}. Accessed ${toIso(cited.read)}. ${url}`;
    case 'bibtex':
      return [
        `@misc{${idOf(cited).replace(/[^A-Za-z0-9_-]/g, '-')},`,
        `  author = {{${tex(author)}}},`,
        `  title = {{${tex(record ?? atlas)}}},`,
        ...(record ? [`  howpublished = {${tex(atlas)}},`] : []),
        `  year = {${year}},`,
        `  note = {V${tex(edition.slice(1))}},`,
        `  url = {${url.replaceAll('{', '%7B').replaceAll('}', '%7D')}},`,
        `  urldate = {${toIso(cited.read)}},`,
        '}\n',
      ].join('\n');
    case 'csl':
      return JSON.stringify([{
        id: idOf(cited), type: record ? 'webpage' : 'dataset', title: record ?? atlas, author: [{ literal: author }],
        ...(record ? { 'container-title': atlas } : {}),
        version, URL: url, ...(told.length ? { note: told.join(', ') } : {}),
        issued: { 'date-parts': [[year]] }, accessed: { 'date-parts': [[year, month, day]] },
      }], null, 2);
  }
}

/** `as on 2005-12-15`, `as known on 2005-12-20` */
function toldOf({ days, since, asOf }: Cited): string[] {
  const on = since === null ? days.map(toIso).join(' and ') : `${toIso(since)} to ${days.map(toIso).join()}`;
  return [...(on ? [`as on ${on}`] : []), ...(asOf === null ? [] : [`as known on ${toIso(asOf)}`])];
}

const idOf = ({ id }: Cited) => id ?? 'atlas';

const COMMANDS: Record<string, string> = { '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' };
/** Signs that TeX takes for commands as plain ones. */
const tex = (text: string) => text.replace(/[\\~^&%$#_{}\p{Cc}]/gu, (sign) =>
  COMMANDS[sign] ?? (/\p{Cc}/u.test(sign) ? ' ' : `\\${sign}`));
