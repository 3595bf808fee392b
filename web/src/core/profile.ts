// A profile as a picture: scales, areas, ticks and what stands where. Distances in km, heights in m, the rest in px.
import type { Landmark, Profile, ProfileSample } from './api';

export interface Frame { left: number; right: number; top: number; bottom: number }
export interface Area {
  /** The ground down to the axis, and its upper edge alone. */
  fill: string; edge: string;
  /** Drawn over a part whose course is only a scheme. */
  schematic: boolean;
}
export interface Tick { at: number; value: number }
export interface Picture {
  areas: Area[]; across: Tick[]; up: Tick[];
  /** Where parts of the line do not meet. */
  gaps: number[];
  marks: { x: number; y: number; landmark: Landmark }[];
  highest: { x: number; y: number; value: number } | null;
  x: (km: number) => number;
  y: (m: number) => number;
  /** The kilometre below a pixel, within the line. */
  km: (x: number) => number;
}

const GAP = 1; // km; below it two parts meet as far as anybody can see
const ROOM = 64; // px that the name of a kilometre needs
const RISE = 34; // px between two named heights at least

/** A round step (1, 2 or 5 times a power of ten) of which at most `most` fit. */
export function roundStep(range: number, most: number): number {
  const least = range / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= least * (1 - 1e-9))!;
}

/** The picture of a profile; null where it has no height or there is no room. */
export function picture(profile: Profile, { left, right, top, bottom }: Frame): Picture | null {
  const { highest, lowest, length_km: length } = profile;
  if (!highest || !lowest || length <= 0 || right <= left) return null;
  const up = roundStep(Math.max(highest.elevation_m! - lowest.elevation_m!, 100), (bottom - top) / RISE);
  const floor = Math.floor(lowest.elevation_m! / up) * up;
  const ceiling = Math.max(Math.ceil(highest.elevation_m! / up) * up, floor + up);
  const x = (km: number) => left + (km / length) * (right - left);
  const y = (m: number) => bottom - ((m - floor) / (ceiling - floor)) * (bottom - top);
  const across = roundStep(length, (right - left) / ROOM);
  return {
    x, y,
    km: (px) => Math.max(0, Math.min(length, ((px - left) / (right - left)) * length)),
    areas: stretches(profile).map(({ samples, schematic }) => area(samples, schematic, x, y, bottom)),
    across: ticks(0, length, across).map((value) => ({ at: x(value), value })),
    up: ticks(floor, ceiling, up).map((value) => ({ at: y(value), value })),
    gaps: profile.parts.filter((part) => part.gap_before_km > GAP).map((part) => x(part.from_km)),
    marks: profile.landmarks.map((landmark) => ({
      x: x(landmark.distance_km), y: y(landmark.elevation_m ?? floor), landmark,
    })),
    highest: { x: x(highest.distance_km), y: y(highest.elevation_m!), value: highest.elevation_m! },
  };
}

const ticks = (from: number, until: number, step: number) =>
  Array.from({ length: Math.floor((until - from) / step + 1e-9) + 1 }, (_, i) => from + i * step);

interface Stretch { samples: ProfileSample[]; schematic: boolean }

/** The line cut where a height is missing, where parts do not meet, and where its quality changes to or from a scheme. */
function stretches({ samples, parts }: Profile): Stretch[] {
  const found: Stretch[] = [];
  let before: ProfileSample | null = null;
  for (const sample of samples) {
    const part = parts[sample.part]!;
    const schematic = part.quality === 'schematic';
    const apart = before !== null && before.part !== sample.part && part.gap_before_km > GAP;
    if (sample.elevation_m === null) before = null;
    else {
      const last = found.at(-1);
      if (before && last && !apart && last.schematic === schematic) last.samples.push(sample);
      else found.push({ samples: [sample], schematic });
      before = sample;
    }
  }
  return found.filter(({ samples: { length } }) => length > 1);
}

function area(samples: ProfileSample[], schematic: boolean, x: (km: number) => number, y: (m: number) => number, bottom: number): Area {
  const place = (sample: ProfileSample) => `${x(sample.distance_km).toFixed(1)} ${y(sample.elevation_m!).toFixed(1)}`;
  const edge = `M${samples.map(place).join('L')}`;
  const [from, until] = [x(samples[0]!.distance_km), x(samples.at(-1)!.distance_km)];
  return { edge, fill: `${edge}L${until.toFixed(1)} ${bottom}L${from.toFixed(1)} ${bottom}Z`, schematic };
}

/** The sample nearest to a kilometre. */
export function sampleAt({ samples }: Profile, km: number): ProfileSample {
  let [low, high] = [0, samples.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (samples[middle]!.distance_km < km) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [samples[Math.max(0, low - 1)]!, samples[low]!];
  return km - before.distance_km < after.distance_km - km ? before : after;
}

/** What has a name within 1 % of the line of a kilometre, the nearest first. */
export function landmarkAt({ landmarks, length_km }: Profile, km: number): Landmark | null {
  const off = (landmark: Landmark) => Math.abs(landmark.distance_km - km);
  const nearest = landmarks.reduce<Landmark | null>((best, next) => (best && off(best) <= off(next) ? best : next), null);
  return nearest && off(nearest) <= length_km / 100 ? nearest : null;
}

/** Where a key moves the reader along the line, as on any slider; null for other keys. */
export function moved(key: string, km: number, length: number): number | null {
  const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[key];
  if (step !== undefined) return Math.max(0, Math.min(length, km + (step * length) / 100));
  return key === 'Home' ? 0 : key === 'End' ? length : null;
}
