// Entries of the vocabulary -> colour, line and shape, for everything drawn outside the map.
import type { Atlas, CategoryEntry, LayerEntry, LineForm, PointForm, Status, StatusEntry } from './api';

export interface Look { line: LineForm; point: PointForm }

/** A named colour of the vocabulary as CSS that follows the theme. */
export function colourOf(atlas: Atlas, name: string): string {
  const pair = atlas.colours[name];
  return pair ? `light-dark(${pair[0]}, ${pair[1]})` : 'currentColor';
}

/** How a status is drawn; a planned period looks like a plan whatever its status. */
export function lookOf(atlas: Atlas, status: Status | null, planned = false): Look {
  const entry = atlas.statuses.find((s) => s.id === status);
  if (planned && status !== null) return atlas.planned;
  return entry ?? operating(atlas);
}

const operating = (atlas: Atlas): StatusEntry => atlas.statuses.find((s) => s.id === 'operating') ?? atlas.statuses[0]!;

/** Colour of a category in a status: what has ended is grey, whatever its layer. */
export function inkOf(atlas: Atlas, category: CategoryEntry, status: Status | null): string {
  const ended = atlas.statuses.find((s) => s.id === status)?.ended;
  return colourOf(atlas, ended ? 'ended' : category.colour);
}

/** The category that stands for its layer in the card. */
export const firstCategory = (layer: LayerEntry): CategoryEntry => layer.categories[0]!;
