// The view as a plate: what is on the map now, gathered from the state of the page, drawn as SVG and PNG.
import './take-words';
import { chipsInWords } from './chips.svelte';
import { versioned } from './cite';
import { comparing } from './comparing.svelte';
import { facesFor } from './faces';
import { loaded } from './loaded.svelte';
import { countsOn, legend } from './legend';
import { layOut, svgOf, type Laid, type MapPicture, type Plate, type PlateColours, type Words } from './plate';
import { datedUrl } from './sharing';
import { snapshot, type Snapshot } from './snapshot';
import { view } from './view.svelte';
import { shownTime } from './when';
import { formatDay, nameIn, t } from './words';

const FINE = 2; // the map is drawn at twice the size of the screen, for print
const WIDEST = 1600; // px of two maps side by side; larger ones are made smaller

export interface Drawn { laid: Laid; title: string }

/** The plate of the view; null where there is no map. */
export async function drawPlate(): Promise<Drawn | null> {
  const shots = await takeShots();
  if (!shots || !loaded.atlas) return null;
  const title = titleOf();
  const laid = layOut({
    title,
    lines: linesOf(),
    maps: picturesOf(shots),
    legend: await legend(),
    notes: notesOf(shots),
    colours: coloursOf(),
    measure: measurer(),
  });
  return { laid, title };
}

/** The map; in a comparison both, the earlier day first. */
async function takeShots(): Promise<Snapshot[] | null> {
  const first = await snapshot.take(FINE);
  if (!first || view.mode !== 'compare') return first && [first];
  const second = await snapshot.takeOther(FINE);
  if (!second) return null;
  return comparing.from === view.day ? [first, second] : [second, first];
}

function picturesOf(shots: Snapshot[]): MapPicture[] {
  const wide = shots.reduce((sum, { width }) => sum + width, 0);
  const smaller = shots.length > 1 ? Math.min(1, WIDEST / wide) : 1;
  const days = shots.length > 1 ? comparing.shown.map(({ day }) => formatDay(day)) : [];
  return shots.map(({ canvas, width, height, scale }, i) => ({
    href: canvas.toDataURL('image/png'), width: width * smaller, height: height * smaller,
    scale: { ...scale, width: scale.width * smaller },
    ...(days[i] ? { caption: days[i] } : {}),
  }));
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
  const filters = chipsInWords();
  return [
    ...comparing.shown.map((side) =>
      t('plate.on', { day: view.mode === 'compare' ? formatDay(side.day) : shownTime(), count: countsOn(side).total })),
    ...(view.asOf === null ? [] : [t('plate.asKnown', { day: formatDay(view.asOf) })]),
    ...(filters ? [t('plate.filters', { filters })] : []),
  ];
}

function notesOf(shots: Snapshot[]): string[] {
  const credits = [...new Set(shots.flatMap((shot) => shot.credits))];
  const url = versioned(datedUrl(), loaded.atlas?.version ?? '');
  return [t('plate.sources', { url }), ...(credits.length ? [t('plate.owners', { owners: credits.join(' · ') })] : [])];
}

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
