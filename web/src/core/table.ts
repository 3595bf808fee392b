// The table of what is on the map, pure: its rows, its columns, and their order.
import type { Summaries, Summary, TimelineFeature, TimelinePeriod } from './api';
import { periodAt, shownAt, standingIn, type Rules } from './counts';
import { bounds, OPEN, type Day } from './day';
import { unitOf } from './quantities';

/** In the order they stand in; those that are there at first. */
export const COLUMNS = [
  'name', 'layer', 'status', 'since', 'outcome', 'size', 'countries', 'sources', 'opened', 'figure', 'actors', 'quality',
] as const;
export type Column = (typeof COLUMNS)[number];
export const FIRST_COLUMNS: readonly Column[] = COLUMNS.slice(0, 8);
const FIRST_ON_PHONES: readonly Column[] = ['name', 'status', 'since'];

/** The columns as a phone has them: there is room for three, and the others follow to the side. */
export const narrow = (columns: readonly Column[]): Column[] => [
  ...FIRST_ON_PHONES.filter((column) => columns.includes(column)),
  ...columns.filter((column) => !FIRST_ON_PHONES.includes(column)),
];
/** Columns of numbers, which stand at the right. */
export const NUMBERS: ReadonlySet<Column> = new Set(['size', 'sources', 'figure']);

export interface Row {
  feature: TimelineFeature;
  /** The period it stands in; of an event, its own. */
  period: TimelinePeriod | null;
  event: boolean;
  /** Null until the summaries are here. */
  summary: Summary | null;
}
export interface Order { column: Column; descending: boolean }
/** What the order of the rows is worked out with: how things are called, and where statuses come in a life. */
export interface Reading {
  collator: Intl.Collator;
  name: (feature: TimelineFeature) => string;
  category: (feature: TimelineFeature) => string;
  rank: (status: string) => number;
  actors: Summaries['actors'];
}

/** A row for each feature and each event that is on the map. */
export function rowsAt(features: TimelineFeature[], day: Day, rules: Rules, summaries: Summaries | null): Row[] {
  return features.filter((feature) => shownAt(feature, day, rules)).map((feature) => {
    const event = rules.eventLayers.has(feature.layer);
    const period = event ? (feature.periods.findLast((p) => p.from <= day) ?? null) : standingIn(feature, day, rules);
    return { feature, period: period ?? periodAt(feature, day), event, summary: summaries?.features[feature.id] ?? null };
  });
}

/** What a row is sorted by; null, the unknown, comes last in either direction. */
type SortKey = string | number | null;

function keyOf({ feature, period, summary }: Row, column: Column, reading: Reading): SortKey {
  switch (column) {
    case 'name': return reading.name(feature);
    case 'layer': return reading.category(feature);
    case 'status': return period && reading.rank(period.status) + (period.planned ? 0.5 : 0);
    case 'since': return sinceOf(period);
    case 'outcome': return summary && delayKey(summary);
    case 'size': return summary && sizeKey(sizeOf(summary));
    case 'countries': return feature.countries.join() || null;
    case 'sources': return summary && summary.sources;
    case 'opened': return summary?.outcome ? (bounds(summary.outcome)?.[0] ?? null) : null;
    case 'figure': return summary && sizeKey(summary.size);
    case 'actors': return summary?.actors.length ? reading.actors[summary.actors[0]!]?.name ?? null : null;
    case 'quality': return feature.accuracy_km;
  }
}

/** The first day a period may have begun; null where nobody knows. */
const sinceOf = (period: TimelinePeriod | null): Day | null =>
  (period && period.from > -OPEN ? period.from : null);

/** Days between promise and outcome; null where there are none to count. */
function delayKey({ verdict, delay_days }: Summary): number | null {
  if (verdict === null || verdict === 'abandoned' || verdict === 'pending') return null;
  return delay_days ?? 0;
}

export type Size = NonNullable<Summary['size']>;

/** The length of a line; of everything else the headline figure, unless it is money. */
export function sizeOf({ length_km, size }: Summary): Size | null {
  if (length_km !== null) return { kind: 'length_km', value: length_km, unit: 'km' };
  return size && unitOf(size.unit).currency === null ? size : null;
}

// Amounts of one unit stand together: a hectare is neither more nor less than a barrel.
const APART = 1e15;
const UNITS = ['km', 'ha', 'people'];

function sizeKey(size: Size | null): number | null {
  if (!size) return null;
  const known = UNITS.indexOf(size.unit);
  const place = known < 0 ? UNITS.length + (hash(size.unit) % 1000) : known;
  return place * APART + size.value;
}

const hash = (text: string) => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 65_521, 7);

/** The rows in order. Equal ones come by name; of one status or layer, the newest first; without a delay, plans first. */
export function ordered(rows: Row[], { column, descending }: Order, reading: Reading): Row[] {
  const by = (list: Row[], key: (row: Row) => SortKey, down: boolean) => sorted(list, key, reading.collator, down);
  let settled = by(rows, (row) => reading.name(row.feature), false);
  if (column === 'name' && !descending) return settled;
  if (column === 'status' || column === 'layer') settled = by(settled, (row) => sinceOf(row.period), true);
  if (column === 'outcome') settled = by(settled, ({ summary }) => summary?.verdict ?? null, true);
  return by(settled, (row) => keyOf(row, column, reading), descending);
}

/** Stable; each key is worked out once, since a table may have tens of thousands of rows. */
function sorted(rows: Row[], key: (row: Row) => SortKey, collator: Intl.Collator, descending: boolean): Row[] {
  const keyed = rows.map((row) => ({ row, key: key(row) }));
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    if (typeof a.key === 'number') return sign * (a.key - (b.key as number));
    return sign * collator.compare(a.key, b.key as string);
  });
  return keyed.map(({ row }) => row);
}
