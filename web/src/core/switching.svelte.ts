// The switches of layers, categories and statuses that stand other than at the start of the atlas.
import { isFiltered } from './filters';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';
import { nameIn } from './words';

/** One or more switches that were turned together, as a reader speaks of them. */
export interface Turned { kind: 'categories' | 'statuses'; ids: string[]; name: string; on: boolean }

class Switching {
  readonly #turned = $derived([
    ...(loaded.atlas?.statuses ?? []).map(({ id, ended }) => ({ id, usual: !ended, on: view.statuses.has(id) })),
    ...[...loaded.categories.keys()].map((id) => ({ id, usual: true, on: view.categories.has(id) })),
  ].filter(({ usual, on }) => usual !== on));
  /** Ids of those that are on, and of those that are off. */
  readonly on = $derived(this.#turned.filter(({ on }) => on).map(({ id }) => id));
  readonly off = $derived(this.#turned.filter(({ on }) => !on).map(({ id }) => id));

  /** The same in words: a layer is one where all of it is off; a category with nothing on record is none. */
  readonly told = $derived<Turned[]>([...this.#layers(), ...this.#statuses()]);
  /** Something is hidden that a switch would show. */
  readonly hides = $derived(this.told.some(({ on }) => !on));
  /** The reader chose what is shown: by a filter or by a switch. */
  readonly chosen = $derived(isFiltered(view.filters) || this.told.length > 0);
  /** Something stands in the row of chips of a phone, where what fills the map has no other sign. */
  readonly inRow = $derived(this.chosen || view.outcomes || view.organisation !== '');

  /** Puts switches back to where they stand at the start. */
  reset({ kind, ids, on }: Turned): void {
    view.setAll(view[kind], ids, !on);
  }

  #layers(): Turned[] {
    const off = (ids: string[], name: string): Turned => ({ kind: 'categories', ids, name, on: false });
    return (loaded.atlas?.layers ?? []).flatMap((layer) => {
      const kinds = layer.categories.filter(({ id }) => loaded.used.has(id));
      const hidden = kinds.filter(({ id }) => !view.categories.has(id));
      return hidden.length > 0 && hidden.length === kinds.length
        ? [off(layer.categories.map(({ id }) => id), nameIn(layer.name, view.lang))]
        : hidden.map(({ id, name }) => off([id], nameIn(name, view.lang)));
    });
  }

  #statuses(): Turned[] {
    const turned = new Set([...this.on, ...this.off]);
    return (loaded.atlas?.statuses ?? []).filter(({ id }) => turned.has(id)).map(({ id, name }) => (
      { kind: 'statuses', ids: [id], name: nameIn(name, view.lang), on: view.statuses.has(id) }
    ));
  }
}

export const switching = new Switching();
