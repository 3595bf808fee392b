// The life bar: periods, plans and the chosen day as places on one line. Geometry only, words come in.
import type { Status } from './api';
import type { Day } from './day';
import { listed } from './joining';

export interface LifePeriod {
  status: Status; planned: boolean;
  from: Day; certainFrom: Day;
  /** The word under the bar and the year it began. */
  word: string; year: string;
}
export interface LifePlan {
  /** The day it was said and the last day promised. */
  said: Day; due: Day;
  text: string;
  /** The day it came true, where that was late, and the words of the chip. */
  late: { day: Day; text: string } | null;
}
export interface LifeInput { periods: LifePeriod[]; plans: LifePlan[]; day: Day; today: Day }

export interface Segment { status: Status; planned: boolean; x: number; width: number; fade: number }
export interface Strip {
  x: number; width: number; y: number;
  text: string; textX: number; textY: number; anchor: 'start' | 'end';
  bracket: { x: number; width: number; y: number } | null;
  chip: { x: number; width: number; y: number; text: string } | null;
}
export interface Label { x: number; y: number; text: string }
export interface Life {
  width: number; height: number; barY: number;
  segments: Segment[]; strips: Strip[]; labels: Label[];
  /** Where the chosen day stands, and whether it lies outside the bar. */
  mark: number; markOutside: boolean;
  /** Where the scale of the quiet years after the last change begins, if it is another one. */
  knee: number | null;
}

export const BAR = 16;
export const STRIP = 7;
const KNOB = 12; // room above for the knob of the chosen day
const CHARACTER = 6.1; // mean width of a character at 11.5 px, only to keep labels apart
const LINE = 15;

const WIDE = 11.5; // of a Chinese character

const widthOf = (text: string) => [...text].reduce((sum, sign) => sum + (/[\p{sc=Han}\u3000-\u303f\uff00-\uffef]/u.test(sign) ? WIDE : CHARACTER), 0);

export function lifeBar(input: LifeInput, width: number): Life | null {
  const { periods, plans } = input;
  if (!periods.length || width <= 0) return null;
  const scale = scaleOf(input, width);
  let y = KNOB;
  const strips = plans.map((plan) => {
    const strip = stripAt(plan, scale.x, width, y);
    y = strip.bottom;
    return strip.strip;
  });
  const barY = y + 4;
  const { labels, rows } = labelsOf(periods, scale.x, width, barY + BAR + LINE);
  return {
    width, height: barY + BAR + rows * LINE + 4, barY,
    segments: segmentsOf(periods, scale.x, width), strips, labels,
    mark: scale.x(input.day),
    markOutside: input.day < scale.first || input.day > scale.end,
    knee: scale.knee,
  };
}

interface Scale { x: (day: Day) => number; first: Day; end: Day; knee: number | null }

/**
 * Days to pixels. Straight, unless what happened would be squeezed into less than half of the bar by
 * the quiet years after it: then those share the last quarter, and the bar shows a cut there.
 */
function scaleOf({ periods, plans, day, today }: LifeInput, width: number): Scale {
  const first = Math.min(...periods.map((p) => p.from), ...plans.map((p) => p.said));
  const last = Math.max(
    ...periods.map((p) => p.certainFrom), ...plans.map((p) => Math.max(p.due, p.late?.day ?? p.due)),
  );
  const eventful = last - first;
  const ended = endsIn(periods);
  const end = Math.max(last + Math.max(365, eventful * 0.15), ended ? 0 : today, Math.min(day, today));
  if (eventful < 60 || eventful >= (end - first) * 0.5) {
    const x = (d: Day) => clamp(((d - first) / (end - first)) * width, width);
    return { x, first, end, knee: null };
  }
  const kneeDay = last + eventful * 0.08;
  const knee = width * 0.76;
  const x = (d: Day) => clamp(d <= kneeDay
    ? ((d - first) / (kneeDay - first)) * knee
    : knee + ((d - kneeDay) / (end - kneeDay)) * (width - knee), width);
  return { x, first, end, knee };
}

const clamp = (x: number, width: number) => Math.max(0, Math.min(width, x));

const endsIn = (periods: LifePeriod[]) => ['closed', 'cancelled'].includes(periods.at(-1)!.status);

/** Each period reaches under the uncertain start of the next one, which fades in over it. */
function segmentsOf(periods: LifePeriod[], x: (day: Day) => number, width: number): Segment[] {
  return periods.map((period, i) => {
    const next = periods[i + 1];
    const start = x(period.from);
    const end = next ? x(next.certainFrom) : width;
    return {
      status: period.status, planned: period.planned,
      x: start, width: Math.max(1, end - start), fade: x(period.certainFrom) - start,
    };
  });
}

function stripAt(plan: LifePlan, x: (day: Day) => number, width: number, top: number) {
  const from = x(Math.min(plan.said, plan.due));
  const tip = x(plan.due);
  const outcome = plan.late ? x(plan.late.day) : null;
  const text = widthOf(plan.text) + 4;
  const chipWidth = plan.late ? widthOf(plan.late.text) + 14 : 0;
  // The words stand before the strip, else behind it, else on a line of their own above.
  const before = text <= from;
  const behind = !before && !plan.late && tip + 10 + text <= width;
  const chipBehind = plan.late !== null && tip + 8 + chipWidth <= width;
  const ownLine = (!before && !behind) || (plan.late !== null && !chipBehind);
  const y = top + (ownLine ? LINE : 0) + 4;
  const line = before || behind ? y + STRIP : top + 11;
  const strip: Strip = {
    x: from, width: Math.max(2, tip - from), y,
    text: plan.text,
    textX: before ? from - 4 : behind ? tip + 10 : Math.max(0, Math.min(from, width - text - chipWidth)),
    textY: line, anchor: before ? 'end' : 'start',
    bracket: outcome === null ? null : { x: tip, width: Math.max(1, outcome - tip), y: y + STRIP + 11 },
    chip: plan.late && {
      x: chipBehind ? tip + 8 : width - chipWidth, width: chipWidth,
      y: chipBehind ? y - 6 : top - 3, text: plan.late.text,
    },
  };
  return { strip, bottom: y + STRIP + (outcome === null ? 9 : 18) };
}

/** Words under the bar, each under its period on one line where they fit, else on two. */
function labelsOf(periods: LifePeriod[], x: (day: Day) => number, width: number, y: number) {
  const one = oneRow(periods, x, width);
  if (one) return { labels: one.map((group) => ({ x: group.x, y: y - 2, text: textOf(group.items) })), rows: 1 };
  return twoRows(periods, x, width, y);
}

/** On one line a label may move along its period, but not off it; null where that is not room enough. */
function oneRow(periods: LifePeriod[], x: (day: Day) => number, width: number): Group[] | null {
  const row: Group[] = [];
  for (const period of periods) {
    const at = x(period.from);
    const last = row.at(-1);
    if (last && endOf(last) + 8 > at && last.items.at(-1)!.year === period.year) last.items.push(period);
    else row.push({ x: last ? Math.max(at, endOf(last) + 8) : at, items: [period] });
  }
  for (let i = row.length - 1, limit = width; i >= 0; i--) {
    const group = row[i]!;
    group.x = Math.min(group.x, limit - widthOf(textOf(group.items)));
    limit = group.x - 8;
  }
  const near = row.every((group, i) => {
    const end = row[i + 1] ? x(row[i + 1]!.items[0]!.from) : width;
    return group.x >= 0 && group.x <= end && endOf(group) >= x(group.items[0]!.from);
  });
  return near ? row : null;
}

/** Each label at the start of its period: neighbours of a year share one, others go to the second row. */
function twoRows(periods: LifePeriod[], x: (day: Day) => number, width: number, y: number) {
  const rows: Group[][] = [[], []];
  for (const period of periods) {
    const at = x(period.from);
    const free = (row: Group[]) => !row.length || endOf(row.at(-1)!) + 8 <= at;
    const last = rows[0]!.at(-1);
    if (free(rows[0]!)) rows[0]!.push({ x: at, items: [period] });
    else if (last?.items.at(-1)!.year === period.year) last.items.push(period);
    else if (free(rows[1]!)) rows[1]!.push({ x: at, items: [period] });
    else rows[1]!.at(-1)!.items.push(period);
  }
  for (const row of rows) pullIn(row, width);
  const labels = rows.flatMap((row, i) =>
    row.map((group) => ({ x: group.x, y: y + i * LINE - 2, text: textOf(group.items) })));
  return { labels, rows: rows[1]!.length ? 2 : 1 };
}

interface Group { x: number; items: LifePeriod[] }

const endOf = (group: Group) => group.x + widthOf(textOf(group.items));

/** Moves labels that would leave the bar to the left, and joins those that then meet. */
function pullIn(row: Group[], width: number): void {
  for (let i = row.length - 1; i >= 0; i--) {
    const group = row[i]!;
    const limit = row[i + 1] ? row[i + 1]!.x - 8 : width;
    if (endOf(group) <= limit) continue;
    group.x = Math.max(0, limit - widthOf(textOf(group.items)));
    const before = row[i - 1];
    if (before && endOf(before) + 8 > group.x) {
      before.items.push(...group.items);
      row.splice(i, 1);
    }
  }
}

/** `agreed, built 2004`: a year shared by neighbours is written once. */
function textOf(items: LifePeriod[]): string {
  return listed(items.map((item, i) => (item.year === items[i + 1]?.year ? item.word : `${item.word} ${item.year}`)));
}
