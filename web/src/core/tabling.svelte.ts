// The table as it stands: its rows in order, and what the reader chose of it; columns are kept in this browser.
import { counting } from './counting.svelte';
import { filtering } from './filtering.svelte';
import { keep, kept } from './kept';
import { loaded } from './loaded.svelte';
import { COLUMNS, FIRST_COLUMNS, NUMBERS, ordered, rowsAt, type Column, type Order } from './table';
import { categoryText, nameText } from './table-words';
import { view } from './view.svelte';

const key = 'steppe-columns';

/** The columns of a text that was kept; what it names that is none is left out, and the name is always there. */
export function columnsIn(text: string | null): Column[] {
  if (text === null) return [...FIRST_COLUMNS];
  const named = text.split(',');
  return COLUMNS.filter((column) => column === 'name' || named.includes(column));
}

class Tabling {
  order = $state.raw<Order>({ column: 'status', descending: false });
  columns = $state.raw<Column[]>(columnsIn(kept(key)));

  /** The life of a status, then what is held; in the order of the vocabulary. */
  readonly #ranks = $derived(new Map((loaded.atlas?.statuses ?? []).map(({ id }, i) => [id as string, i] as const)));
  readonly #rows = $derived(rowsAt(loaded.timeline?.features ?? [], view.day, counting.rules, filtering.summaries));
  readonly rows = $derived(ordered(this.#rows, this.order, {
    collator: new Intl.Collator(view.lang, { numeric: true }),
    name: (feature) => nameText({ feature }),
    category: (feature) => categoryText({ feature }),
    rank: (status) => this.#ranks.get(status) ?? this.#ranks.size,
    actors: filtering.summaries?.actors ?? {},
  }));
  readonly events = $derived(this.#rows.filter(({ event }) => event).length);

  /** By a column; by the same once more, the other way round. Numbers and dates begin with the highest. */
  sortBy(column: Column): void {
    const { order } = this;
    const descending = order.column === column ? !order.descending : NUMBERS.has(column) || column === 'outcome';
    this.order = { column, descending };
  }

  show(column: Column, on: boolean): void {
    const chosen = new Set(this.columns.filter((known) => known !== column).concat(on ? [column] : []));
    this.columns = COLUMNS.filter((known) => chosen.has(known));
    keep(key, this.columns.join());
    if (!on && this.order.column === column) this.order = { column: 'name', descending: false };
  }

  reset(): void {
    this.columns = columnsIn(null);
    keep(key, null);
    if (!this.columns.includes(this.order.column)) this.order = { column: 'name', descending: false };
  }
}

export const tabling = new Tabling();

/** Fetches what the columns need, anew with each day of knowledge; call while a component is set up. */
export function keepTabled(): void {
  $effect(() => {
    void loaded.timeline; // fetched again, perhaps after a failure
    void filtering.needSummaries();
  });
}
