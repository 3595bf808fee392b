// When the map has nothing left to draw: a promise for the player, and a flag on the page for tests.
import type { Map as MlMap } from 'maplibre-gl';

const LONGEST_WAIT = 3000; // ms; tiles that never come must not stop the player

/** Resolves when what was asked of the map in this frame is drawn. */
export function untilIdle(map: MlMap): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_WAIT);
    // The day reaches the map in the next frame, so `idle` counts from the frame after it.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      map.once('idle', () => {
        clearTimeout(timer);
        resolve();
      });
      map.triggerRepaint(); // a map already idle would not say so again
    }));
  });
}

const root = document.documentElement;
let awaited = 0;
/** The maps that have something to draw yet. */
const drawing = new Set<MlMap>();
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

/** The map is idle; the page is when all of its maps are. */
export function markIdle(map: MlMap): void {
  drawing.delete(map);
  if (awaited === 0 && drawing.size === 0) root.dataset.mapIdle = '1';
}
