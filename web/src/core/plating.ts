// The view as a plate: what is on the map now, gathered from the state of the page, drawn as SVG and PNG.
import './take-words';
import type { CategoryEntry, LayerEntry, Status } from './api';
import { versioned } from './cite';
import { counting } from './counting.svelte';
import { facesFor } from './faces';
import { filterParameters } from './filters';
import { loaded } from './loaded.svelte';
import { layOut, svgOf, type Laid, type LegendPart, type Plate, type PlateColours, type Sign, type Words } from './plate';
import { viewUrl } from './sharing';
import { snapshot, type Snapshot } from './snapshot';
import { sprite } from './sprite.svelte';
import { lookOf } from './symbols';
import { view } from './view.svelte';
import { shownTime } from './when';
import { formatDay, formatNumber, nameIn, t } from './words';

const FINE = 2; // the map is drawn at twice the size of the screen, for print
const POINT = 22; // px of a symbol in the legend

export interface Drawn { laid: Laid; title: string }

/** The plate of the view; null where there is no map. */
export async function drawPlate(): Promise<Drawn | null> {
  const shot = await snapshot.take(FINE);
  if (!shot || !loaded.atlas) return null;
  const title = titleOf();
  const laid = layOut({
    title,
    lines: linesOf(),
    map: { href: shot.canvas.toDataURL('image/png'), width: shot.width, height: shot.height },
    scale: shot.scale,
    legend: legendOf(await spriteImage()),
    notes: notesOf(shot),
    colours: coloursOf(),
    measure: measurer(),
  });
  return { laid, title };
}

/** As an SVG that carries its fonts. */
export async function svgFile({ laid, title }: Drawn): Promise<Blob> {
  const fonts = await facesFor(laid.words.map(({ text }) => text).join(' '));
  return new Blob([svgOf(laid, title, fonts)], { type: 'image/svg+xml' });
}

/** As a PNG of twice the size. A picture in a picture may be drawn before its fonts have come, so the words are drawn here. */
export async function pngFile({ laid, title }: Drawn): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svgOf(laid, title, null)], { type: 'image/svg+xml' }));
  try {
    const image = Object.assign(new Image(), { src: url });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: laid.width * FINE, height: laid.height * FINE });
    const context = canvas.getContext('2d')!;
    context.scale(FINE, FINE);
    context.drawImage(image, 0, 0, laid.width, laid.height);
    await Promise.all(laid.words.map((words) => document.fonts.load(fontOf(words), words.text)));
    for (const words of laid.words) {
      context.font = fontOf(words);
      context.fillStyle = words.colour;
      context.textAlign = words.end ? 'end' : 'start';
      context.fillText(words.text, words.x, words.y);
    }
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (!blob) throw new Error('the canvas gave no picture');
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

const fontOf = ({ size, weight }: Pick<Words, 'size' | 'weight'>) => `${weight} ${size}px 'Noto Sans', 'Noto Sans SC', sans-serif`;

function titleOf(): string {
  const selected = loaded.feature(view.selected);
  return selected ? nameIn(selected.short, view.lang) : (loaded.atlas?.title ?? t('app.title'));
}

function linesOf(): string[] {
  const filters = filterParameters(view.filters).length;
  return [
    t('plate.on', { day: shownTime(), count: counting.counts.total }),
    ...(view.asOf === null ? [] : [t('plate.asKnown', { day: formatDay(view.asOf) })]),
    ...(filters ? [t('plate.filters', { count: filters })] : []),
  ];
}

function notesOf({ credits }: Snapshot): string[] {
  const url = versioned(viewUrl(), loaded.atlas?.version ?? '');
  return [t('plate.sources', { url }), ...(credits.length ? [t('plate.owners', { owners: credits.join(' · ') })] : [])];
}

const hex = (name: string): string => loaded.atlas?.colours[name]?.[view.shade === 'light' ? 0 : 1] ?? '#888888';

/** The tokens of the page as they stand in the theme. */
function coloursOf(): PlateColours {
  const probe = document.body.appendChild(document.createElement('span'));
  const token = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = { surface: token('surface'), ink1: token('ink1'), ink2: token('ink2'), ink3: token('ink3'), rule: token('rule2') };
  probe.remove();
  return colours;
}

function measurer(): Plate['measure'] {
  const context = document.createElement('canvas').getContext('2d')!;
  return (text, size, weight) => {
    context.font = fontOf({ size, weight });
    return context.measureText(text).width;
  };
}

// ---- legend ------------------------------------------------------------------------------------

/** What stands on the map, and no more. */
function legendOf(image: HTMLImageElement): LegendPart[] {
  const { byCategory, byStatus } = counting.counts;
  const kinds = (loaded.atlas?.layers ?? []).flatMap((layer) => layer.categories.map((category) => ({ layer, category })));
  const layers = kinds
    .filter(({ category }) => view.categories.has(category.id) && (byCategory.get(category.id) ?? 0) > 0)
    .map(({ layer, category }): Sign => ({
      name: nameIn(category.name, view.lang), count: formatNumber(byCategory.get(category.id)!),
      ...signOf(layer, category, image),
    }));
  const statuses = (loaded.atlas?.statuses ?? [])
    .filter(({ id }) => view.statuses.has(id) && (byStatus.get(id) ?? 0) > 0)
    .map(({ id, name, ended }): Sign => ({
      name: nameIn(name, view.lang), count: formatNumber(byStatus.get(id)!),
      line: { line: lookOf(loaded.atlas!, id).line, ended, colour: hex(ended ? 'ended' : 'ink1') },
    }));
  return [{ title: t('plate.layers'), signs: layers }, { title: t('plate.status'), signs: statuses }].filter(({ signs }) => signs.length);
}

function signOf(layer: LayerEntry, category: CategoryEntry, image: HTMLImageElement): Pick<Sign, 'line' | 'point'> {
  if (layer.shape !== 'line') return { point: pointOf(category, layer.events ? 'held' : 'operating', image) };
  const { line } = lookOf(loaded.atlas!, 'operating');
  return { line: { line, width: category.width, form: category.form, colour: hex(category.colour) } };
}

/** The symbol of the sprite, cut out. */
function pointOf({ icon }: CategoryEntry, status: Status, image: HTMLImageElement): Sign['point'] {
  const key = `${icon}|${status}`;
  const place = sprite.images[key] ?? sprite.images[`${key}|disputed`];
  if (!place) return undefined;
  const { x, y, width, height } = place;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  canvas.getContext('2d')!.drawImage(image, x, y, width, height, 0, 0, width, height);
  const scale = POINT / Math.max(width, height);
  return { href: canvas.toDataURL('image/png'), width: width * scale, height: height * scale };
}

async function spriteImage(): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = sprite.url;
  await image.decode();
  return image;
}
