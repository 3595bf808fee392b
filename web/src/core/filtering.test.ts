// What the filters keep, by the table of cases that the server is held to as well.
import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { describe, expect, it, test } from 'vitest';
import type { Membership, Rank, Status, Summary, TimelineFeature, Verdict } from './api';
import { standingAt } from './counts';
import { bounds, fromIso, OPEN } from './day';
import { passes, type Known } from './filtering';
import { FACETS, noFilters, type Facet } from './filters';

interface Table {
  feature: {
    id: string; countries: string[]; quality: string; sourced: boolean; actors: string[];
    starts: { status: Status; date: string }[]; verdict?: Verdict;
  }[];
  membership: { organisation: string; country: string; rank: Rank; from: string; until?: string }[];
  case: ({ name: string; day: string; keeps: string[] } & Partial<Record<Facet, string[]>>)[];
}
const file = new URL('../../../tests/cases/filters.toml', import.meta.url);
const table = parse(readFileSync(file, 'utf8')) as unknown as Table;

const ENDED = new Set(['closed', 'cancelled']);
const open: [number, number] = [OPEN, OPEN];

function timeline({ id, countries, quality, sourced, starts }: Table['feature'][number]): TimelineFeature {
  const spans = starts.map(({ date }) => bounds(date)!);
  const periods = starts.map(({ status }, index) => {
    const [from, certain_from] = spans[index]!;
    const [certain_until, until] = spans[index + 1] ?? open;
    return { status, from, certain_from, certain_until, until, planned: false };
  });
  return {
    id, countries, quality, sourced, periods, layer: 'pipelines', category: 'oil', short: { en: id }, accuracy_km: null,
    reported: false, disputed: false, bbox: [0, 0, 0, 0], anchor: [0, 0], lifetime: null,
  };
}
function membership({ from, until, ...row }: Table['membership'][number]): Membership {
  const [[first, certain_from], [certain_until, last]] = [bounds(from)!, until ? bounds(until)! : open];
  return { ...row, standing: row.rank, from: first, certain_from, certain_until, until: last, source: null };
}
const summary = ({ actors, verdict }: Table['feature'][number]): Summary => ({
  name: null, length_km: null, verdict: verdict ?? null, promised: null, promised_status: null, outcome: null, end_status: null, delay_days: null, actors, sources: 0, size: null,
});
const features = table.feature.map(timeline);
const at = (iso: string): Known => ({
  summaries: Object.fromEntries(table.feature.map((feature) => [feature.id, summary(feature)])),
  memberships: table.membership.map(membership),
  day: fromIso(iso)!,
});

describe('the shared table', () => {
  test.each(table.case.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const known = at(row.day);
    const filters = { ...noFilters(), ...Object.fromEntries(FACETS.flatMap((facet) => (row[facet] ? [[facet, row[facet]]] : []))) };
    const standing = features.filter((feature) => {
      const period = standingAt(feature, known.day, ENDED);
      return period !== null && !ENDED.has(period.status);
    });
    const kept = standing.filter((feature) => passes(feature, filters, known)).map(({ id }) => id);
    expect(kept.sort()).toEqual([...row.keeps].sort());
  });
});

describe('the text', () => {
  const known = at('2013-01-01');
  const named = (text: string) => features.filter((feature) => passes(feature, { ...noFilters(), text }, known)).map(({ id }) => id);
  it('is sought in names, whatever its case and signs', () => {
    expect(named('RAIL f')).toEqual(['rail-four', 'rail-five']);
    expect(named('nothing so named')).toEqual([]);
    expect(named(' ')).toHaveLength(features.length);
  });
  it('is sought in full names too, without apostrophes', () => {
    const [one] = features.map(({ id }) => id);
    const named = { ...known, summaries: { ...known.summaries, [one!]: { ...known.summaries[one!]!, name: { uz: 'Farg‘ona neft quvuri' } } } };
    const kept = (text: string) => features.filter((feature) => passes(feature, { ...noFilters(), text }, named)).map(({ id }) => id);
    expect(kept('fargona neft')).toEqual([one]);
  });
});
