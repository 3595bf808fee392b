// What changed between two days, pure. The server answers `/changes` by the same rules (`src/store/changes.rs`);
// a table of cases is read by the tests of both.
import type { Status, Summary, TimelineFeature, TimelinePeriod } from './api';
import { periodAt, standingAt, type Rules, type RulesOn } from './counts';
import { dayOf, type Day } from './day';

const KINDS = ['opened', 'closed', 'changed', 'unchanged'] as const;
/** It stands on the second day only, on the first only, on both with another status, on both with the same. */
export type ChangeKind = (typeof KINDS)[number];

export interface Standing { status: Status; planned: boolean }
export interface Change {
  feature: TimelineFeature;
  kind: ChangeKind;
  /** How it stands on the first and on the second day; null: it does not. */
  before: Standing | null;
  after: Standing | null;
  /** The period in force on the second day: what it came to, even where it has ended; null: none is on record. */
  period: TimelinePeriod | null;
}

/** One of the two days, with what is kept on it. */
export interface Side { day: Day; rules: Rules }

/**
 * Every feature that stands on one of two days, and how; the switches and filters have to keep it on a
 * day on which it stands. Events have no standing.
 */
export function changesBetween(features: TimelineFeature[], first: Side, second: Side): Change[] {
  return features.flatMap((feature) => {
    if (first.rules.eventLayers.has(feature.layer)) return [];
    const [before, after] = [standing(feature, first), standing(feature, second)];
    const kind = kindOf(before, after);
    if (!kind || !(keeps(feature, before, first) || keeps(feature, after, second))) return [];
    return [{ feature, kind, before, after, period: periodAt(feature, second.day) }];
  });
}

/**
 * How many features stand otherwise at the end of a year than at the end of the one before, so that what is dated to
 * its year alone counts in that year. Of the year under way only what is `known` counts: a plan changes nothing
 * before it is carried out.
 */
export function changedIn(features: TimelineFeature[], year: number, known: Day, rulesOn: RulesOn): number {
  const [first, last] = [dayOf(year - 1, 12, 31), Math.min(dayOf(year, 12, 31), known)];
  return changesBetween(features, { day: first, rules: rulesOn(first) }, { day: last, rules: rulesOn(last) })
    .filter(({ kind, after }) => kind !== 'unchanged' && !after?.planned).length;
}

/** A feature stands within its lifetime, in a status that does not end it. */
function standing(feature: TimelineFeature, { day, rules }: Side): Standing | null {
  const period = standingAt(feature, day, rules.ended);
  if (!period || rules.ended.has(period.status)) return null;
  return { status: period.status, planned: period.planned };
}

function keeps({ id, category }: TimelineFeature, standing: Standing | null, { rules }: Side): boolean {
  if (!standing || !rules.statuses.has(standing.status) || !rules.categories.has(category)) return false;
  return rules.only === null || rules.only.has(id);
}

function kindOf(before: Standing | null, after: Standing | null): ChangeKind | null {
  if (!before) return after ? 'opened' : null;
  if (!after) return 'closed';
  return before.status === after.status ? 'unchanged' : 'changed';
}

/** The changes of one kind, what came into operation first, then as they came; and how long their lines are together. */
export interface Group { kind: ChangeKind; changes: Change[]; km: number }

export function grouped(changes: Change[], summaries: Readonly<Record<string, Summary>>): Group[] {
  return KINDS.map((kind) => {
    const own = changes.filter((change) => change.kind === kind).sort((a, b) => rank(a) - rank(b) || cameFirst(a) - cameFirst(b));
    const km = own.reduce((sum, { feature }) => sum + (summaries[feature.id]?.length_km ?? 0), 0);
    return { kind, changes: own, km: Math.round(km * 10) / 10 };
  });
}

/** The days on which a change came, both inclusive; null where no day is on record. */
export function cameBetween({ kind, feature, period, after }: Change): [Day, Day] | null {
  if (kind === 'unchanged') return null;
  if (period) return [period.from, period.certain_from];
  const end = after ? null : feature.lifetime?.[1];
  return end == null ? null : [end, end];
}

/** Of what was there before, a reader looks first for what came into operation. */
const rank = ({ kind, after }: Change): number => (kind === 'changed' && after?.status !== 'operating' ? 1 : 0);
const cameFirst = (change: Change): Day => cameBetween(change)?.[0] ?? 0;
