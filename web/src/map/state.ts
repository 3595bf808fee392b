// What the style reads of the view: its global state, and the tiles of the day of knowledge.
import type { StateSpecification, StyleSpecification } from 'maplibre-gl';
import { toIso, type Day } from '../core/day';
import { view } from '../core/view.svelte';

/** The state the style declares, with the values of the view. */
export function currentState(declared: StateSpecification = {}): StateSpecification {
  const now: Record<string, unknown> = {
    day: view.day, lang: view.lang, selected: view.selected, hovered: view.hovered, playing: view.playing,
    statuses: [...view.statuses], categories: [...view.categories],
  };
  const values = Object.entries(now).map(([name, value]) => [name, { default: value }] as const);
  return { ...declared, ...Object.fromEntries(values) } as StateSpecification;
}

/** Ids of the layers a click means, as the style names them. */
export function clickableIn(style: StyleSpecification): string[] {
  const metadata = style.metadata as Record<string, string[]> | undefined;
  return metadata?.['steppe:clickable'] ?? [];
}

/** The style with the tiles of the atlas as they were known on a day; null: as known today. */
export function asKnownOn(style: StyleSpecification, asOf: Day | null): StyleSpecification {
  const atlas = style.sources.atlas;
  if (asOf === null || atlas?.type !== 'vector') return style;
  const ask = (url: string) => `${url}${url.includes('?') ? '&' : '?'}as-of=${toIso(asOf)}`;
  const known = {
    ...atlas,
    ...(atlas.url && { url: ask(atlas.url) }),
    ...(atlas.tiles && { tiles: atlas.tiles.map(ask) }),
  };
  return { ...style, sources: { ...style.sources, atlas: known } };
}
