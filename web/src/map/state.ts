// What the style reads of the view: its global state, and the tiles of the day of knowledge.
import type { Map as MlMap, StateSpecification, StyleSpecification, VectorTileSource } from 'maplibre-gl';
import { toIso, type Day } from '../core/day';
import { view } from '../core/view.svelte';

/**
 * The state the style declares, with the values of the view and of what the map tells. What is null at times
 * (`since`, `only`) is set once the style is there: to set null is to go back to the value declared, which
 * must be null then.
 */
export function currentState(declared: StateSpecification = {}, { day }: { readonly day: Day }): StateSpecification {
  const now: Record<string, unknown> = {
    day, ground: day, lang: view.lang, selected: view.selected, hovered: view.hovered,
    statuses: listOf(view.statuses), categories: listOf(view.categories),
  };
  const values = Object.entries(now).map(([name, value]) => [name, { default: value }] as const);
  return { ...declared, ...Object.fromEntries(values) } as StateSpecification;
}

/** Ids as the style reads them: one text, each id between bars. */
export const listOf = (ids: Iterable<string>): string => ['', ...ids, ''].join('|');

/** Ids of the layers a click means, as the style names them. */
export function clickableIn(style: StyleSpecification): string[] {
  const metadata = style.metadata as Record<string, string[]> | undefined;
  return metadata?.['steppe:clickable'] ?? [];
}

/** The marks of plan and outcome, while they are on the map, are pressed like what they stand for. */
export const withMarks = (map: MlMap, clickable: string[]): string[] =>
  (map.getLayer('outcome-marks') ? [...clickable, 'outcome-marks'] : clickable);

/** The style with the tiles of the atlas as they were known on a day; null: as known today. */
export function asKnownOn(style: StyleSpecification, asOf: Day | null): StyleSpecification {
  const { atlas } = style.sources;
  if (asOf === null || atlas?.type !== 'vector' || !atlas.url) return style;
  return { ...style, sources: { ...style.sources, atlas: { ...atlas, url: known(atlas.url, asOf) } } };
}

/** The same for a style that is on the map already: only the tiles are asked for anew. */
export function knowOn(map: MlMap, asOf: Day | null): void {
  const source = map.getSource<VectorTileSource>('atlas');
  // What it was made with is there from the start; what it has loaded, a moment later.
  const tiles: string[] | undefined = source?.serialize().tiles ?? source?.tiles;
  if (source && tiles) source.setTiles(tiles.map((url) => known(url, asOf)));
}

const known = (url: string, asOf: Day | null) => `${url.split('?')[0]}${asOf === null ? '' : `?as-of=${toIso(asOf)}`}`;
