// What was chosen is told in few words, whatever it is, and each of them can be taken back.
import { beforeEach, expect, it } from 'vitest';
import type { Atlas, Timeline } from './api';
import { chips, chipsInWords } from './chips.svelte';
import { noFilters } from './filters';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';

const named = (id: string) => ({ id, name: { en: id } });
const atlas = {
  statuses: [named('planned'), named('operating'), { ...named('closed'), ended: true }],
  layers: [
    { ...named('lines'), categories: [named('oil'), named('gas'), named('never')] },
    { ...named('bases'), categories: [named('air')] },
  ],
} as unknown as Atlas;

beforeEach(() => {
  loaded.atlas = atlas;
  loaded.timeline = { features: ['oil', 'gas', 'air'].map((category) => ({ id: category, category })) } as unknown as Timeline;
  view.resetFilters(atlas);
});
const names = () => chips().map(({ name }) => name);

it('nothing is told where all is as at the start, or only what has no record is off', () => {
  view.categories.delete('never');
  expect(names()).toEqual([]);
  expect(chipsInWords()).toBe('');
});

it('switches, values and text are told in turn; a layer that is off as a whole is one', () => {
  view.setAll(view.categories, ['oil', 'gas'], false);
  view.statuses.delete('operating');
  view.statuses.add('closed');
  view.filters = { ...noFilters(), country: ['KZ'], text: 'north' };
  expect(names()).toEqual(['lines: off', 'operating: off', 'closed: on', 'Kazakhstan', '“north” in the name']);
  expect(chipsInWords()).toBe('lines: off, operating: off, closed: on, Kazakhstan and 1 more');
});

it('each can be taken back by itself', () => {
  view.setAll(view.categories, ['gas'], false);
  view.statuses.add('closed');
  view.filters = { ...noFilters(), country: ['KZ', 'UZ'] };
  chips().find(({ name }) => name === 'closed: on')!.remove();
  chips().find(({ name }) => name === 'Kazakhstan')!.remove();
  chips().find(({ name }) => name === 'gas: off')!.remove();
  expect(names()).toEqual(['Uzbekistan']);
});

it('more than a few that are off are a number, and come back together', () => {
  view.setAll(view.categories, ['oil', 'air'], false);
  view.setAll(view.statuses, ['planned', 'operating'], false);
  expect(names()).toEqual(['4 switched off']);
  chips()[0]!.remove();
  expect(names()).toEqual([]);
});
