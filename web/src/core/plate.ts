// A plate: the map as a picture with all that makes it readable alone: title, day, legend, scale, sources and
// whose data it is. Laid out here, pure, as one SVG; the PNG and the print are drawn from it.
import { strokesOf, type LineSample } from './line-symbol';

export interface PlateColours { surface: string; ink1: string; ink2: string; ink3: string; rule: string }
export interface Sign {
  name: string; count: string;
  /** A line in its colour, or a picture of the sprite as a data address. */
  line?: LineSample & { colour: string };
  point?: { href: string; width: number; height: number };
}
export interface LegendPart { title: string; signs: Sign[] }
export interface Plate {
  title: string;
  /** What the picture shows: the day, how much stands, filters. */
  lines: string[];
  /** The picture of the map as a data address, and its size in px. */
  map: { href: string; width: number; height: number };
  scale: { width: number; text: string };
  legend: LegendPart[];
  /** Sources and owners of the data, each one paragraph. */
  notes: string[];
  colours: PlateColours;
  /** Style sheet with the fonts inside, or ''. */
  fonts: string;
  /** Width of a text in px. */
  measure: (text: string, size: number, weight: number) => number;
}

const [MARGIN, LEGEND, GAP] = [28, 230, 20]; // px
const [TITLE, TEXT, SMALL] = [24, 14, 11]; // px of type
const SIGN = 44; // px for the sample beside a name
const ROW = 24;
const FAMILY = "'Noto Sans', 'Noto Sans SC', sans-serif";

/** The plate as an SVG document with its size in px. */
export function plateSvg(plate: Plate): { svg: string; width: number; height: number } {
  const width = MARGIN + plate.map.width + GAP + LEGEND + MARGIN;
  const marks: string[] = [];
  let y = MARGIN + TITLE;
  marks.push(text(MARGIN, y, plate.title, TITLE, 600, plate.colours.ink1));
  for (const line of plate.lines.flatMap((line) => wrapped(line, width - 2 * MARGIN, TEXT, 400, plate.measure))) {
    y += 21;
    marks.push(text(MARGIN, y, line, TEXT, 400, plate.colours.ink2));
  }
  const top = y + 16;
  const legend = legendAt(plate, width - MARGIN - LEGEND, top);
  marks.push(...mapAt(plate, top), ...legend.marks);
  y = Math.max(top + plate.map.height, legend.bottom) + 8;
  for (const line of plate.notes.flatMap((note) => wrapped(note, width - 2 * MARGIN, SMALL, 400, plate.measure))) {
    y += 15;
    marks.push(text(MARGIN, y, line, SMALL, 400, plate.colours.ink3));
  }
  const height = Math.ceil(y + MARGIN - 6);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FAMILY}">`
    + `<title>${escaped(plate.title)}</title>${plate.fonts ? `<style>${plate.fonts}</style>` : ''}`
    + `<rect width="${width}" height="${height}" fill="${plate.colours.surface}"/>${marks.join('')}</svg>`;
  return { svg, width, height };
}

function mapAt({ map, scale, colours, measure }: Plate, top: number): string[] {
  const [x, y] = [MARGIN + 14, top + map.height - 16];
  const box = Math.max(scale.width, measure(scale.text, SMALL, 400)) + 16;
  return [
    `<image href="${map.href}" x="${MARGIN}" y="${top}" width="${map.width}" height="${map.height}"/>`,
    `<rect x="${MARGIN + 0.5}" y="${top + 0.5}" width="${map.width - 1}" height="${map.height - 1}" fill="none" stroke="${colours.rule}"/>`,
    `<rect x="${x - 8}" y="${y - 20}" width="${box}" height="28" rx="4" fill="${colours.surface}" fill-opacity="0.85"/>`,
    text(x, y - 6, scale.text, SMALL, 400, colours.ink2),
    `<path d="M${x} ${y - 2}v4h${scale.width}v-4" fill="none" stroke="${colours.ink2}" stroke-width="1.2"/>`,
  ];
}

function legendAt({ legend, colours, measure }: Plate, left: number, top: number): { marks: string[]; bottom: number } {
  const marks: string[] = [];
  let y = top;
  for (const part of legend) {
    marks.push(text(left, y + 12, part.title, 12, 600, colours.ink1));
    y += ROW;
    for (const { name, count, line, point } of part.signs) {
      const names = wrapped(name, LEGEND - SIGN - measure(count, 13, 400) - 14, 13, 400, measure);
      if (line) marks.push(lineAt(line, left, y - 4, colours.surface));
      if (point) marks.push(`<image href="${point.href}" x="${left + 20 - point.width / 2}" y="${y + 6 - point.height / 2}" width="${point.width}" height="${point.height}"/>`);
      names.forEach((words, i) => marks.push(text(left + SIGN + 6, y + 10 + i * 16, words, 13, 400, colours.ink2)));
      marks.push(text(left + LEGEND, y + 10, count, 13, 400, colours.ink2, 'end'));
      y += ROW + (names.length - 1) * 16;
    }
    y += 10;
  }
  return { marks, bottom: y };
}

function lineAt({ colour, ...sample }: LineSample & { colour: string }, x: number, y: number, ground: string): string {
  const paths = strokesOf({ ...sample, length: SIGN - 4 }).map(({ d, width, dash, opacity, hollow }) =>
    `<path d="${d}" stroke="${hollow ? ground : colour}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ''}${opacity === undefined ? '' : ` stroke-opacity="${opacity}"`}/>`);
  return `<g transform="translate(${x} ${y})" fill="none" stroke-linecap="round">${paths.join('')}</g>`;
}

function text(x: number, y: number, words: string, size: number, weight: number, colour: string, anchor = 'start'): string {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}"${anchor === 'end' ? ' text-anchor="end"' : ''}>${escaped(words)}</text>`;
}

/** The text in lines that fit; a word that does not fit alone stands alone. */
export function wrapped(words: string, room: number, size: number, weight: number, measure: Plate['measure']): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.split(' ')) {
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
const escaped = (words: string) => words.replace(/[&<>"]/g, (sign) => entities[sign]!);
