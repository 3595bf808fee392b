// A plate: the map as a picture with all that makes it readable alone: title, day, legend, scale, sources and
// whose data it is. Laid out here, pure, as shapes and words: together they are an SVG; the PNG has the shapes of it
// and the words in the fonts of the page.
import { strokesOf, type LineSample } from './line-symbol';

export interface PlateColours { surface: string; ink1: string; ink2: string; ink3: string; rule: string }
export interface Sign {
  name: string; count: string;
  /** A line in its colour, a picture of the sprite as a data address, or a drawing as SVG. */
  line?: LineSample & { colour: string };
  point?: { href: string; width: number; height: number };
  drawing?: Drawing;
}
/** Shapes of SVG and the size of what they fill, px. */
export interface Drawing { svg: string; width: number; height: number }
export interface MapPicture {
  /** A data address, and the size in px. */
  href: string; width: number; height: number;
  scale: { width: number; text: string };
  /** Its day, where there is more than one map. */
  caption?: string;
}
export interface LegendPart { title: string; signs: Sign[] }
export interface Plate {
  title: string;
  /** What the picture shows: the day, how much stands, filters. */
  lines: string[];
  /** The map, or the two that are compared, the earlier day first. */
  maps: MapPicture[];
  legend: LegendPart[];
  /** Sources and owners of the data, each one paragraph. */
  notes: string[];
  colours: PlateColours;
  /** Width of a text in px. */
  measure: (text: string, size: number, weight: number) => number;
}

const [MARGIN, LEGEND, GAP] = [28, 230, 20]; // px
const [TITLE, TEXT, SMALL] = [24, 14, 11]; // px of type
const SIGN = 44; // px for the sample beside a name
const ROW = 24;
const CAPTION = 22;
const FAMILY = "'Noto Sans', 'Noto Sans SC', sans-serif";

export interface Words { x: number; y: number; text: string; size: number; weight: number; colour: string; end: boolean }
export interface Laid { width: number; height: number; shapes: string[]; words: Words[] }

/** Where everything of the plate stands, px from its top left. */
export function layOut(plate: Plate): Laid {
  const { colours, measure } = plate;
  const wide = mapsWidth(plate);
  // Two maps take the whole width, and the legend stands below them.
  const beside = plate.maps.length > 1 ? undefined : plate.legend[0];
  const below = beside ? plate.legend.slice(1) : plate.legend;
  const width = MARGIN + wide + (beside ? GAP + LEGEND : 0) + MARGIN;
  const laid: Laid = { width, height: 0, shapes: [], words: [] };
  const lines = (texts: string[], y: number, step: number, size: number, colour: string) => {
    for (const text of texts.flatMap((each) => wrapped(each, width - 2 * MARGIN, size, 400, measure))) {
      y += step;
      laid.words.push(words(MARGIN, y, text, size, 400, colour));
    }
    return y;
  };
  laid.words.push(words(MARGIN, MARGIN + TITLE, plate.title, TITLE, 600, colours.ink1));
  const top = lines(plate.lines, MARGIN + TITLE, 21, TEXT, colours.ink2) + 16;
  const under = drawMaps(laid, plate, top);
  const foot = beside ? column(laid, plate, beside, width - MARGIN - LEGEND, top) : top;
  let y = under + 16;
  for (const part of below) y = row(laid, plate, part, y);
  y = lines(plate.notes, Math.max(y, foot), 15, SMALL, colours.ink3);
  laid.height = Math.ceil(y + MARGIN - 6);
  laid.shapes.unshift(`<rect width="${width}" height="${laid.height}" fill="${colours.surface}"/>`);
  return laid;
}

/** The plate as an SVG document; `fonts` is a style sheet with the fonts inside, or ''. Without words: the shapes alone. */
export function svgOf({ width, height, shapes, words }: Laid, title: string, fonts: string | null): string {
  const texts = fonts === null ? '' : words.map(({ x, y, text, size, weight, colour, end }) =>
    `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}"${end ? ' text-anchor="end"' : ''}>${escaped(text)}</text>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FAMILY}">`
    + `<title>${escaped(title)}</title>${fonts ? `<style>${fonts}</style>` : ''}${shapes.join('')}${texts}</svg>`;
}

const mapsWidth = ({ maps }: Plate) => maps.reduce((sum, { width }) => sum + width, 0) + (maps.length - 1) * GAP;

/** The maps from left to right, each under its day; gives where they end. */
function drawMaps(laid: Laid, plate: Plate, top: number): number {
  const captioned = plate.maps.some(({ caption }) => caption);
  let [left, foot] = [MARGIN, top];
  for (const map of plate.maps) {
    if (map.caption) laid.words.push(words(left, top + 12, map.caption, TEXT, 600, plate.colours.ink1));
    const upper = top + (captioned ? CAPTION : 0);
    drawMap(laid, plate, map, [left, upper]);
    left += map.width + GAP;
    foot = Math.max(foot, upper + map.height);
  }
  return foot;
}

function drawMap(laid: Laid, { colours, measure }: Plate, map: MapPicture, [left, top]: [number, number]): void {
  const { scale } = map;
  const [x, y] = [left + 14, top + map.height - 16];
  const box = Math.max(scale.width, measure(scale.text, SMALL, 400)) + 16;
  laid.shapes.push(
    `<image href="${map.href}" x="${left}" y="${top}" width="${map.width}" height="${map.height}"/>`,
    `<rect x="${left + 0.5}" y="${top + 0.5}" width="${map.width - 1}" height="${map.height - 1}" fill="none" stroke="${colours.rule}"/>`,
    `<rect x="${x - 8}" y="${y - 20}" width="${box}" height="28" rx="4" fill="${colours.surface}" fill-opacity="0.85"/>`,
    `<path d="M${x} ${y - 2}v4h${scale.width}v-4" fill="none" stroke="${colours.ink2}" stroke-width="1.2"/>`,
  );
  laid.words.push(words(x, y - 6, scale.text, SMALL, 400, colours.ink2));
}

/** A part of the legend beside the map; gives where it ends. */
function column(laid: Laid, plate: Plate, part: LegendPart, left: number, top: number): number {
  const { colours, measure } = plate;
  laid.words.push(words(left, top + 12, part.title, 12, 600, colours.ink1));
  let y = top + ROW;
  for (const sign of part.signs) {
    const names = wrapped(sign.name, LEGEND - SIGN - measure(sign.count, 13, 400) - 14, 13, 400, measure);
    drawSign(laid, sign, left, y);
    names.forEach((text, i) => laid.words.push(words(left + SIGN + 6, y + 10 + i * 16, text, 13, 400, colours.ink2)));
    laid.words.push({ ...words(left + LEGEND, y + 10, sign.count, 13, 400, colours.ink2), end: true });
    y += ROW + (names.length - 1) * 16;
  }
  return y;
}

/** A part of the legend below the map, in as many columns as its width has room for; gives where it ends. */
function row(laid: Laid, plate: Plate, part: LegendPart, top: number): number {
  const { colours, measure } = plate;
  const end = MARGIN + mapsWidth(plate);
  laid.words.push(words(MARGIN, top + 10, part.title, 12, 600, colours.ink1));
  const texts = part.signs.map(({ name, count }) => `${name} ${count}`);
  const widths = columnsIn(texts.map((text) => SIGN + 6 + measure(text, 13, 400) + GAP), end + GAP - MARGIN);
  const lefts = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width, MARGIN));
  part.signs.forEach((sign, i) => {
    const [x, y] = [lefts[i % widths.length]!, top + ROW * (1 + Math.floor(i / widths.length))];
    drawSign(laid, sign, x, y);
    laid.words.push(words(x + SIGN + 6, y + 10, texts[i]!, 13, 400, colours.ink2));
  });
  return top + ROW * (1 + Math.ceil(part.signs.length / widths.length)) + 6;
}

/** The widths of as many columns as there is room for, where what is set in them from left to right needs so much. */
function columnsIn(needs: number[], room: number): number[] {
  for (let columns = needs.length; columns > 1; columns--) {
    const widths = Array.from({ length: columns }, (_, column) => Math.max(...needs.filter((_, i) => i % columns === column)));
    if (widths.reduce((sum, width) => sum + width, 0) <= room) return widths;
  }
  return [room];
}

function drawSign(laid: Laid, { line, point, drawing }: Sign, left: number, y: number): void {
  if (line) laid.shapes.push(lineAt(line, left, y - 4));
  if (point) laid.shapes.push(`<image href="${point.href}" x="${left + 20 - point.width / 2}" y="${y + 6 - point.height / 2}" width="${point.width}" height="${point.height}"/>`);
  if (drawing) laid.shapes.push(`<g transform="translate(${left + 20 - drawing.width / 2} ${y + 6 - drawing.height / 2})">${drawing.svg}</g>`);
}

function lineAt({ colour, ...sample }: LineSample & { colour: string }, x: number, y: number): string {
  const paths = strokesOf({ ...sample, length: SIGN - 4 }).map(({ d, width, dash, opacity }) =>
    `<path d="${d}" stroke="${colour}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ''}${opacity === undefined ? '' : ` stroke-opacity="${opacity}"`}/>`);
  return `<g transform="translate(${x} ${y})" fill="none" stroke-linecap="round">${paths.join('')}</g>`;
}

function words(x: number, y: number, text: string, size: number, weight: number, colour: string): Words {
  return { x, y, text, size, weight, colour, end: false };
}

/** The text in lines that fit; a word that does not fit alone stands alone. */
export function wrapped(text: string, room: number, size: number, weight: number, measure: Plate['measure']): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line ? `${line} ${word}` : word;
    if (line && measure(longer, size, weight) > room) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line ? [...lines, line] : lines;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign]!);
