// The scale bar: a round length that fits, at the middle of the map.
import type { Map as MlMap } from 'maplibre-gl';
import { formatNumber, t } from '../core/words';

const EQUATOR = 40_075_016.686; // m
const TILE = 512; // px of the world at zoom 0
const WIDEST = 112; // px; the shortest is 2/5 of it, which its words need

/** The longest 1, 2 or 5 times a power of ten that fits, in km or m. */
export function scaleOf(map: MlMap): { width: number; text: string } {
  const { lat } = map.getCenter();
  const perPixel = (EQUATOR * Math.cos((lat * Math.PI) / 180)) / (TILE * 2 ** map.getZoom());
  const most = perPixel * WIDEST;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = power * ([5, 2, 1].find((n) => n * power <= most) ?? 1);
  const text = metres >= 1000 ? t('map.km', { n: formatNumber(metres / 1000) }) : t('map.m', { n: metres });
  return { width: metres / perPixel, text };
}
