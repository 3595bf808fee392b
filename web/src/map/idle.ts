// When all that was asked of the map is drawn: promises for player and pictures, and a flag on the page for tests.
import type { Map as MlMap } from 'maplibre-gl';
import type { CalmMap, Change } from './calm';

const LONGEST_WAIT = 3000; // ms; tiles that never come must not stop the player

/** Resolves when what was asked of the map in this frame is drawn, by a frame of its own where nothing was. */
export function untilIdle(map: MlMap): Promise<void> {
  return soonest((resolve) => {
    map.once('idle', resolve);
    map.triggerRepaint(); // a map already idle would not say so again
  });
}

/** The same without a frame of its own. */
export function untilDrawn(map: MlMap): Promise<void> {
  return soonest((resolve) => {
    if (drawing.has(map)) waiting.add({ map, resolve });
    else resolve();
  });
}

function soonest(wait: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_WAIT);
    // What is asked for reaches the map in the next frame, so it counts from the frame after it.
    requestAnimationFrame(() => requestAnimationFrame(() => wait(() => {
      clearTimeout(timer);
      resolve();
    })));
  });
}

const root = document.documentElement;
let awaited = 0;
/** The maps that have something to draw yet. */
const drawing = new Set<MlMap>();
/** Who waits for a map to have drawn. */
const waiting = new Set<{ map: MlMap; resolve: () => void }>();
/** The maps that are no more. */
const gone = new WeakSet<MlMap>();

/** A map was made: the page counts as busy until it has been idle. */
export function begin(map: MlMap): void {
  drawing.add(map);
  delete root.dataset.mapIdle;
}

/** A map was removed: it is waited for no more. */
export function forget(map: MlMap): void {
  gone.add(map);
  markIdle(map);
}

/** The page counts as busy until `done` is called and the map is idle after that. */
export function busy(map: MlMap): () => void {
  let over = false;
  awaited += 1;
  begin(map);
  return () => {
    if (over) return; // both a timer and the undo of an effect may say so
    over = true;
    awaited -= 1;
    if (gone.has(map)) return markIdle(map);
    begin(map);
    map.triggerRepaint();
  };
}

/** The same until something that belongs on the map has come: code, or what it draws. */
export function arrival<T>(map: MlMap, coming: Promise<T>): Promise<T> {
  return coming.finally(busy(map));
}

/** The map has drawn all that was asked of it; the page is idle when all of its maps have. */
export function markIdle(map: MlMap): void {
  drawing.delete(map);
  for (const one of waiting) {
    if (one.map !== map) continue;
    waiting.delete(one);
    one.resolve();
  }
  if (awaited === 0 && drawing.size === 0) root.dataset.mapIdle = '1';
}

/** Changes the map in the next frame, together with all that is to be changed by then; gives the undo. */
export function soon(map: CalmMap, change: Change): () => void {
  const done = busy(map);
  const leave = map.change(() => {
    const awaited = change();
    done();
    return awaited;
  });
  return () => {
    leave();
    done();
  };
}
