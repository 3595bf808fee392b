// Where the map goes: into the part of the window that no card covers.
import { MercatorCoordinate, type LngLat, type Map as MlMap } from 'maplibre-gl';
import { embedded } from '../core/host';
import { loaded } from '../core/loaded.svelte';
import { view, type Box, type Camera, type Goal } from '../core/view.svelte';
import { LEAST, type Padding } from './create';

const CARD = 304 + 24; // the layer card with its gaps
const PANEL = 400 + 24; // the panel of a feature or a story with its gaps
const NEAREST = 9; // a single point is shown with its surroundings

/** What the cards cover, px. */
export function padding(): Padding {
  if (embedded) return { top: 56, right: 24, bottom: 24, left: 24 };
  const compared = view.mode === 'compare';
  if (compared && view.sideBySide) return { top: 64, right: 24, bottom: 24, left: 24 };
  if (view.turned) return { top: 80, right: view.readerOpen ? PANEL : 24, bottom: 24, left: 24 };
  if (view.phone) return { top: 80, right: 24, bottom: view.readerOpen ? 372 : compared ? 96 : 24, left: 24 };
  return { top: 12, right: view.panelOpen ? PANEL : 12, bottom: 12, left: CARD };
}

/** The same where the cards leave room; in a small window they cover nearly all of it, so the whole window is the target. */
export function paddingIn({ clientWidth: width, clientHeight: height }: HTMLElement): Padding {
  const pad = padding();
  const fits = width - pad.left - pad.right > 160 && height - pad.top - pad.bottom > 120;
  return fits ? pad : { top: 24, right: 24, bottom: 24, left: 24 };
}

const FLIGHT = 600; // ms; the library leaves flights out where the reader asked for less motion

export function fly(map: MlMap, goal: Goal): void {
  const room = paddingIn(map.getContainer());
  if (goal === 'opening') {
    const { center, zoom = LEAST } = map.cameraForBounds(loaded.atlas!.extent, { padding: room }) ?? {};
    map.easeTo({ center, zoom: Math.max(zoom, LEAST), duration: FLIGHT }, { opening: true }); // its events say so
    return;
  }
  const aside: [number, number] = [(room.left - room.right) / 2, (room.top - room.bottom) / 2];
  if ('bbox' in goal) {
    const options = { padding: breathing(room), maxZoom: NEAREST };
    const wanted = map.cameraForBounds(goal.bbox, options)?.zoom ?? 0;
    if (wanted >= map.getMinZoom()) map.fitBounds(goal.bbox, { ...options, duration: FLIGHT });
    // More than the window can hold: its middle, as near as the map comes to showing all.
    else map.easeTo({ center: middleOf(goal.bbox), zoom: map.getMinZoom(), offset: aside, duration: FLIGHT });
    return;
  }
  const offset = goal.exact ? ([0, 0] as [number, number]) : aside;
  map.easeTo({ center: [goal.lon, goal.lat], zoom: goal.zoom ?? Math.max(map.getZoom(), 6.5), offset, duration: FLIGHT });
}

/** Where the map looks. */
export function cameraOf(map: MlMap): Camera {
  const { lng, lat } = map.getCenter();
  return { lon: lng, lat, zoom: map.getZoom() };
}

export function seenBy(map: MlMap): Box {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

/** The middle of a box as the map draws it, where degrees grow towards the poles. */
function middleOf([west, south, east, north]: Box): LngLat {
  const [a, b] = [MercatorCoordinate.fromLngLat([west, south]), MercatorCoordinate.fromLngLat([east, north])];
  return new MercatorCoordinate((a.x + b.x) / 2, (a.y + b.y) / 2).toLngLat();
}

const breathing = ({ top, right, bottom, left }: Padding): Padding => ({
  top: top + 48, right: right + 32, bottom: bottom + 32, left: left + 32,
});
