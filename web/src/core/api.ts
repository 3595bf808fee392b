// Every request the app makes, with the shape of its answer. A failure is a typed `Problem`.
// Addresses are relative to the root of the atlas, which the page names as its base.

import { onFiles } from './host';
import { complete } from './plain';

export type Names = Record<string, string>;
export type Status =
  | 'proposed' | 'reported' | 'agreed' | 'construction' | 'operating'
  | 'idle' | 'shelved' | 'closed' | 'cancelled' | 'held';

// ---- vocabulary: GET /api/atlas ----------------------------------------------------------------

export interface LineForm { dash: number[]; width: number; gap?: number; bed: number; bed_opacity?: number }
export interface PointForm { edge: number; dash?: number[]; fill?: number; mark?: string }
export interface StatusEntry {
  id: Status; name: Names; means: string; ended?: boolean; line: LineForm; point: PointForm;
}
export interface CategoryEntry {
  id: string; name: Names; icon: string; colour: string; width?: number; form?: 'plain' | 'rail' | 'ribbon';
}
export interface LayerEntry {
  id: string; name: Names; shape: 'line' | 'square' | 'disc' | 'diamond'; events?: boolean;
  categories: CategoryEntry[];
}
export interface Atlas {
  title: string; summary: string; version: string;
  /** Today as the server sees it, in days since 1970-01-01. */
  today: number;
  languages: string[];
  /** First and last year of the time axis. */
  axis: [number, number];
  /** west, south, east, north */
  extent: [number, number, number, number];
  event_days: number;
  statuses: StatusEntry[];
  planned: { line: LineForm; point: PointForm };
  layers: LayerEntry[];
  /** name -> [light, dark] */
  colours: Record<string, [string, string]>;
  organisations: { id: string; name: Names }[];
  archives: ArchiveEntry[];
}
/** A tile archive in the data folder. */
export interface ArchiveEntry {
  stem: string; name: string; kind: 'vector' | 'raster' | 'dem'; attribution: string | null;
  /** west, south, east, north */
  bounds: [number, number, number, number];
  minzoom: number; maxzoom: number;
  /** The map style draws it by itself. */
  in_style: boolean;
}

// ---- timeline: GET /api/timeline ---------------------------------------------------------------

/** Half-open days; see the notes on time in the documentation. */
export interface TimelinePeriod {
  status: Status; from: number; certain_from: number; certain_until: number; until: number;
  planned: boolean; user?: string[];
}
export interface TimelineFeature {
  id: string; layer: string; category: string; short: Names; countries: string[];
  quality: string; accuracy_km: number | null; reported: boolean; disputed: boolean; sourced: boolean;
  /** west, south, east, north */
  bbox: [number, number, number, number];
  /** lon, lat */
  anchor: [number, number];
  /** Half-open, as wide as the bounds allow; null when nothing is dated. */
  lifetime: [number, number] | null;
  periods: TimelinePeriod[];
}
export interface Timeline { version: string; known: number; features: TimelineFeature[] }

// ---- table, filters, outcomes: GET /api/summaries ---------------------------------------------

export type Verdict = 'on_time' | 'late' | 'overdue' | 'abandoned' | 'pending';
export interface Summary {
  /** The names in full; null where they are the short ones of the timeline. */
  name: Names | null;
  /** Length along the line, km; null for what is no line. */
  length_km: number | null;
  /** Of the first promise to operate, else of the first one; null: no plan on record. */
  verdict: Verdict | null;
  /** That promise and what came of it, EDTF. */
  promised: string | null; outcome: string | null;
  /** The status that was promised: an opening, or a closing. */
  promised_status: Status | null;
  /** Late or overdue by so many days; early where negative. */
  delay_days: number | null;
  /** Of what is abandoned: the status in which nothing can come of it. */
  end_status: Status | null;
  /** Keys of `Summaries.actors`. */
  actors: string[];
  /** How many sources the record cites. */
  sources: number;
  /** The headline figure; `kind` is a key of the record's quantities. */
  size: { kind: string; value: number; unit: string } | null;
}
export interface Summaries {
  version: string; known: number;
  actors: Record<string, { name: string; roles: string[] }>;
  features: Record<string, Summary>;
}

// ---- who belonged to what: GET /api/memberships ------------------------------------------------

/** How near a country is; what the map fills and filters ask for. */
export type Rank = 'member' | 'observer' | 'partner';
/** How it stands, in the word of the data: before an organisation was founded nobody was a member of it. */
export type MemberStanding = Rank
  | 'shanghai_five_member' | 'treaty_party' | 'pfp' | 'dialogue_partner' | 'associate_member' | 'participant';
export interface Membership {
  organisation: string; country: string; standing: MemberStanding; rank: Rank;
  /** Half-open days, as in the timeline. */
  from: number; certain_from: number; certain_until: number; until: number;
  source: string | null;
}
export interface Memberships {
  version: string; organisations: { id: string; name: Names }[]; memberships: Membership[];
  sources: Record<string, Source>;
}

// ---- guided stories: GET /api/stories ---------------------------------------------------------

export interface StoryStep {
  title: Names; text: Names;
  /** Keys of `Stories.sources`. */
  sources: string[];
  /** ISO days: of the map; first of a range; of what is known; the other of a comparison. */
  date: string; since?: string; asOf?: string; versus?: string;
  camera: { lon: number; lat: number; zoom: number };
  categories?: string[]; statuses?: string[]; selected?: string; organisation?: string; outcomes?: boolean;
}
export interface Story { id: string; title: Names; summary: Names; steps: StoryStep[] }
export interface Stories { version: string; stories: Story[]; sources: Record<string, Source> }

// ---- one feature: GET /api/collections/{layer}/items/{id} --------------------------------------

export interface Source {
  id: string; type: string; title: string; publisher?: string; URL?: string; note?: string;
  issued?: { 'date-parts'?: number[][]; circa?: boolean; season?: number; raw?: string };
}
export interface Claim {
  kind?: string; status?: Status | null; phase?: number | string | null; date: string; planned?: boolean;
  stated_on?: string | null; user?: string | null; source?: string | null; unverified?: boolean;
  preferred?: boolean; note?: string | null;
}
export interface Quantity {
  value?: number | string; low?: number; high?: number; unit: string; as_of?: string | null;
  scope?: string; source?: string | null; unverified?: boolean; note?: string;
}
export interface Actor {
  name: string; role?: string; share?: number | string | null; source?: string | null;
  unverified?: boolean; note?: string;
}
export interface PositionPart {
  quality: string; accuracy_km?: number | null; length_km?: number; basis?: string; licence?: string;
  attribution?: string; [key: string]: unknown;
}
export interface Position extends PositionPart {
  source?: string | null; scope?: string; drawn_length_km?: number; reference_length_km?: number;
  places?: { name: string; kind?: string; lon: number; lat: number }[];
  place?: string; point?: [number, number]; parts?: PositionPart[];
}
export interface Period {
  status: Status; phase: number | string | null; since: string; from: string; certain_from: string;
  /** Last day, or null while open. */
  until: string | null; certain_until: string | null;
  planned: boolean; user?: string[]; source: string | null; unverified: boolean;
}
export interface Outcome {
  status: Status; phase: number | string | null;
  plans: { date: string; known: string; source: string | null; from: string; until: string }[];
  actual: { date: string; from: string; until: string; source: string | null } | null;
  delay_days: number | null; overdue_days: number | null;
}
export interface Conflict { [key: string]: unknown }
export interface FeatureProperties {
  layer: string; category: string; name: Names; names_unverified?: string[]; short: Names;
  countries: string[]; group?: string; host?: string; users?: string[]; reported_only?: boolean;
  disputed?: boolean; summary?: string; position: Position;
  actors?: Actor[]; quantities?: Record<string, Quantity[]>; claims?: Claim[];
  conflicts?: (Conflict | string)[]; notes?: (Conflict | string)[];
  status: Status | null; status_since: string | null; status_certainty: 'certain' | 'possible' | null;
  status_planned: boolean; status_changed?: boolean; user?: string[];
  periods?: Period[]; outcomes?: Outcome[]; sources?: Record<string, Source>;
  // events only
  participants?: (Conflict | string)[]; date?: string; date_source?: string | null; date_unverified?: boolean;
  other_dates?: Conflict[]; planned?: boolean; stated_on?: string;
  facts?: { text: string; source?: string | null }[]; amounts?: Conflict[]; related?: string[];
}
export interface Feature {
  type: 'Feature'; id: string; geometry: GeoJSON.Geometry | null; bbox?: number[];
  properties: FeatureProperties; links?: { rel: string; href: string; type?: string; title?: string }[];
}

// ---- heights along a line: GET /feature/{id}/profile -------------------------------------------

export interface ProfileSample {
  distance_km: number; elevation_m: number | null; longitude: number; latitude: number;
  /** Position of its part. */
  part: number;
}
export interface ProfilePart {
  from_km: number; until_km: number; gap_before_km: number; quality: string; accuracy_km: number | null;
}
export interface Landmark {
  kind: 'pass' | 'tunnel' | 'border_crossing'; name: string;
  distance_km: number; offset_km: number; elevation_m: number | null;
}
export interface Profile {
  id: string; length_km: number; step_km: number;
  /** Share of the length with heights, 0 to 1. */
  covered: number;
  quality: string; accuracy_km: number | null; schematic: boolean;
  highest: ProfileSample | null; lowest: ProfileSample | null;
  climb_m: number; descent_m: number; threshold_m: number;
  grid: { name: string; attribution: string | null };
  parts: ProfilePart[]; landmarks: Landmark[]; samples: ProfileSample[];
}

// ---- search: GET /search -----------------------------------------------------------------------

export interface Hit {
  kind: 'feature' | 'place'; id: string; layer?: string; category?: string; name: Names; short?: Names;
  matched: string; from?: string | null; until?: string | null; lon?: number; lat?: number;
}
export interface Hits { hits: Hit[]; suggestion: string | null }

// ---- sprite: GET /sprites/{theme}[@2x].json ----------------------------------------------------

export interface SpriteImage { x: number; y: number; width: number; height: number; pixelRatio: number }
export type Sprite = Record<string, SpriteImage>;

// ---- tiles: GET /tiles/{source}.json -----------------------------------------------------------

/** TileJSON 3, as far as the map reads it. */
export interface TileJson {
  tiles: string[]; minzoom?: number; maxzoom?: number; bounds?: number[]; attribution?: string; sparse?: boolean;
  vector_layers?: { id: string }[];
}

// ---- calls -------------------------------------------------------------------------------------

/** What went wrong with a request, in the terms of RFC 9457; `status` 0 when nothing answered. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly url: string,
  ) {
    super(`${title} (${status || 'no answer'}): ${detail}`);
  }
}

async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Problem(0, 'No answer', 'the server did not answer', url);
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return body;
  throw new Problem(response.status, body?.title ?? response.statusText, body?.detail ?? '', url);
}

function withParameters(path: string, parameters: Record<string, string | number | null | undefined>): string {
  if (onFiles) return path; // a file is what it is, whatever it is asked
  const set = Object.entries(parameters).filter(([, value]) => value != null && value !== '');
  const text = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

const atlasUrl = 'api/atlas';
/** `asOf` is an ISO day, or null for today's knowledge. */
const timelineUrl = (asOf: string | null) => withParameters('api/timeline', { 'as-of': asOf });
const styleUrl = (theme: 'light' | 'dark') => `styles/${theme}.json`;
export const tileJsonUrl = (stem: string) => `tiles/${stem}.json`;
// The same choice as the map makes, so that the file is fetched once.
const spriteBase = (theme: 'light' | 'dark') => `sprites/${theme}${devicePixelRatio > 1 ? '@2x' : ''}`;
const spriteUrl = (theme: 'light' | 'dark') => `${spriteBase(theme)}.json`;
export const spriteImageUrl = (theme: 'light' | 'dark') => `${spriteBase(theme)}.png`;
/** The record of a feature itself, for links and downloads. */
export const featureUrl = (layer: string, id: string, datetime?: string | null, asOf?: string | null) =>
  withParameters(`api/collections/${layer}/items/${encodeURIComponent(id)}`, { datetime, 'as-of': asOf });

/** A file as it is. */
export async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Problem(response.status, response.statusText, '', url);
  return new Uint8Array(await response.arrayBuffer());
}
export const fetchAtlas = () => getJson<Atlas>(atlasUrl);
export const fetchTimeline = (asOf: string | null) => getJson<Timeline>(timelineUrl(asOf));
/**
 * Takes what the page asks for ahead of its script, where the address turns out to be of another day's knowledge:
 * it is here already, and the reader may come back to today.
 */
export const takePreloaded = () => Promise.allSettled([fetchTimeline(null), fetchTileJson('tiles/atlas.json')]);
export const fetchStyle = (theme: 'light' | 'dark') => getJson<Record<string, unknown>>(styleUrl(theme));
export const fetchTileJson = (url: string, signal?: AbortSignal) => getJson<TileJson>(url, signal);
export const fetchSprite = (theme: 'light' | 'dark') => getJson<Sprite>(spriteUrl(theme));
export const fetchFeature = (
  layer: string, id: string, datetime: string | null, asOf: string | null, signal?: AbortSignal,
) => getJson<Feature>(featureUrl(layer, id, datetime, asOf), signal).then(complete);
export const fetchSummaries = (asOf: string | null) =>
  getJson<Summaries>(withParameters('api/summaries', { 'as-of': asOf }));
export const fetchStories = () => getJson<Stories>('api/stories');
export const fetchMemberships = (asOf: string | null) =>
  getJson<Memberships>(withParameters('api/memberships', { 'as-of': asOf }));
export const search = (q: string, limit: number, signal?: AbortSignal) =>
  getJson<Hits>(withParameters('search', { q, limit }), signal);

/** All of a layer as a file, on every day: what there is to take away where no server picks. */
export const layerFileUrl = (layer: string, format: string) => `download/${layer}.${format}`;

/** Whether a record says that there are heights along its line. */
export const hasProfile = ({ links }: Feature) => links?.some(({ rel }) => rel === 'elevation-profile') ?? false;
const profileUrl = (id: string) => `feature/${encodeURIComponent(id)}/profile`;
export const profileFileUrl = (id: string) => `${profileUrl(id)}.csv`;
export const fetchProfile = (id: string, signal?: AbortSignal) => getJson<Profile>(profileUrl(id), signal);

export interface Shown {
  /** A day, or a range `A/B`. */
  datetime: string; asOf: string | null; statuses: string[]; categories: string[];
  /** Name and value of each filter. */
  filters: [string, string][];
}
/** What changed between two ISO days as a file. */
export const changesFileUrl = (format: 'geojson' | 'csv', from: string, to: string, shown: Omit<Shown, 'datetime'>) =>
  withParameters(`changes.${format}`, {
    from, to, 'as-of': shown.asOf, status: shown.statuses.join(','), category: shown.categories.join(','),
    ...Object.fromEntries(shown.filters),
  });
/** What is on the map as a file: `layers` non-empty, the same filters as the map. */
export const downloadUrl = (layers: string[], format: string, shown: Shown) =>
  withParameters(`download/${layers.join(',')}.${format}`, {
    datetime: shown.datetime, 'as-of': shown.asOf,
    status: shown.statuses.join(','), category: shown.categories.join(','),
    ...Object.fromEntries(shown.filters),
  });
