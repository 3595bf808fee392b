// What a facet offers: counts as if its own facet were not set, nothing lost that is chosen.
import { describe, expect, it } from 'vitest';
import type { Summary, TimelineFeature } from './api';
import type { Rules } from './counts';
import { choicesOf, chosenIn, type Standing } from './facets';
import { noFilters, type Filters } from './filters';

const rules: Rules = {
  statuses: new Set(['operating']), categories: new Set(['oil', 'summit']), ended: new Set(['closed']),
  eventLayers: new Set(['events']), eventDays: 365, since: null, only: new Set(),
};
function feature(id: string, countries: string[], more: Partial<TimelineFeature> = {}): TimelineFeature {
  return {
    id, layer: 'pipelines', category: 'oil', short: { en: id }, countries, quality: 'coarse', accuracy_km: 5,
    reported: false, disputed: false, sourced: true, bbox: [0, 0, 1, 1], anchor: [0, 0], lifetime: [0, 100],
    periods: [{ status: 'operating', from: 0, certain_from: 10, certain_until: 100, until: 100, planned: false }], ...more,
  };
}
const features = [
  feature('atasu', ['KZ', 'CN'], { quality: 'surveyed' }),
  feature('soyuz', ['KZ', 'RU'], { sourced: false }),
  feature('druzhba', ['RU'], { quality: 'schematic' }),
  feature('late', ['UZ'], { lifetime: [200, 300], periods: [{ status: 'operating', from: 200, certain_from: 200, certain_until: 300, until: 300, planned: false }] }),
  feature('summit', ['KZ'], { layer: 'events', category: 'summit' }),
];
const standing = (filters: Partial<Filters> = {}, day = 50): Standing => ({
  filters: { ...noFilters(), ...filters }, known: { summaries: {}, memberships: [], day }, rules,
});
const counted = (facet: Parameters<typeof choicesOf>[1], at: Standing) =>
  choicesOf(features, facet, at, (value) => value).map(({ value, count, on }) => `${value} ${count}${on ? ' on' : ''}`);

describe('choicesOf', () => {
  it('counts what stands on the day, events apart, the most frequent first, then by name', () => {
    expect(counted('country', standing())).toEqual(['KZ 2', 'RU 2', 'CN 1']);
  });
  it('counts as if its own facet were not set, and with all others', () => {
    expect(counted('country', standing({ country: ['RU'] }))).toEqual(['KZ 2', 'RU 2 on', 'CN 1']);
    expect(counted('quality', standing({ country: ['RU'] }))).toEqual(['coarse 1', 'schematic 1']);
    expect(counted('country', standing({ quality: ['coarse'] }))).toEqual(['KZ 1', 'RU 1']);
  });
  it('keeps what is chosen though nothing has it on the day', () => {
    expect(counted('country', standing({ country: ['UZ'] }))).toContain('UZ 0 on');
    expect(counted('outcome', standing({ outcome: ['late'] }))).toEqual(['late 0 on']);
  });
  it('leaves qualities and certainty in their own order', () => {
    expect(counted('quality', standing())).toEqual(['surveyed 1', 'coarse 1', 'schematic 1']);
    expect(counted('certainty', standing({}, 5))).toEqual(['possible 3']);
    expect(counted('sourced', standing())).toEqual(['yes 2', 'no 1']);
  });
  it('reads actors and outcomes from the summaries', () => {
    const summary = (actors: string[]): Summary => ({
      name: null, length_km: null, verdict: 'late', promised: null, promised_status: null, outcome: null, end_status: null, delay_days: 3, actors, sources: 1, size: null,
    });
    const at = standing();
    const known = { ...at.known, summaries: { atasu: summary(['cnpc', 'kmg']), soyuz: summary(['kmg']) } };
    expect(counted('actor', { ...at, known })).toEqual(['kmg 2', 'cnpc 1']);
    expect(counted('outcome', { ...at, known })).toEqual(['late 2']);
  });
});

describe('chosenIn', () => {
  it('lists every value with its facet', () => {
    expect(chosenIn({ ...noFilters(), country: ['KZ', 'CN'], sourced: ['no'] })).toEqual([
      { facet: 'country', value: 'KZ' }, { facet: 'country', value: 'CN' }, { facet: 'sourced', value: 'no' },
    ]);
  });
});
