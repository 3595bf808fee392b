// Makes a map: where it opens, what of the library is switched off, and how it names itself.
import { addProtocol, AJAXError, prewarm, setWorkerUrl, type MapOptions } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { onFiles } from '../core/host';
import type { Camera } from '../core/view.svelte';
import { ARCHIVES, archived } from './archived';
import { CalmMap } from './calm';

setWorkerUrl(workerUrl); // before the first map; the worker is a file of ours, so the CSP allows it
if (onFiles) addProtocol(ARCHIVES, ({ url }, call) => fromArchive(url, call.signal));
prewarm(); // the worker starts while the page is still being laid out

export const LEAST = 3.3; // zoom at the opening at which lines can still be told apart

export interface Opening {
  camera: Camera | null; extent: [number, number, number, number]; padding: Padding;
  /** What the map is called, for who cannot see it. */
  title: string;
}
export interface Padding { top: number; right: number; bottom: number; left: number }

/** A tile that is not there fails as on a server, so that the map looks for the one above it. */
async function fromArchive(url: string, signal: AbortSignal): Promise<{ data: ArrayBuffer }> {
  const { tile } = await import('./archives');
  const data = await tile(url, signal);
  if (!data) throw new AJAXError(404, 'no such tile', url, new Blob());
  return { data };
}

/** Whole, since the worker has no page to start from; on files, tiles come out of archives. */
function request(url: string): string {
  const { href } = new URL(url, document.baseURI);
  return onFiles ? archived(href, document.baseURI) : href;
}

/** Throws where the browser has no WebGL. `shown` is called when a frame shows all that was changed. */
export function createMap(container: HTMLElement, { camera, extent, padding, title }: Opening, shown: () => void): CalmMap {
  const place: Partial<MapOptions> = camera
    ? { center: [camera.lon, camera.lat], zoom: camera.zoom }
    : { bounds: extent, fitBoundsOptions: { padding } };
  const map = new CalmMap({
    ...place,
    container,
    attributionControl: false, // drawn by Credits, in the page's own type
    dragRotate: false, // north stays up: the labels and the reader's sense of place rest on it
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    maxZoom: 14, // beyond it there is nothing more to see: the basemap ends at 9
    minZoom: 1.5,
    fadeDuration: 0, // nothing fades between years
    canvasContextAttributes: { antialias: false }, // lines smooth themselves; it only costs here
    validateStyle: false, // a test does it once, for everybody
    locale: { 'Map.Title': title },
    transformRequest: (url) => ({ url: request(url) }),
  }, shown);
  // A tall window would shrink the region to a strip; it shows the middle of it instead.
  if (!camera && map.getZoom() < LEAST) map.setZoom(LEAST);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return map;
}
