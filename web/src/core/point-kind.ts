// Which kind shows a status that no line is in: one known from reports alone is shown by a point.
import type { CategoryEntry, Status } from './api';
import { periodAt } from './counts';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';

/** A kind that stands in the status on the day, or did once; undefined where the pattern of a line shows it. */
export function pointKind(status: Status): CategoryEntry | undefined {
  if (loaded.status(status)?.point.mark !== 'question') return undefined;
  const ever = (loaded.timeline?.features ?? []).filter(({ periods }) => periods.some((period) => period.status === status));
  const shown = ever.find((feature) => periodAt(feature, view.told)?.status === status) ?? ever[0];
  return loaded.category(shown?.category ?? '');
}
