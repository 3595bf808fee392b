// The ground that has dates, a shrinking sea and renamed towns: it has a day of its own in the style's state,
// which changes only where the picture does. A change lays out all of its tiles anew, and most steps of the
// day change none of it.
import type { FilterSpecification, LayerSpecification, Map as MlMap, StyleSpecification } from 'maplibre-gl';
import { crosses } from '../core/counts';
import type { Day } from '../core/day';
import { listen } from './listen';

const DATED = 'basemap-dated';
const OF_MAP = '["global-state","day"]';
const OF_GROUND = '["global-state","ground"]';
/** In its place: whatever has dates is there on its own first day. */
const OF_FEATURE = '["get","from"]';

type Dated = Extract<LayerSpecification, { source: string }>;
const isDated = (layer: LayerSpecification): layer is Dated => 'source' in layer && layer.source === DATED;
const replaced = <T>(json: T, from: string, to: string): T => JSON.parse(JSON.stringify(json).replaceAll(from, to));

/** The style with the day of the ground in place of the day of the map, wherever the ground is drawn. */
export const withGround = (style: StyleSpecification): StyleSpecification =>
  ({ ...style, layers: style.layers.map((layer) => (isDated(layer) ? replaced(layer, OF_MAP, OF_GROUND) : layer)) });

/** The day of the ground of one map. */
export class Ground {
  #layers: Dated[] = [];
  /** The days on which what is in sight changes; null while that is not known. */
  #turns: Day[] | null = null;
  /** For which day the ground is drawn, and for which it is right as far as can be seen. */
  #drawn: Day = 0;
  #day: Day = 0;

  constructor(readonly map: MlMap) {}

  /** A style was put on the map, made by `withGround`, with its ground as of a day. */
  lie(style: StyleSpecification, day: Day): void {
    this.#layers = style.layers.filter(isDated);
    this.#turns = null;
    this.#drawn = this.#day = day;
  }

  /** Moves the ground to a day: a change of the map where something in sight changes by then. */
  move(day: Day): void {
    this.#day = day;
    this.#turns ??= this.#look();
    if (!this.#turns || crosses(this.#turns, this.#drawn, day)) this.#put(day);
  }

  /** Follows the camera: what comes into sight has to be right as well. Gives the undo. */
  follow(): () => void {
    return listen(this.map, 'movestart', () => {
      this.#put(this.#day);
      this.#turns = null;
    });
  }

  #put(day: Day): void {
    if (day === this.#drawn) return;
    this.#drawn = day;
    this.map.setGlobalStateProperty('ground', day);
  }

  /** The days on which anything in sight begins or ends; null while tiles or layers are on their way. */
  #look(): Day[] | null {
    const { map } = this;
    const zoom = map.getZoom();
    const drawing = this.#layers.filter(({ minzoom = 0 }) => minzoom <= zoom);
    if (map.isMoving() || !drawing.every(({ id }) => map.getLayer(id)) || !map.isSourceLoaded(DATED)) return null;
    const days = new Set<Day>();
    for (const { 'source-layer': sourceLayer, filter } of drawing) {
      const dated = replaced(filter as FilterSpecification, OF_GROUND, OF_FEATURE);
      for (const { properties } of map.querySourceFeatures(DATED, { sourceLayer, filter: dated, validate: false })) {
        days.add(properties.from).add(properties.until);
      }
    }
    return [...days].sort((a, b) => a - b);
  }
}
