// The rows are what is on the map; any column sorts them, and the unknown comes last.
import { describe, expect, it } from 'vitest';
import type { Status, Summaries, Summary, TimelineFeature } from './api';
import type { Rules } from './counts';
import { dayOf, OPEN } from './day';
import { ordered, rowsAt, sizeOf, type Column, type Reading } from './table';

const rules: Rules = {
  statuses: new Set(['proposed', 'construction', 'operating']), categories: new Set(['oil', 'summit']), ended: new Set(['closed']),
  eventLayers: new Set(['events']), eventDays: 365, since: null, only: null,
};
function feature(id: string, status: Status, from: number, over: Partial<TimelineFeature> = {}): TimelineFeature {
  return {
    id, layer: 'pipelines', category: 'oil', short: { en: id }, countries: ['KZ'], quality: 'traced', accuracy_km: 1,
    reported: false, disputed: false, sourced: true, bbox: [0, 0, 1, 1], anchor: [0, 0], lifetime: [from, OPEN],
    periods: [{ status, from, certain_from: from, certain_until: OPEN, until: OPEN, planned: false }], ...over,
  };
}
const summary = (over: Partial<Summary>): Summary => ({
  name: null, length_km: null, verdict: null, promised: null, promised_status: null, outcome: null, end_status: null, delay_days: null, actors: [], sources: 1, size: null, ...over,
});
const day = dayOf(2005, 12, 31);
const features = [
  feature('Öskemen', 'operating', dayOf(1999)),
  feature('Atasu', 'operating', dayOf(2005, 12, 15), { countries: ['KZ', 'CN'] }),
  feature('Zaysan', 'proposed', dayOf(2001)),
  feature('Later', 'operating', dayOf(2009)),
  feature('Over', 'closed', dayOf(2000)),
  feature('Nobody knows', 'operating', 0, { lifetime: null, periods: [{ status: 'operating', from: -OPEN, certain_from: -OPEN, certain_until: OPEN, until: OPEN, planned: false }] }),
  feature('Treaty', 'held', dayOf(2005, 4, 1), {
    layer: 'events', category: 'summit',
    periods: [{ status: 'held', from: dayOf(2005, 4, 1), certain_from: dayOf(2005, 4, 1), certain_until: dayOf(2005, 4, 2), until: dayOf(2005, 4, 2), planned: false }],
  }),
];
const summaries: Summaries = {
  version: '', known: 0, actors: { cnpc: { name: 'CNPC', roles: ['owner'] }, kmg: { name: 'KazMunayGas', roles: ['owner'] } },
  features: {
    Atasu: summary({ length_km: 962, verdict: 'late', delay_days: 244, promised: '2005', outcome: '2005-12-15', actors: ['kmg'], sources: 33 }),
    Zaysan: summary({ size: { kind: 'area_ha', value: 4592, unit: 'ha' }, verdict: 'overdue', delay_days: 900 }),
    Öskemen: summary({ length_km: 1200, verdict: 'on_time', delay_days: 0, outcome: '1999', actors: ['cnpc'], sources: 5 }),
  },
};
const reading: Reading = {
  collator: new Intl.Collator('en', { numeric: true }),
  name: ({ short }) => short.en!,
  category: ({ category }) => category,
  rank: (status) => ['proposed', 'construction', 'operating', 'held'].indexOf(status),
  actors: summaries.actors,
};
const rows = rowsAt(features, day, rules, summaries);
const names = (column: Column, descending = false) => ordered(rows, { column, descending }, reading).map((row) => row.feature.id);

describe('rows', () => {
  it('are the features and events on the map, each with its status of the day', () => {
    expect(rows.map(({ feature, period }) => [feature.id, period?.status])).toEqual([
      ['Öskemen', 'operating'], ['Atasu', 'operating'], ['Zaysan', 'proposed'], ['Nobody knows', 'operating'], ['Treaty', 'held'],
    ]);
    expect(rows.find(({ event }) => event)?.feature.id).toBe('Treaty');
  });

  it('are fewer by what a filter leaves out, and are there before the summaries', () => {
    const kept = rowsAt(features, day, { ...rules, only: new Set(['Atasu']) }, null);
    expect(kept.map(({ feature, summary }) => [feature.id, summary])).toEqual([['Atasu', null]]);
  });
});

describe('order', () => {
  it.each<[Column, boolean, string[]]>([
    ['name', false, ['Atasu', 'Nobody knows', 'Öskemen', 'Treaty', 'Zaysan']],
    ['name', true, ['Zaysan', 'Treaty', 'Öskemen', 'Nobody knows', 'Atasu']],
    ['status', false, ['Zaysan', 'Atasu', 'Öskemen', 'Nobody knows', 'Treaty']],
    ['since', false, ['Öskemen', 'Zaysan', 'Treaty', 'Atasu', 'Nobody knows']],
    ['since', true, ['Atasu', 'Treaty', 'Zaysan', 'Öskemen', 'Nobody knows']],
    ['outcome', true, ['Zaysan', 'Atasu', 'Öskemen', 'Nobody knows', 'Treaty']],
    ['size', false, ['Atasu', 'Öskemen', 'Zaysan', 'Nobody knows', 'Treaty']],
    ['sources', true, ['Atasu', 'Öskemen', 'Zaysan', 'Nobody knows', 'Treaty']],
    ['opened', false, ['Öskemen', 'Atasu', 'Nobody knows', 'Treaty', 'Zaysan']],
    ['actors', false, ['Öskemen', 'Atasu', 'Nobody knows', 'Treaty', 'Zaysan']],
  ])('by %s, descending: %s', (column, descending, expected) => expect(names(column, descending)).toEqual(expected));
});

it('gives a line its length and everything else its headline figure, but no sum of money', () => {
  const size = { kind: 'capacity', value: 20, unit: 'Mt/yr' };
  expect(sizeOf(summary({ length_km: 962, size }))).toEqual({ kind: 'length_km', value: 962, unit: 'km' });
  expect(sizeOf(summary({ size }))).toEqual(size);
  expect(sizeOf(summary({ size: { kind: 'rent', value: 115e6, unit: 'USD/yr' } }))).toBeNull();
});
