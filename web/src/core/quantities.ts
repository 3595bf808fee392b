// Figures: the values of one quantity grouped for reading; nothing is averaged and nothing dropped.
import type { Quantity } from './api';
import { bounds } from './day';

/** One value as written, with everyone who gives it. */
export interface Value { lead: Quantity; given: Quantity[] }
export interface Dot { from: number; until: number; chosen: boolean }
export interface DotLabel { at: number; values: [number, number] }
export interface Bar { at: string; value: number; height: number }
export interface Figure {
  key: string;
  headline: Value;
  /** Values of the same unit, scope and day as the headline that differ from it and each other. */
  rivals: Value[];
  /** How many different values sources give for the same thing. */
  differing: number;
  /** Values of other units, scopes or days. */
  others: Value[];
  dots: Dot[] | null;
  dotLabels: DotLabel[];
  bars: Bar[] | null;
  all: Quantity[];
}

const sameThing = (a: Quantity, b: Quantity) =>
  a.unit === b.unit && (a.scope ?? '') === (b.scope ?? '') && (a.as_of ?? '') === (b.as_of ?? '');
const sameValue = (a: Quantity, b: Quantity) =>
  sameThing(a, b) && a.value === b.value && a.low === b.low && a.high === b.high;

/** The first value in the file leads: the record's authors put the best supported one there. */
export function figures(quantities: Record<string, Quantity[]>): Figure[] {
  return Object.entries(quantities)
    .filter(([, list]) => list.length)
    .map(([key, list]) => figure(key, list));
}

function figure(key: string, all: Quantity[]): Figure {
  const values: Value[] = [];
  for (const quantity of all) {
    const known = values.find((value) => sameValue(value.lead, quantity));
    if (known) known.given.push(quantity);
    else values.push({ lead: quantity, given: [quantity] });
  }
  const headline = values[0]!;
  const rivals = values.slice(1).filter((value) => sameThing(value.lead, headline.lead));
  const others = values.slice(1).filter((value) => !sameThing(value.lead, headline.lead));
  const bars = series(all);
  const dots = bars ? null : dotsOf([headline, ...rivals]);
  return {
    key, headline, rivals, others, all, bars, dots,
    differing: rivals.length ? rivals.length + 1 : 0,
    dotLabels: dots ? labelsOf([headline, ...rivals], dots) : [],
  };
}

/** Lowest and highest number of a value; null where it is not a number. */
export function extent({ value, low, high }: Quantity): [number, number] | null {
  if (typeof value === 'number') return [value, value];
  if (typeof low === 'number' || typeof high === 'number') return [low ?? high!, high ?? low!];
  return null;
}

/** Values on one line from 0 to 1, from three different ones on. */
function dotsOf(values: Value[]): Dot[] | null {
  const extents = values.map((value) => extent(value.lead));
  const known = extents.filter((e) => e !== null);
  if (known.length < 3) return null;
  const low = Math.min(...known.map(([from]) => from));
  const high = Math.max(...known.map(([, until]) => until));
  if (high <= low) return null;
  const at = (value: number) => (value - low) / (high - low);
  return extents.flatMap((e, i) => (e ? [{ from: at(e[0]), until: at(e[1]), chosen: i === 0 }] : []));
}

const NEAR = 0.06; // dots closer than this share one label
const ROOM = 0.17; // a label needs this much of the line to itself

/** Labels of clusters of dots; the lowest and the highest always have theirs. */
function labelsOf(values: Value[], dots: Dot[]): DotLabel[] {
  const marks = values
    .flatMap((value) => extent(value.lead) ?? [])
    .sort((a, b) => a - b);
  const [low, high] = [marks[0]!, marks.at(-1)!];
  if (!dots.length) return [];
  const at = (value: number) => (value - low) / (high - low);
  const clusters: [number, number][] = [];
  for (const mark of marks) {
    const last = clusters.at(-1);
    if (last && at(mark) - at(last[1]) < NEAR) last[1] = mark;
    else clusters.push([mark, mark]);
  }
  const labels = clusters.map((values) => ({ at: (at(values[0]) + at(values[1])) / 2, values }));
  const lastLabel = labels.at(-1)!;
  const kept: DotLabel[] = [];
  for (const label of labels) {
    const free = !kept.length || label.at - kept.at(-1)!.at >= ROOM;
    const clear = label === lastLabel || lastLabel.at - label.at >= ROOM || !kept.length;
    if (free && clear) kept.push(label);
  }
  return kept;
}

/** Values of one unit, each of another day: a course through time, drawn as bars. */
function series(all: Quantity[]): Bar[] | null {
  const dated = all.filter((q) => typeof q.value === 'number' && q.as_of && !q.as_of.includes('/'));
  const days = new Set(dated.map((q) => q.as_of));
  const units = new Set(all.map((q) => q.unit));
  if (dated.length !== all.length || days.size !== all.length || all.length < 3 || units.size > 1) return null;
  const top = Math.max(...dated.map((q) => q.value as number));
  return dated
    .map((q) => ({ at: q.as_of!, value: q.value as number, height: (q.value as number) / top }))
    .sort((a, b) => (bounds(a.at)?.[0] ?? 0) - (bounds(b.at)?.[0] ?? 0));
}

export interface Unit {
  /** Three letters for money. */
  currency: string | null;
  /** `Mt`, `people`. */
  name: string;
  perYear: boolean;
}

const CURRENCY = /^[A-Z]{3}$/;

/** `USD/yr` is money by the year; `Mt/yr` a mass by the year; `TEU` is no money. */
export function unitOf(text: string): Unit {
  const perYear = text.endsWith('/yr');
  const name = perYear ? text.slice(0, -3) : text;
  return { currency: CURRENCY.test(name) && name !== 'TEU' ? name : null, name, perYear };
}

/** Large numbers as a reader says them: 700 and `million`. */
export function scaled(value: number): { value: number; scale: 'million' | 'billion' | null } {
  if (Math.abs(value) >= 1e9) return { value: value / 1e9, scale: 'billion' };
  if (Math.abs(value) >= 1e6) return { value: value / 1e6, scale: 'million' };
  return { value, scale: null };
}

/** Shortest honest form beside a bar: three digits. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
