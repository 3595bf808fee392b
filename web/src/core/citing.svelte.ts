// How to cite what the view shows: the selected record under its name in full, else the atlas.
import type { Atlas, Names } from './api';
import { cite, type CitationForm } from './cite';
import { comparing } from './comparing.svelte';
import { localToday } from './day';
import { filtering } from './filtering.svelte';
import { loaded } from './loaded.svelte';
import { datedUrl } from './sharing';
import { view } from './view.svelte';
import { nameIn } from './words';

/** The selected record by its name in full, as soon as that is here. */
export const selectedName = (): Names | null => {
  const selected = loaded.feature(view.selected);
  return selected ? (filtering.summaries?.features[selected.id]?.name ?? selected.short) : null;
};

/** Fetches the names in full; call while a component is set up. */
export function keepNames(): void {
  $effect(() => {
    if (view.selected) void filtering.needSummaries();
  });
}

/** Of the selected record with these names; of the atlas where nothing is selected. */
export function citation(form: CitationForm, { title, version }: Atlas, names: Names | null): string {
  return cite(form, {
    record: names ? nameIn(names, view.lang) : null, id: names && view.selected,
    atlas: title, version, url: datedUrl(), read: localToday(),
    days: names ? [view.told] : comparing.shown.map(({ day }) => day),
    since: names ? null : view.since, asOf: view.asOf,
  });
}
