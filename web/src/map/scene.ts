// Brings the displaced points and their leaders onto the map: the data of the style's `points` source,
// and one source with two layers of our own below the symbols.
import type { FilterSpecification, GeoJSONSource, LayerSpecification, Map as MlMap, StyleSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import type { Timeline, TimelineFeature } from '../core/api';
import { loaded } from '../core/loaded.svelte';
import type { Scene } from './points';
import { laterIn } from './stages';

/** Features that are drawn as symbols. */
export const pointFeatures = (): TimelineFeature[] =>
  (loaded.timeline?.features ?? []).filter((feature) => loaded.layer(feature.layer)?.shape !== 'line');

const empty: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

/** The served style with the first points in it and the layers of leaders added. */
export function withScene(map: MlMap, style: StyleSpecification, shade: 'light' | 'dark', first: Scene): StyleSpecification {
  isNew(map, first);
  const colour = loaded.atlas?.colours.ink3?.[shade === 'light' ? 0 : 1] ?? '#888888';
  const below = style.layers.findIndex((layer) => 'source' in layer && layer.source === 'points');
  const numbers = counts(style);
  const layers = [...style.layers, ...numbers];
  layers.splice(below < 0 ? layers.length : below, 0,
    {
      id: 'leaders', type: 'line', source: 'leaders',
      filter: ['==', ['geometry-type'], 'LineString'],
      paint: { 'line-color': colour, 'line-width': 0.9 },
    },
    {
      id: 'leader-dots', type: 'circle', source: 'leaders',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: { 'circle-color': colour, 'circle-radius': 1.6 },
    });
  const later = [...laterIn(style), ...numbers.map(({ id }) => id)];
  return {
    ...style,
    metadata: { ...(style.metadata as object), 'steppe:later': later },
    layers,
    sources: {
      ...style.sources,
      points: { type: 'geojson', data: first.points },
      leaders: { type: 'geojson', data: first.leaders },
    },
  };
}

/** The number of events at one place, beside the latest of them: drawn wherever the event itself is. */
function counts(style: StyleSpecification): LayerSpecification[] {
  const events = style.layers.find((layer) => layer.id === 'atlas-events');
  if (events?.type !== 'symbol' || !events.filter) return [];
  const paint = style.layers.find((layer) => layer.id === 'atlas-point-labels')?.paint ?? {};
  return [{
    id: 'event-counts', type: 'symbol', source: 'points',
    filter: ['all', events.filter, ['has', 'count']] as FilterSpecification,
    layout: {
      'text-field': ['to-string', ['get', 'count']],
      'text-font': ['Noto Sans SemiBold'],
      'text-size': 10,
      'text-offset': [1.05, -0.85],
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint,
  } as SymbolLayerSpecification];
}

// What is on each map now; the same again is not laid out again: on most days no symbol moves.
const shown = new WeakMap<MlMap, { timeline: Timeline | null; key: string }>();

function isNew(map: MlMap, { key }: Pick<Scene, 'key'>): boolean {
  const { timeline } = loaded;
  const now = shown.get(map);
  if (now?.timeline === timeline && now?.key === key) return false;
  shown.set(map, { timeline, key });
  return true;
}

export function showScene(map: MlMap, scene: Scene): void {
  if (!isNew(map, scene)) return;
  const { points, leaders } = scene;
  void map.getSource<GeoJSONSource>('points')?.setData(points);
  void map.getSource<GeoJSONSource>('leaders')?.setData(leaders);
}

/** No leaders while time runs: they belong to a day that is at rest. */
export function hideLeaders(map: MlMap): void {
  isNew(map, { key: '' });
  void map.getSource<GeoJSONSource>('leaders')?.setData(empty);
}
