// Where point symbols stand on the screen, pure: pushed apart so that none hides another, with a
// leader back to the true place, and the periods of each as GeoJSON for the style's `points` source.
import type { TimelineFeature } from '../core/api';
import { shownAt, type Rules } from '../core/counts';
import type { Day } from '../core/day';

/** World pixels at some zoom: x to the east, y to the south. */
export interface Pixel { x: number; y: number }
export type Position = [lon: number, lat: number];

const TILE = 512; // the side of the world at zoom 0
const ROUNDS = 90; // pushing pairs apart this often settles the densest place at every zoom
const LEADER_FROM = 9; // px; nearer, the symbol still touches its place

/** How far apart symbols keep, px: they grow with the zoom. */
export function gapAt(zoom: number): number {
  if (zoom >= 5.7) return 24;
  return zoom >= 5 ? 20 : 16;
}

export function toPixel([lon, lat]: Position, zoom: number): Pixel {
  const world = TILE * 2 ** zoom;
  const sin = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI); // spherical Mercator
  return { x: ((lon + 180) / 360) * world, y: y * world };
}

export function toPosition({ x, y }: Pixel, zoom: number): Position {
  const world = TILE * 2 ** zoom;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / world))) * 180) / Math.PI;
  return [(x / world) * 360 - 180, lat];
}

/**
 * Moves the places so far that every pair is `gap` apart, each of a pair giving way by half. Places
 * that coincide part in a direction their order gives, so the same input has the same result.
 */
export function pushApart(places: Pixel[], gap: number): Pixel[] {
  const moved = places.map((place) => ({ ...place }));
  for (let round = 0; round < ROUNDS; round++) {
    let quiet = true;
    for (let i = 0; i < moved.length; i++) {
      for (let j = i + 1; j < moved.length; j++) {
        if (part(moved[i]!, moved[j]!, gap, i + j)) quiet = false;
      }
    }
    if (quiet) break;
  }
  return moved;
}

function part(a: Pixel, b: Pixel, gap: number, seed: number): boolean {
  let [dx, dy] = [b.x - a.x, b.y - a.y];
  if (Math.abs(dx) >= gap || Math.abs(dy) >= gap) return false;
  let distance = Math.hypot(dx, dy);
  if (distance >= gap - 0.01) return false;
  if (distance < 0.01) {
    const turn = seed * 2.4; // close to the golden angle: neighbours in order spread round the place
    [dx, dy, distance] = [Math.cos(turn), Math.sin(turn), 1];
    [dx, dy] = [dx * 0.01, dy * 0.01];
    distance = 0.01;
  }
  const push = (gap - distance) / 2 / distance;
  a.x -= dx * push;
  a.y -= dy * push;
  b.x += dx * push;
  b.y += dy * push;
  return true;
}

/** Events at one place within the days shown: the latest stands for all of them. */
export interface Stack { latest: TimelineFeature; ids: string[] }

function stackEvents(events: TimelineFeature[], day: Day): Stack[] {
  const places = new Map<string, TimelineFeature[]>();
  for (const event of events) {
    const place = event.anchor.map((degree) => degree.toFixed(2)).join();
    places.set(place, [...(places.get(place) ?? []), event]);
  }
  const latest = (f: TimelineFeature) => Math.max(...f.periods.filter((p) => p.from <= day).map((p) => p.from));
  return [...places.values()].map((at) => {
    const sorted = [...at].sort((a, b) => latest(b) - latest(a));
    return { latest: sorted[0]!, ids: sorted.map((f) => f.id) };
  });
}

export interface Scene {
  points: GeoJSON.FeatureCollection;
  leaders: GeoJSON.FeatureCollection;
  /** Where the symbols that were moved stand now, by feature. */
  moved: Map<string, Position>;
  /** Equal for scenes that look the same on every day they share. */
  key: string;
}

/**
 * All point features with all their periods, those of the day pushed apart for the zoom. While time
 * runs (`moving`), everything stays at its true place and nothing is stacked.
 */
export function scene(
  features: TimelineFeature[], day: Day, rules: Rules, zoom: number, moving = false,
): Scene {
  if (moving) return { points: collection(features.flatMap((f) => periodsOf(f, f.anchor))), leaders: collection([]), moved: new Map(), key: 'moving' };
  const shown = features.filter((f) => shownAt(f, day, rules));
  const stacks = stackEvents(shown.filter((f) => rules.eventLayers.has(f.layer)), day);
  const under = new Set(stacks.flatMap((s) => s.ids.slice(1)));
  const standing = shown.filter((f) => !under.has(f.id));
  const places = pushApart(standing.map((f) => toPixel(f.anchor, zoom)), gapAt(zoom));
  const moved = new Map(standing.map((f, i) => [f.id, toPosition(places[i]!, zoom)] as const));
  const stackOf = new Map(stacks.map((s) => [s.latest.id, s.ids] as const));
  const key = [...moved, ...stacks.map((s) => s.ids)].join();
  const points = features
    .filter((f) => !under.has(f.id))
    .flatMap((f) => periodsOf(f, moved.get(f.id) ?? f.anchor, stackOf.get(f.id)));
  return { points: collection(points), leaders: collection(leaders(standing, places, zoom)), moved, key };
}

const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({ type: 'FeatureCollection', features });

function leaders(standing: TimelineFeature[], places: Pixel[], zoom: number): GeoJSON.Feature[] {
  return standing.flatMap((feature, i) => {
    const [from, to] = [toPixel(feature.anchor, zoom), places[i]!];
    if (Math.hypot(to.x - from.x, to.y - from.y) <= LEADER_FROM) return [];
    const properties = { id: feature.id };
    return [
      { type: 'Feature', properties, geometry: { type: 'LineString', coordinates: [feature.anchor, toPosition(to, zoom)] } },
      { type: 'Feature', properties, geometry: { type: 'Point', coordinates: feature.anchor } },
    ];
  });
}

/** One GeoJSON feature a period, with the properties the tiles have. */
function periodsOf(feature: TimelineFeature, at: Position, stack: string[] = []): GeoJSON.Feature[] {
  const { id, layer, category, quality, disputed, short } = feature;
  const names = Object.fromEntries(
    Object.entries(short).map(([lang, text]) => [lang === 'en' ? 'short' : `short:${lang}`, text]),
  );
  const shared = { id, layer, category, quality, disputed, ...names };
  const count = stack.length > 1 ? { count: stack.length, stack: stack.join() } : {};
  return feature.periods.map(({ user, ...period }) => ({
    type: 'Feature',
    properties: { ...shared, ...period, ...count, user: (user ?? []).join(', ') },
    geometry: { type: 'Point', coordinates: at },
  }));
}

/** The next of a stack after the selected one, so that clicking on goes through all of them. */
export function nextOfStack(stack: string, selected: string): string {
  const ids = stack.split(',');
  return ids[(ids.indexOf(selected) + 1) % ids.length]!;
}

