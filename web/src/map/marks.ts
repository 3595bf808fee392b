// The marks of plan against outcome on the map: one symbol source above everything, pictures drawn from the
// signs of the legend, and features without a plan made pale by the opacity of the style's own layers.
import type { ExpressionSpecification, GeoJSONSource, Map as MlMap, SymbolLayerSpecification } from 'maplibre-gl';
import type { Judged } from '../core/judged';
import { subjectVerdict } from '../core/outcome-words';
import { SIGNS, VERDICTS, type Sign } from '../core/verdict-signs';
import { gapAt, pushApart, toPixel, toPosition, type Position } from './points';

export const MARKS = 'outcome-marks';
const SIDE = 20; // px of a sign
const MARGIN = 2; // px round it, for its edge
const TEXT_FROM = 5; // zoom from which the delay is written beside the mark
const PALE = 0.25;

export type Inks = Record<'ink1' | 'ink3' | 'surface' | 'land' | 'highlight' | 'over', string>;

/** Where each mark stands: at the shoulder of a symbol, on its line, lines apart from each other. */
export function placeMarks(judged: Judged[], isLine: (layer: string) => boolean, moved: Map<string, Position>, zoom: number): GeoJSON.FeatureCollection {
  const lines = judged.filter(({ feature }) => isLine(feature.layer));
  const spread = pushApart(lines.map(({ feature }) => toPixel(feature.anchor, zoom)), gapAt(zoom));
  const onLine = new Map(lines.map(({ feature }, i) => [feature.id, toPosition(spread[i]!, zoom)] as const));
  const features = judged.map(({ feature, summary }): GeoJSON.Feature => ({
    type: 'Feature',
    properties: {
      id: feature.id, verdict: summary.verdict, line: onLine.has(feature.id),
      text: summary.delay_days ? subjectVerdict(summary) : '',
    },
    geometry: { type: 'Point', coordinates: onLine.get(feature.id) ?? moved.get(feature.id) ?? feature.anchor },
  }));
  return { type: 'FeatureCollection', features };
}

/** Puts source, pictures and layer in place; again with each style. */
export function addMarks(map: MlMap, inks: Inks): void {
  for (const verdict of VERDICTS) {
    const name = `${MARKS}-${verdict}`;
    if (map.hasImage(name)) map.removeImage(name);
    map.addImage(name, picture(SIGNS[verdict], inks), { pixelRatio: RATIO });
  }
  if (!map.getSource(MARKS)) map.addSource(MARKS, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  if (!map.getLayer(MARKS)) map.addLayer(layer(inks));
}

function layer({ ink1, land }: Inks): SymbolLayerSpecification {
  const beside = (line: [number, number], symbol: [number, number]): ExpressionSpecification =>
    ['case', ['get', 'line'], ['literal', line], ['literal', symbol]];
  return {
    id: MARKS, type: 'symbol', source: MARKS,
    layout: {
      'icon-image': ['concat', `${MARKS}-`, ['get', 'verdict']],
      'icon-offset': beside([0, 0], [9, -9]),
      'icon-size': ['interpolate', ['linear'], ['zoom'], 3.5, 0.7, 5, 0.85, 6.5, 1],
      // None is hidden by another: the legend counts them.
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'text-optional': true,
      'text-field': ['step', ['zoom'], '', TEXT_FROM, ['get', 'text']],
      'text-font': ['Noto Sans SemiBold'],
      'text-size': 11,
      'text-anchor': 'left',
      'text-offset': beside([1.15, 0], [1.9, -0.8]),
    },
    paint: { 'text-color': ink1, 'text-halo-color': land, 'text-halo-width': 1.6 },
  };
}

export function showMarks(map: MlMap, marks: GeoJSON.FeatureCollection): void {
  void map.getSource<GeoJSONSource>(MARKS)?.setData(marks);
}

export function removeMarks(map: MlMap): void {
  if (map.getLayer(MARKS)) map.removeLayer(MARKS);
  if (map.getSource(MARKS)) map.removeSource(MARKS);
}

const OPACITIES = ['line-opacity', 'fill-opacity', 'circle-opacity', 'icon-opacity', 'text-opacity'] as const;

/** Makes everything of the atlas pale but the features named; gives the undo. */
export function pale(map: MlMap, but: string[]): () => void {
  const kept: ExpressionSpecification = ['literal', Object.fromEntries(but.map((id) => [id, true]))];
  const share: ExpressionSpecification = ['case', ['has', ['get', 'id'], kept], 1, PALE];
  const changed: (() => void)[] = [];
  for (const { id, source, paint } of atlasLayers(map)) {
    for (const name of OPACITIES) {
      const full = paint[name];
      if (full === undefined) continue;
      map.setPaintProperty(id, name, ['*', full, share]);
      changed.push(() => map.getLayer(id)?.source === source && map.setPaintProperty(id, name, full));
    }
  }
  return () => changed.forEach((undo) => undo());
}

function atlasLayers(map: MlMap): { id: string; source: string; paint: Record<string, number | ExpressionSpecification | undefined> }[] {
  return map.getStyle().layers.flatMap((layer) =>
    ('source' in layer && (layer.source === 'atlas' || layer.source === 'points')
      ? [{ id: layer.id, source: layer.source, paint: { ...layer.paint } as Record<string, number | ExpressionSpecification | undefined> }] : []));
}

const RATIO = 2; // pixels a px

function picture(sign: Sign, inks: Inks): ImageData {
  const side = (SIDE + 2 * MARGIN) * RATIO;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d')!;
  context.scale(RATIO, RATIO);
  context.translate(MARGIN, MARGIN);
  context.lineCap = context.lineJoin = 'round';
  const [fill, edge, ink] = coloursOf(sign, inks);
  const outline = new Path2D(sign.outline);
  draw(context, outline, inks.surface, 4); // the ring that parts it from what is below
  context.fillStyle = fill;
  context.fill(outline);
  draw(context, outline, edge, 1.5);
  draw(context, new Path2D(sign.stroke), ink, 2);
  return context.getImageData(0, 0, side, side);
}

function coloursOf({ ground }: Sign, { ink1, ink3, surface, highlight, over }: Inks): [fill: string, edge: string, ink: string] {
  if (ground === 'yellow') return [highlight, over, over];
  return ground === 'ink' ? [ink1, ink1, surface] : [surface, ink3, ink1];
}

function draw(context: CanvasRenderingContext2D, path: Path2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(path);
}
