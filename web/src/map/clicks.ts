// Which feature the pointer means: the nearest ring of pixels that holds one wins, points before lines.
import type { Map as MlMap, MapGeoJSONFeature, PointLike } from 'maplibre-gl';
import type { TimelineFeature } from '../core/api';
import { loaded } from '../core/loaded.svelte';
import { view } from '../core/view.svelte';
import { listen } from './listen';
import { nextOfStack } from './points';

// Half the side of the square searched, px: first what is under the pointer, then what is near it.
const MOUSE = [2, 7];
const TOUCH = [4, 12, 22]; // 22 makes a target of 44 px

interface Found { id: string; stack: string | null }

/** What a press on a map can mean. */
export interface Choosable {
  /** Names of the layers that count. */
  layers: () => string[];
  /** Whether a feature is shown on the day of the map. */
  shown: (feature: TimelineFeature) => boolean;
}

function featureAt(map: MlMap, { layers, shown }: Choosable, point: { x: number; y: number }, reach: number[]): Found | null {
  // Tiles hold every period, so what was found is asked once more whether it is shown on the day.
  const stands = ({ properties }: MapGeoJSONFeature) => {
    const feature = loaded.feature(String(properties.id));
    return feature !== undefined && shown(feature);
  };
  for (const r of reach) {
    const box: [PointLike, PointLike] = [[point.x - r, point.y - r], [point.x + r, point.y + r]];
    const found = map.queryRenderedFeatures(box, { layers: layers() }).filter(stands);
    const best = found.find((f) => f.geometry.type === 'Point') ?? found[0];
    if (best) return { id: String(best.properties.id), stack: best.properties.stack ?? null };
  }
  return null;
}

/** Selects on click, marks on hover. Gives the undo. */
export function routeClicks(map: MlMap, choosable: Choosable): () => void {
  let frame = 0;
  const hover = (id: string) => {
    view.hovered = id;
    map.getCanvas().style.cursor = id ? 'pointer' : '';
  };
  const undo = [
    listen(map, 'click', (event) => {
      const touch = (event.originalEvent as PointerEvent).pointerType === 'touch';
      const found = featureAt(map, choosable, event.point, touch ? TOUCH : MOUSE);
      view.guide = false;
      view.selected = found ? (found.stack ? nextOfStack(found.stack, view.selected) : found.id) : '';
    }),
    listen(map, 'mousemove', (event) => {
      cancelAnimationFrame(frame); // one search a frame: each walks the tiles
      frame = requestAnimationFrame(() => {
        if (!map.isMoving()) hover(featureAt(map, choosable, event.point, MOUSE)?.id ?? '');
      });
    }),
    listen(map, 'mouseout', () => hover('')),
  ];
  return () => {
    cancelAnimationFrame(frame);
    for (const off of undo) off();
  };
}
