// Two maps that look at the same place: each makes the moves of the other.
import type { Map as MlMap } from 'maplibre-gl';
import { listen } from './listen';

/** Keeps two maps in step; gives the undo. */
export function inStep(one: MlMap, other: MlMap): () => void {
  let following = false; // the move of a map that follows is no move of its own
  const follow = (from: MlMap, to: MlMap) => listen(from, 'move', () => {
    if (following) return;
    following = true;
    to.jumpTo({ center: from.getCenter(), zoom: from.getZoom() });
    following = false;
  });
  const undo = [follow(one, other), follow(other, one)];
  return () => undo.forEach((off) => off());
}
