// A line as the map draws it, as strokes 20 px high: bed, core or two strokes, ticks of a railway, × of what
// has ended. Legends and pictures draw the same strokes.
import type { LineForm } from './api';

export interface LineSample {
  line: LineForm;
  /** The category's width, a multiple of the base. */
  width?: number;
  form?: 'plain' | 'rail' | 'ribbon';
  ended?: boolean;
  /** Length in px. */
  length?: number;
}
export interface Stroke { d: string; width: number; dash?: string; opacity?: number }

const BASE = 4; // px of a line of width 1 in a list
const TICKS = 8; // px between two sleepers
const MIDDLE = 10;

/** The strokes from the lowest up. */
export function strokesOf({ line, width = 1, form = 'plain', ended = false, length = 40 }: LineSample): Stroke[] {
  const ribbon = form === 'ribbon';
  const base = ribbon ? BASE : BASE * width;
  const strokes: Stroke[] = [];
  if (ribbon) strokes.push({ d: `M5 ${MIDDLE}H${length - 5}`, width: 9, opacity: 0.3 });
  if (line.bed_opacity) strokes.push({ d: `M3 ${MIDDLE}H${length - 3}`, width: line.bed * base, opacity: line.bed_opacity });
  if (!ribbon || line.dash[1] !== 0 || line.gap) strokes.push(...core(line, base, ribbon, length));
  if (form === 'rail' && !ended) strokes.push(...ticks(base, length));
  if (ended) strokes.push({ d: `M${length / 2 - 3} ${MIDDLE - 3}l6 6m0 -6l-6 6`, width: 1.5 });
  return strokes;
}

/** The pattern of the status; with a gap, as two strokes on either side of it. */
function core(line: LineForm, base: number, ribbon: boolean, length: number): Stroke[] {
  const stroke = line.width * base * (ribbon ? 0.5 : 1);
  const gap = (line.gap ?? 0) * base;
  // Dashes are in line widths; a round cap adds one width to each.
  const dash = line.dash[1] === 0 ? undefined : line.dash.map((d) => Math.max(d * stroke, 0.01)).join(' ');
  const off = (gap + stroke) / 2;
  const offsets = gap ? [-off, off] : [0];
  return offsets.map((offset) => ({ d: `M3 ${MIDDLE + offset}H${length - 3}`, width: stroke, dash }));
}

function ticks(base: number, length: number): Stroke[] {
  const count = Math.floor((length - 6) / TICKS);
  return Array.from({ length: count }, (_, i): Stroke => (
    { d: `M${3 + (i + 0.5) * TICKS} ${MIDDLE - base * 1.3}v${base * 2.6}`, width: 1.5 }
  ));
}
