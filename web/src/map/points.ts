// Where point symbols stand on the screen, pure: pushed apart so that none hides another, with a
// leader back to the true place, and what stands on the day as GeoJSON for the style's `points` source.
import type { TimelineFeature, TimelinePeriod } from '../core/api';
import { shownAt, type Rules } from '../core/counts';
import { OPEN, type Day } from '../core/day';

/** World pixels at some zoom: x to the east, y to the south. */
export interface Pixel { x: number; y: number }
export type Position = [lon: number, lat: number];

const TILE = 512; // the side of the world at zoom 0
const ROUNDS = 90; // pushing pairs apart this often settles the densest place at every zoom
/** So many symbols, each with its gap, fill a screen; more have no room. */
export const MOST = 1000;
const DOT = 0.3; // px to either side; shorter lines are left out of tiles
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
 * that coincide part in a direction their order gives, so the same input has the same result. What need not
 * move is given back as it is; so is everything where there is no room for so many.
 */
export function pushApart(places: Pixel[], gap: number): Pixel[] {
  if (places.length > MOST) return places;
  const moved = places.map((place) => ({ ...place }));
  for (let round = 0; round < ROUNDS; round++) {
    let quiet = true;
    for (const [i, j] of neighbours(moved, gap)) if (part(moved[i]!, moved[j]!, gap, i + j)) quiet = false;
    if (quiet) break;
  }
  return places.map((place, i) => (place.x === moved[i]!.x && place.y === moved[i]!.y ? place : moved[i]!));
}

/** Pairs that may be nearer than the gap, in order: those in the same or a touching square of a grid so wide. */
function neighbours(places: Pixel[], gap: number): [number, number][] {
  const squareOf = ({ x, y }: Pixel) => Math.floor(x / gap) * COLUMN + Math.floor(y / gap);
  const squares = new Map<number, number[]>();
  for (const [i, place] of places.entries()) {
    const square = squareOf(place);
    squares.set(square, [...(squares.get(square) ?? []), i]);
  }
  return places.flatMap((place, i) => {
    const square = squareOf(place);
    const near = AROUND.flatMap((step) => squares.get(square + step) ?? []);
    return near.filter((j) => j > i).sort((a, b) => a - b).map((j): [number, number] => [i, j]);
  });
}

const COLUMN = 2 ** 22; // more squares than the world is high
const AROUND = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => right * COLUMN + down));

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
  /** A point for each period of the day, and what leads from those moved to their true places. */
  data: GeoJSON.FeatureCollection;
  /** Where the symbols that were moved stand now, by feature. */
  moved: Map<string, Position>;
  /** Equal for scenes that look the same. */
  key: string;
}

/** What of the world is looked at; west, south, east, north. */
export interface Sight { zoom: number; box: [number, number, number, number] }

const inside = ([lon, lat]: Position, [west, south, east, north]: Sight['box']) => west <= lon && lon <= east && south <= lat && lat <= north;

const NONE_MOVED: Scene['moved'] = new Map();

/**
 * The point features of the day, pushed apart for the zoom. While time runs (`moving`), everything stays at its
 * true place and nothing is stacked. What is switched off is among them: switches are the style's. Of many
 * symbols only those in sight are pushed apart.
 */
export function scene(
  features: TimelineFeature[], day: Day, rules: Rules, { zoom, box }: Sight, moving = false,
): Scene {
  const put = (f: TimelineFeature, at = f.anchor, stack?: string[]) => onTheDay(f, day, rules).map((period) => pointOf(f, period, { day, at, stack }));
  const key = [day, rules.since];
  if (moving) return { data: collection(features.flatMap((f) => put(f))), moved: NONE_MOVED, key: [...key, 'moving'].join() };
  const shown = features.filter((f) => shownAt(f, day, rules));
  const stacks = stackEvents(shown.filter((f) => rules.eventLayers.has(f.layer)), day);
  const under = new Set(stacks.flatMap((s) => s.ids.slice(1)));
  const all = shown.filter((f) => !under.has(f.id));
  const standing = all.length > MOST ? all.filter(({ anchor }) => inside(anchor, box)) : all;
  const trueAt = standing.map((f) => toPixel(f.anchor, zoom));
  const places = pushApart(trueAt, gapAt(zoom));
  const moved = new Map(standing.flatMap((f, i) => (places[i] === trueAt[i] ? [] : [[f.id, toPosition(places[i]!, zoom)] as const])));
  const stackOf = new Map(stacks.map((s) => [s.latest.id, s.ids] as const));
  const points = features.filter((f) => !under.has(f.id)).flatMap((f) => put(f, moved.get(f.id), stackOf.get(f.id)));
  return {
    data: collection([...points, ...leaders(standing, places, zoom)]),
    moved,
    key: [...key, ...moved, ...stacks.map((s) => s.ids)].join(),
  };
}

/** The periods of a feature that a day can show: the same as the style draws with every switch on. */
function onTheDay({ layer, periods }: TimelineFeature, day: Day, { eventLayers, eventDays, since }: Rules): TimelinePeriod[] {
  if (!eventLayers.has(layer)) return periods.filter((p) => p.from <= day && day < p.certain_until);
  const first = since ?? day - eventDays + 1;
  return periods.filter((p) => p.from <= day && first < p.until);
}

const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({ type: 'FeatureCollection', features });

function leaders(standing: TimelineFeature[], places: Pixel[], zoom: number): GeoJSON.Feature[] {
  return standing.flatMap((feature, i) => {
    const [from, to] = [toPixel(feature.anchor, zoom), places[i]!];
    if (Math.hypot(to.x - from.x, to.y - from.y) <= LEADER_FROM) return [];
    // The layers of symbols ask of everything what it is and whether it has begun.
    const line = (dot: boolean, ...coordinates: Position[]): GeoJSON.Feature => {
      const properties = { leader: true, dot, id: '', from: OPEN, certain_from: OPEN, day: 0 };
      return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates } };
    };
    const beside = (by: number) => toPosition({ x: from.x + by, y: from.y }, zoom);
    return [line(false, feature.anchor, toPosition(to, zoom)), line(true, beside(-DOT), beside(DOT))];
  });
}

/** A period as GeoJSON, with the properties the tiles have, and the day for which it stands. */
function pointOf(
  { id, layer, category, quality, disputed, short }: TimelineFeature, { user, ...period }: TimelinePeriod,
  { day, at, stack = [] }: { day: Day; at: Position; stack: string[] | undefined },
): GeoJSON.Feature {
  const names = Object.fromEntries(
    Object.entries(short).map(([lang, text]) => [lang === 'en' ? 'short' : `short:${lang}`, text]),
  );
  const count = stack.length > 1 ? { count: stack.length, stack: stack.join() } : {};
  return {
    type: 'Feature',
    properties: { id, layer, category, quality, disputed, ...names, ...period, ...count, user: (user ?? []).join(', '), day },
    geometry: { type: 'Point', coordinates: at },
  };
}

/** The next of a stack after the selected one, so that clicking on goes through all of them. */
export function nextOfStack(stack: string, selected: string): string {
  const ids = stack.split(',');
  return ids[(ids.indexOf(selected) + 1) % ids.length]!;
}

