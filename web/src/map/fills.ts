// How countries are filled by rank: one tone of ink, a hatch, or dots, so that the three differ without colour.
import type { FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Membership, Rank } from '../core/api';
import { RANKS } from '../core/organisations';

/** Source and archive of the areas of countries. */
export const COUNTRIES = 'countries';
const AREAS = 'country'; // the layer in its tiles
/** Share of ink in the even tone of a rank; partners have dots alone. */
const TONES: Record<Rank, number> = { member: 0.08, observer: 0.04, partner: 0 };
/** Pixels of the pattern, which is shown at half that size. */
const SIDE = 16;
const RATIO = 2;
const STROKE = 60; // alpha of a line or dot of a pattern, of 255

export const patternOf = (rank: Rank): string => `${COUNTRIES}-${rank}`;

/** The pattern of a rank in one ink (red, green, blue): lines at 45° or dots; null: the rank has none. */
export function pattern(rank: Rank, ink: readonly [number, number, number]): { width: number; height: number; data: Uint8ClampedArray } | null {
  if (rank === 'member') return null;
  const data = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const drawn = rank === 'observer' ? (x + y) % SIDE < RATIO : dotted(x, y) || dotted(x + SIDE / 2, y + SIDE / 2);
      if (drawn) data.set([...ink, STROKE], (y * SIDE + x) * 4);
    }
  }
  return { width: SIDE, height: SIDE, data };
}

/** Whether a dot of about one pixel lies there: round, three wide. */
function dotted(x: number, y: number): boolean {
  const [dx, dy] = [(x % SIDE) - 4, (y % SIDE) - 4];
  return dx * dx + dy * dy <= 2;
}

export const PATTERN_RATIO = RATIO;

/** The layers of the fills, from bottom to top: a tone and, where a rank has one, its pattern. */
export function fillLayers(ink: string): LayerSpecification[] {
  const layer = (rank: Rank, form: string) => ({
    id: `${COUNTRIES}-${form}-${rank}`, type: 'fill' as const, source: COUNTRIES, 'source-layer': AREAS, filter: nobody,
  });
  return RANKS.flatMap((rank) => {
    const tone = { ...layer(rank, 'tone'), paint: { 'fill-color': ink, 'fill-opacity': TONES[rank], 'fill-antialias': false } };
    const signs = { ...layer(rank, 'signs'), paint: { 'fill-pattern': patternOf(rank), 'fill-antialias': false } };
    return [...(TONES[rank] ? [tone] : []), ...(rank === 'member' ? [] : [signs])];
  });
}

/** What a layer of a rank shows of the areas. */
export const filterOf = (standings: readonly Membership[], rank: Rank): FilterSpecification =>
  ['in', ['get', 'iso'], ['literal', standings.filter((s) => s.rank === rank).map((s) => s.country)]];

const nobody: FilterSpecification = ['literal', false];
