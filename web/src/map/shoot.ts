// Takes a picture of the map: finer than the screen, once it is at rest. The drawing is not kept after a frame,
// so it is copied within the frame that draws it.
import type { Map as MlMap } from 'maplibre-gl';
import type { Snapshot } from '../core/snapshot';
import { untilIdle } from './idle';
import { ownersOf, owningSources } from './owners';
import { scaleOf } from './scale';

const LARGEST = 4096; // px a side; more than that some graphics cards refuse

export async function shoot(map: MlMap, ratio: number): Promise<Snapshot> {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const fine = Math.min(ratio, LARGEST / Math.max(width, height));
  const before = map.getPixelRatio();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * fine);
  canvas.height = Math.round(height * fine);
  map.setPixelRatio(fine);
  try {
    await untilIdle(map);
    await new Promise<void>((done) => {
      map.once('render', () => {
        canvas.getContext('2d')?.drawImage(map.getCanvas(), 0, 0, canvas.width, canvas.height);
        done();
      });
      map.triggerRepaint();
    });
  } finally {
    map.setPixelRatio(before);
  }
  return { canvas, width, height, scale: scaleOf(map), credits: ownersOf(map, owningSources()) };
}
