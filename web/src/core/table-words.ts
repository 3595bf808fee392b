// The words of the table: they come with it, not with the first map.
import table from '../words/en.table.json';
import { OPEN } from './day';
import { listed } from './joining';
import { loaded } from './loaded.svelte';
import { sizeOf, type Row, type Size } from './table';
import { vagueDate } from './vague';
import { valueText } from './values';
import { view } from './view.svelte';
import { addWords, countryName, hasWords, nameIn, t } from './words';

addWords(table);

/** What a row is called, as on the map. */
export const nameText = ({ feature }: Pick<Row, 'feature'>): string => nameIn(feature.short, view.lang);

export const categoryText = ({ feature }: Pick<Row, 'feature'>): string =>
  nameIn(loaded.category(feature.category)?.name ?? loaded.layer(feature.layer)?.name ?? {}, view.lang);

/** `Construction`; with a word for what rests on a plan. */
export function statusText({ period, event }: Row): string {
  if (!period) return t('table.unknown');
  if (event) return t(period.planned ? 'table.toCome' : 'table.held');
  const status = nameIn(loaded.status(period.status)?.name ?? { en: period.status }, view.lang);
  return period.planned ? t('table.planned', { status }) : status;
}

/** The date the period began, as exactly as it is known. */
export function sinceText({ period }: Row): string {
  if (!period || period.from <= -OPEN) return t('table.unknown');
  return vagueDate(period.from, period.certain_from);
}

const WHOLE_FROM = 10; // km; a shorter line keeps a digit after the point

/** `988 km`, `4,592 ha`, `20 Mt a year`. */
export function sizeText({ value, unit }: Size): string {
  const shown = unit === 'km' ? Number(value.toFixed(value < WHOLE_FROM ? 1 : 0)) : value;
  return valueText({ value: shown, unit });
}

/** The size of a row, or the word for what nobody knows; events have none. A line is as long as it is drawn, which its record may give otherwise. */
export function rowSize({ event, summary }: Row): { short: string; told: string } {
  const size = summary && sizeOf(summary);
  if (size) {
    const short = sizeText(size);
    return { short, told: summary.length_km === null ? short : t('table.drawnSize', { size: short }) };
  }
  const none = event || !summary ? '' : t('table.unknown');
  return { short: none, told: none };
}

const FEW = 3; // countries that have room in a column

/** `KZ CN`, and how many more; the whole names are for those who ask. */
export function countriesText({ feature }: Row): { short: string; whole: string } {
  const { countries } = feature;
  const list = countries.slice(0, FEW).join(' ');
  const short = countries.length > FEW ? t('table.more', { list, count: countries.length - FEW }) : list;
  return { short, whole: listed(countries.map(countryName)) };
}

/** `traced, about 8 km` */
export function qualityText({ feature }: Row): string {
  const key = `table.quality.${feature.quality}`;
  const quality = hasWords(key) ? t(key) : feature.quality;
  return feature.accuracy_km === null ? quality : t('table.accuracy', { quality, km: feature.accuracy_km });
}
