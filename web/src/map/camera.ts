// Where the map goes: into the part of the window that no card covers.
import type { Map as MlMap } from 'maplibre-gl';
import { embedded } from '../core/host';
import { view, type Goal } from '../core/view.svelte';
import type { Padding } from './create';

const CARD = 304 + 24; // the layer card with its gaps
const PANEL = 400 + 24; // the panel of a feature or a story with its gaps
const NEAREST = 9; // a single point is shown with its surroundings

/** What the cards cover, px. */
export function padding(): Padding {
  if (embedded) return { top: 56, right: 24, bottom: 24, left: 24 };
  if (view.phone) return { top: 80, right: 24, bottom: view.panelOpen ? 372 : 24, left: 24 };
  return { top: 12, right: view.panelOpen ? PANEL : 12, bottom: 12, left: CARD };
}

/** A flight of 600 ms; the library leaves it out where the reader asked for less motion. */
export function fly(map: MlMap, goal: Goal): void {
  const [width, height] = [map.getContainer().clientWidth, map.getContainer().clientHeight];
  const pad = padding();
  // In a small window the cards cover nearly all of it: then the whole window is the target.
  const fits = width - pad.left - pad.right > 160 && height - pad.top - pad.bottom > 120;
  const room = fits ? pad : { top: 24, right: 24, bottom: 24, left: 24 };
  if ('bbox' in goal) {
    map.fitBounds(goal.bbox, { padding: breathing(room), maxZoom: NEAREST, duration: 600 });
    return;
  }
  const offset: [number, number] = goal.exact ? [0, 0] : [(room.left - room.right) / 2, (room.top - room.bottom) / 2];
  map.easeTo({ center: [goal.lon, goal.lat], zoom: goal.zoom ?? Math.max(map.getZoom(), 6.5), offset, duration: 600 });
}

const breathing = ({ top, right, bottom, left }: Padding): Padding => ({
  top: top + 48, right: right + 32, bottom: bottom + 32, left: left + 32,
});
