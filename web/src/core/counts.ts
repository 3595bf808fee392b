// Counting: which features stand on a day, and how many. The card, the sentence and the histogram
// all read these functions, and the server counts by the same rules, so no two numbers disagree.
import type { Status, TimelineFeature, TimelinePeriod } from './api';
import { dayOf, OPEN, type Day } from './day';

/** What is switched on, and what the vocabulary says of layers and statuses. */
export interface Rules {
  statuses: ReadonlySet<string>;
  categories: ReadonlySet<string>;
  /** Statuses that end a feature: closed, cancelled. */
  ended: ReadonlySet<string>;
  eventLayers: ReadonlySet<string>;
  /** An event stays on the map for this many days. */
  eventDays: number;
  /** First day of the range that ends with the day asked for; null: only that day. */
  since: Day | null;
  /** Ids that the filters keep; null: all. */
  only: ReadonlySet<string> | null;
}

/** The rules of a day: a filter may keep other features on another one. */
export type RulesOn = (day: Day) => Rules;

const kept = (feature: TimelineFeature, { only }: Pick<Rules, 'only'>) => only === null || only.has(feature.id);

export interface Counts {
  /** Features shown, events apart. */
  total: number;
  /** Those of `total` whose status rests on a plan. */
  planned: number;
  /** Each as if its own category were on; events among them. */
  byCategory: Map<string, number>;
  /** Each as if its own status were on. */
  byStatus: Map<Status, number>;
  /** Those of `byStatus` that rest on a plan. */
  plannedByStatus: Map<Status, number>;
  /** Standing on the day with every switch on, what has ended apart. */
  unfiltered: number;
}

/** The one period drawn on a day: from its earliest start until the next one's earliest start. */
export function periodAt(feature: TimelineFeature, day: Day): TimelinePeriod | null {
  return feature.periods.find((p) => p.from <= day && day < p.certain_until) ?? null;
}

/**
 * The period a feature stands in on a day, or null: within its lifetime (undated: always), or ended,
 * which is a standing of its own. Switches play no part here.
 */
export function standingAt(feature: TimelineFeature, day: Day, ended: ReadonlySet<string>): TimelinePeriod | null {
  const period = periodAt(feature, day);
  if (!period) return null;
  return ended.has(period.status) || inLifetime(feature, day) ? period : null;
}

/**
 * The period a feature stands in at the end of a range, or null: within its lifetime on some day of it.
 * What is over counts where it ended in the range; where no range is chosen, on every day after its end.
 */
export function standingIn(feature: TimelineFeature, day: Day, { since, ended }: Pick<Rules, 'since' | 'ended'>): TimelinePeriod | null {
  const period = standingAt(feature, day, ended);
  if (!period || since === null || !ended.has(period.status)) return period;
  return since < period.certain_from ? period : null;
}

function inLifetime({ lifetime }: TimelineFeature, day: Day): boolean {
  return lifetime === null || (lifetime[0] <= day && day < lifetime[1]);
}

/** Whether an event took place in the range, or else within the days shown up to `day`. */
export function eventShown(feature: TimelineFeature, day: Day, { since, eventDays }: Pick<Rules, 'since' | 'eventDays'>): boolean {
  const first = since ?? day - eventDays + 1;
  return feature.periods.some((p) => p.from <= day && first < p.until);
}

/** Whether the feature is on the map on that day. */
export function shownAt(feature: TimelineFeature, day: Day, rules: Rules): boolean {
  if (!rules.categories.has(feature.category) || !kept(feature, rules)) return false;
  if (rules.eventLayers.has(feature.layer)) return eventShown(feature, day, rules);
  const period = standingIn(feature, day, rules);
  return period !== null && rules.statuses.has(period.status);
}

export function countAt(features: TimelineFeature[], day: Day, rules: Rules): Counts {
  const counts: Counts = { total: 0, planned: 0, unfiltered: 0, byCategory: new Map(), byStatus: new Map(), plannedByStatus: new Map() };
  for (const feature of features) {
    if (!kept(feature, rules)) {
      if (standsUnended(feature, day, rules)) counts.unfiltered += 1;
      continue;
    }
    if (rules.eventLayers.has(feature.layer)) {
      if (eventShown(feature, day, rules)) add(counts.byCategory, feature.category);
      continue;
    }
    const period = standingIn(feature, day, rules);
    if (period) countStanding(counts, feature, period, rules);
  }
  return counts;
}

function standsUnended(feature: TimelineFeature, day: Day, rules: Rules): boolean {
  if (rules.eventLayers.has(feature.layer)) return false;
  const period = standingAt(feature, day, rules.ended);
  return period !== null && !rules.ended.has(period.status);
}

function countStanding(counts: Counts, feature: TimelineFeature, period: TimelinePeriod, rules: Rules): void {
  const statusOn = rules.statuses.has(period.status);
  const categoryOn = rules.categories.has(feature.category);
  if (!rules.ended.has(period.status)) counts.unfiltered += 1;
  if (statusOn) add(counts.byCategory, feature.category);
  if (categoryOn) add(counts.byStatus, period.status);
  if (categoryOn && period.planned) add(counts.plannedByStatus, period.status);
  if (!statusOn || !categoryOn) return;
  counts.total += 1;
  if (period.planned) counts.planned += 1;
}

function add<K>(map: Map<K, number>, key: K, weight = 1): void {
  map.set(key, (map.get(key) ?? 0) + weight);
}

// ---- years -------------------------------------------------------------------------------------

/** What one feature adds to a bar. */
export type Weigh = (feature: TimelineFeature) => number;

export interface Year {
  year: number;
  /** Features of the year, or their weight, by their status on 31 December; what has ended is left out. */
  byStatus: Map<Status, number>;
  /** Those of them that rest on a plan. */
  plannedByStatus: Map<Status, number>;
  total: number;
}

/** The years of the axis, each by the rules of its 31 December; each feature adds `weigh` to its own, one unless told. */
export function histogram(features: TimelineFeature[], axis: [number, number], rulesOn: RulesOn, weigh?: Weigh): Year[] {
  const years: Year[] = [];
  for (let year = axis[0]; year <= axis[1]; year++) years.push(countYear(features, year, rulesOn(dayOf(year, 12, 31)), weigh));
  return years;
}

function countYear(features: TimelineFeature[], year: number, rules: Rules, weigh: Weigh = () => 1): Year {
  const [first, last] = [dayOf(year), dayOf(year, 12, 31)];
  const result: Year = { year, byStatus: new Map(), plannedByStatus: new Map(), total: 0 };
  for (const feature of features) {
    const { lifetime, periods } = feature;
    if (rules.eventLayers.has(feature.layer) || !rules.categories.has(feature.category) || !kept(feature, rules)) continue;
    if (lifetime && !(lifetime[0] <= last && lifetime[1] > first)) continue;
    const period = periods.find((p) => p.from <= last && last < p.certain_until);
    if (!period || rules.ended.has(period.status) || !rules.statuses.has(period.status)) continue;
    const weight = weigh(feature);
    add(result.byStatus, period.status, weight);
    if (period.planned) add(result.plannedByStatus, period.status, weight);
    result.total += weight;
  }
  return result;
}

/** The events whose category is on, by their first day, ascending. */
export function eventsOf(features: TimelineFeature[], rules: Rules): { id: string; day: Day }[] {
  const events = features.filter((f) => rules.eventLayers.has(f.layer) && rules.categories.has(f.category) && kept(f, rules));
  return events.flatMap(({ id, periods }) => periods.slice(0, 1).map((p) => ({ id, day: p.from }))).sort((a, b) => a.day - b.day);
}

/** The first day anything is on record; null where nothing is dated. */
export function firstDay(features: TimelineFeature[]): Day | null {
  const starts = features.flatMap((f) => (f.lifetime ? [f.lifetime[0]] : []));
  return starts.length ? Math.min(...starts) : null;
}

// ---- boundaries --------------------------------------------------------------------------------

/** All days on which the picture changes, ascending: between two of them the map need not move. */
export function boundaries(features: TimelineFeature[], rules: Pick<Rules, 'eventLayers' | 'eventDays'>): Day[] {
  const days = new Set<Day>();
  for (const feature of features) {
    const linger = rules.eventLayers.has(feature.layer) ? rules.eventDays - 1 : 0;
    for (const p of feature.periods) {
      for (const day of [p.from, p.certain_from, p.certain_until, p.until]) days.add(day);
      if (p.until < OPEN) days.add(p.until + linger);
    }
  }
  return [...days].sort((a, b) => a - b);
}

/** Whether going from one day to another crosses a boundary, in either direction. */
export function crosses(sorted: Day[], one: Day, other: Day): boolean {
  const [low, high] = one < other ? [one, other] : [other, one];
  return upperBound(sorted, low) < upperBound(sorted, high);
}

/** How many entries are on or before `day`. */
function upperBound(sorted: Day[], day: Day): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}
