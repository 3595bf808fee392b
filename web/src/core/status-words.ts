// How many features in which status, in words: `70 operating, 5 idle`.
import { partsOf } from './stack';
import type { Year } from './counts';
import { listed } from './joining';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';
import { formatNumber, nameIn, t } from './words';

/** The parts of a bar as a list, the largest share of what is real first, plans last. */
export function statusList(year: Pick<Year, 'byStatus' | 'plannedByStatus'>, write: (count: number) => string = formatNumber): string {
  const parts = partsOf({ year: 0, total: 0, ...year });
  const named = parts.map(({ ink, count }) => ({ plan: ink === 'planned', text: t('time.inStatus', { amount: write(count), status: inkName(ink) }) }));
  return listed([...named.filter((part) => !part.plan), ...named.filter((part) => part.plan)].map(({ text }) => text));
}

function inkName(ink: string): string {
  const status = loaded.status(ink);
  return status ? nameIn(status.name, view.lang).toLowerCase() : t('time.onPlans');
}
