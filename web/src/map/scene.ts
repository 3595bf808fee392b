// Brings the points of the day and their leaders onto the map, as the data of the style's `points` source, with
// two layers of our own below the symbols. The points say themselves for which day they are, so that a new day
// is new data and no change of the style's state: the tiles of both would be laid out one after the other.
import type { FilterSpecification, GeoJSONSource, LayerSpecification, Map as MlMap, StyleSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import type { Timeline, TimelineFeature } from '../core/api';
import { loaded } from '../core/loaded.svelte';
import type { Scene, Sight } from './points';
import { laterIn } from './stages';

/** Features that are drawn as symbols. */
export const pointFeatures = (): TimelineFeature[] =>
  (loaded.timeline?.features ?? []).filter((feature) => loaded.layer(feature.layer)?.shape !== 'line');

const POINTS = 'points';
/** How far a tile reaches over its edge, px: the marker under a symbol, no more; what lies there is laid out twice. */
const BUFFER = 32;
/** Round the number of a stack, px: as wide as the shader can, so that it stands out on a symbol too. */
const HALO = 3;
const OF_STATE = '["global-state","day"]';
const OF_POINT = '["get","day"]';

/** A layer of points with the day of the data in place of the day of the state. */
const ofItsDay = <L extends LayerSpecification>(layer: L): L =>
  ('source' in layer && layer.source === POINTS ? JSON.parse(JSON.stringify(layer).replaceAll(OF_STATE, OF_POINT)) : layer);

const isLeader = (dot: boolean): FilterSpecification => ['all', ['has', 'leader'], ['==', ['get', 'dot'], dot]];

/** The served style with the first points in it and the layers of leaders added. */
export function withScene(map: MlMap, served: StyleSpecification, shade: 'light' | 'dark', first: Scene): StyleSpecification {
  isNew(map, first);
  const style = { ...served, layers: served.layers.map(ofItsDay) };
  const ink = (name: 'ink1' | 'ink3' | 'surface') => loaded.atlas?.colours[name]?.[shade === 'light' ? 0 : 1] ?? '#888888';
  const colour = ink('ink3');
  const below = style.layers.findIndex((layer) => 'source' in layer && layer.source === POINTS);
  const numbers = counts(style, ink('ink1'), ink('surface'));
  const layers = [...style.layers, ...numbers];
  layers.splice(below < 0 ? layers.length : below, 0,
    {
      id: 'leaders', type: 'line', source: POINTS,
      filter: isLeader(false),
      paint: { 'line-color': colour, 'line-width': 0.9 },
    },
    {
      // A short line, not a circle: the first circle on the map would cost the browser 100 ms for its shaders.
      id: 'leader-dots', type: 'line', source: POINTS,
      filter: isLeader(true),
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': colour, 'line-width': 3.2 },
    });
  const later = [...laterIn(style), ...numbers.map(({ id }) => id)];
  return {
    ...style,
    metadata: { ...(style.metadata as object), 'steppe:later': later },
    layers,
    sources: { ...style.sources, [POINTS]: { type: 'geojson', data: first.data, buffer: BUFFER } },
  };
}

/** The number of events at one place, beside the latest of them: drawn wherever the event itself is. */
function counts(style: StyleSpecification, ink: string, ground: string): LayerSpecification[] {
  const events = style.layers.find((layer) => layer.id === 'atlas-events');
  if (events?.type !== 'symbol' || !events.filter) return [];
  const { paint } = (style.layers.find((layer) => layer.id === 'atlas-point-labels') ?? {}) as Partial<SymbolLayerSpecification>;
  return [{
    id: 'event-counts', type: 'symbol', source: POINTS,
    filter: ['all', events.filter, ['has', 'count']] as FilterSpecification,
    layout: {
      'text-field': ['to-string', ['get', 'count']],
      'text-font': ['Noto Sans SemiBold'],
      'text-size': 12,
      'text-offset': [0.85, -0.75],
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    // The same for all: drawn with the shaders of the names of places, which are there by then.
    paint: { 'text-color': ink, 'text-halo-color': ground, 'text-halo-width': HALO, 'text-opacity': paint?.['text-opacity'] ?? 1 },
  } as SymbolLayerSpecification];
}

// What is on each map now; the same again is not laid out again.
const shown = new WeakMap<MlMap, { timeline: Timeline | null; key: string }>();

function isNew(map: MlMap, { key }: Scene): boolean {
  const { timeline } = loaded;
  const now = shown.get(map);
  if (now?.timeline === timeline && now?.key === key) return false;
  shown.set(map, { timeline, key });
  return true;
}

/** What is in sight, with a quarter more on each side. */
export function sightOf(map: MlMap): Sight {
  const box = map.getBounds();
  const [wide, high] = [(box.getEast() - box.getWest()) / 4, (box.getNorth() - box.getSouth()) / 4];
  return { zoom: map.getZoom(), box: [box.getWest() - wide, box.getSouth() - high, box.getEast() + wide, box.getNorth() + high] };
}

/** Resolves when the points are with the worker. */
export function showScene(map: MlMap, scene: Scene): Promise<void> | undefined {
  return isNew(map, scene) ? map.getSource<GeoJSONSource>(POINTS)?.setData(scene.data) : undefined;
}
