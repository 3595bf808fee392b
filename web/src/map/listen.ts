// Listening to the map: add a listener, get its undo.
import type { Map as MlMap, MapEventType } from 'maplibre-gl';

export function listen<K extends keyof MapEventType>(
  map: MlMap, type: K, listener: (event: MapEventType[K]) => void,
): () => void {
  map.on(type, listener as never);
  return () => map.off(type, listener as never);
}
