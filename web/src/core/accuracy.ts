// How near a map may be looked at: the zoom at which the expected error of a line becomes visible.
import type { TimelineFeature } from './api';

/** Pixels from which on an expected error is worth a word: more than the widest line is wide. */
export const VISIBLE = 24;

/** Most lines that a note names. */
const MOST = 2;

export interface Place { lat: number; zoom: number }
/** West, south, east, north in degrees. */
export type Box = [number, number, number, number];

/** Pixels of the map in one kilometre, on tiles of 512 px. */
export function pixelsPerKm({ lat, zoom }: Place): number {
  return (512 * 2 ** zoom) / (40_075.016_686 * Math.cos((lat * Math.PI) / 180));
}

/** Whether a line may lie visibly beside its real course. */
export const isCoarse = (accuracyKm: number | null, at: Place): accuracyKm is number =>
  accuracyKm !== null && accuracyKm * pixelsPerKm(at) > VISIBLE;

/** Whether two boxes touch; both on one side of the antimeridian. */
export const touches = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

export interface Worst { km: number; named: TimelineFeature[]; more: number }

/** The worst of some lines at a place, the least accurate first; null where all are good enough. */
export function worst(lines: TimelineFeature[], at: Place): Worst | null {
  const coarse = lines.filter((line) => isCoarse(line.accuracy_km, at));
  coarse.sort((a, b) => b.accuracy_km! - a.accuracy_km!);
  if (!coarse.length) return null;
  return { km: coarse[0]!.accuracy_km!, named: coarse.slice(0, MOST), more: Math.max(0, coarse.length - MOST) };
}
