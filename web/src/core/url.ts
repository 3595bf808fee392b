// The view as an address and back, pure: `/feature/<id>?t=2005-12-15&k=2005-04-03&z=5.2&c=47.1,78.3&off=gas`.
// Where the atlas is one page among files, the feature is a parameter: `index.html?feature=<id>&t=2005-12-15`.
import type { Camera, Letter, Mode } from './view.svelte';
import { fromIso, toIso, type Day } from './day';
import { filterParameters, filtersIn, type Filters } from './filters';

/** What an address says; what it leaves out stays at its default. */
export interface Address {
  selected: string;
  day: Day | null;
  asOf: Day | null;
  camera: Camera | null;
  /** Switches that differ from the default: ids of statuses and categories. */
  on: string[];
  off: string[];
  /** Stems of the maps of the data folder that are on. */
  maps: string[];
  lang: string | null;
  /** Seen from aslant. */
  tilted: boolean;
  mode: Mode;
  /** First day of a range. */
  since: Day | null;
  /** The other day of a comparison. */
  versus: Day | null;
  sideBySide: boolean;
  /** The day of a comparison that is moved and told of. */
  side: Letter;
  filters: Filters;
  /** Id of the organisation whose countries are filled, or ''. */
  organisation: string;
  /** Plans held against outcomes on the map. */
  outcomes: boolean;
  /** Id of the story that is told, or '', and its step, from 0. */
  story: string;
  step: number;
  /** The version of the data that the link was cited with, or ''. */
  cited: string;
}

const featurePath = /^\/feature\/([^/]+)\/?$/;

/** Reads an address; a part that cannot be read is as if it were not there. */
export function parseAddress(pathname: string, search: string): Address {
  const query = new URLSearchParams(search);
  return {
    selected: query.get('feature') ?? idIn(pathname),
    day: fromIso(query.get('t') ?? ''),
    asOf: fromIso(query.get('k') ?? ''),
    camera: cameraIn(query.get('c'), query.get('z')),
    on: list(query.get('on')),
    off: list(query.get('off')),
    maps: list(query.get('maps')),
    tilted: query.get('3d') === '1',
    lang: /^[a-z]{2,3}$/.exec(query.get('lang') ?? '')?.[0] ?? null,
    mode: MODES.find((mode) => mode === query.get('mode')) ?? 'map',
    since: fromIso(query.get('since') ?? ''),
    versus: fromIso(query.get('vs') ?? ''),
    sideBySide: query.get('side') === '1',
    side: query.get('at') === 'B' ? 'B' : 'A',
    filters: filtersIn(query),
    organisation: word(query.get('org')),
    outcomes: query.get('outcomes') === '1',
    story: word(query.get('story')),
    step: Math.max(0, (Number.parseInt(query.get('step') ?? '', 10) || 1) - 1),
    cited: word(query.get('v')),
  };
}

const MODES: readonly Mode[] = ['map', 'table', 'compare'];
const word = (text: string | null) => /^[A-Za-z0-9_.-]{1,64}$/.exec(text ?? '')?.[0] ?? '';

function idIn(pathname: string): string {
  const id = featurePath.exec(pathname)?.[1];
  if (id === undefined) return '';
  try {
    return decodeURIComponent(id);
  } catch {
    return ''; // a lone per cent sign is no id
  }
}

const list = (text: string | null) => (text ? text.split(',').filter(Boolean) : []);

/** `c` is latitude, longitude, as people write it; `z` the zoom. */
function cameraIn(centre: string | null, zoom: string | null): Camera | null {
  const [lat, lon, rest] = (centre ?? '').split(',').map(number);
  const z = number(zoom ?? '');
  if (lat === undefined || lon === undefined || rest !== undefined) return null;
  const inside = Math.abs(lat) <= 85.06 && Math.abs(lon) <= 180 && z >= 0 && z <= 24;
  return inside ? { lon, lat, zoom: z } : null;
}

const number = (text: string) => (text.trim() === '' ? NaN : Number(text));

/**
 * Writes an address; parts at their default are left out, ids are sorted, commas stay readable.
 * `page` is the path of the only page there is; null on a server, which has one for each feature.
 */
export function formatAddress(address: Address, page: string | null): string {
  const { selected, day, asOf, camera } = address;
  const id = encodeURIComponent(selected);
  const parts: string[] = [];
  if (selected && page !== null) parts.push(`feature=${id}`);
  if (day !== null) parts.push(`t=${toIso(day)}`);
  if (asOf !== null) parts.push(`k=${toIso(asOf)}`);
  if (camera) parts.push(`z=${round(camera.zoom, 3)}`, `c=${round(camera.lat, 4)},${round(camera.lon, 4)}`);
  for (const key of ['on', 'off', 'maps'] as const) {
    if (address[key].length) parts.push(`${key}=${[...address[key]].sort().map(encodeURIComponent).join(',')}`);
  }
  if (address.lang !== null) parts.push(`lang=${address.lang}`);
  if (address.tilted) parts.push('3d=1');
  parts.push(...choices(address));
  const path = page ?? (selected ? `/feature/${id}` : '/');
  return parts.length ? `${path}?${parts.join('&')}` : path;
}

function choices({ mode, since, versus, sideBySide, side, filters, organisation, outcomes, story, step, cited }: Address): string[] {
  const set: [string, string][] = [
    ['mode', mode === 'map' ? '' : mode],
    ['since', since === null ? '' : toIso(since)],
    ['vs', versus === null ? '' : toIso(versus)],
    ['side', sideBySide ? '1' : ''],
    ['at', side === 'B' ? side : ''],
    ...filterParameters(filters),
    ['org', organisation],
    ['outcomes', outcomes ? '1' : ''],
    ['story', story],
    ['step', story ? String(step + 1) : ''],
    ['v', cited],
  ];
  return set.filter(([, value]) => value).map(([name, value]) => `${name}=${readable(value)}`);
}

/** Commas stay as they are. */
const readable = (value: string) => value.split(',').map(encodeURIComponent).join(',');

const round = (value: number, digits: number) => String(Number(value.toFixed(digits)));
