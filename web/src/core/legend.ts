// The legend of a plate: what stands on its map and no more; of two maps that are compared, what stands on either,
// with the number on the earlier day and on the later.
import './compare-words';
import './organisation-words';
import './outcome-words';
import type { CategoryEntry, LayerEntry, Status } from './api';
import type { Side } from './changes';
import { comparing } from './comparing.svelte';
import { countAt, type Counts } from './counts';
import { clauses } from './joining';
import { judging } from './judging.svelte';
import { loaded } from './loaded.svelte';
import { countsOf } from './organisations';
import { organising } from './organising.svelte';
import type { LegendPart, Sign } from './plate';
import { haloDrawing, rankDrawing, verdictDrawing, type SignInks } from './plate-signs';
import { pointKind } from './point-kind';
import { sprite } from './sprite.svelte';
import { lookOf } from './symbols';
import { VERDICTS } from './verdict-signs';
import { view } from './view.svelte';
import { formatDay, formatNumber, nameIn, t } from './words';

const POINT = 22; // px of a symbol
/** From the colour of a layer to ink, as in the card. */
const INK = { light: 'grayscale(1) contrast(2.4)', dark: 'grayscale(1) brightness(1.5)' };

export const countsOn = ({ day, rules }: Side): Counts => countAt(loaded.timeline?.features ?? [], day, rules);

export async function legend(): Promise<LegendPart[]> {
  const image = await spriteImage();
  const counts = comparing.shown.map(countsOn);
  const parts = [
    ...changes(),
    { title: t('plate.layers'), signs: layers(counts, image) },
    { title: t('plate.status'), signs: statuses(counts, image) },
    ...fills(),
    ...outcomes(),
  ];
  return parts.filter(({ signs }) => signs.length);
}

const hex = (name: string): string => loaded.atlas?.colours[name]?.[view.shade === 'light' ? 0 : 1] ?? '#888888';

const inks = (): SignInks => ({
  ink1: hex('ink1'), ink3: hex('ink3'), surface: hex('surface'), highlight: hex('highlight'),
  over: hex(view.shade === 'light' ? 'ink1' : 'surface'),
});

/** `24`, or `24 → 31` of two days; null where there is none. */
function told(numbers: number[]): string | null {
  return numbers.some((number) => number > 0) ? numbers.map(formatNumber).join(' → ') : null;
}

/** How many features changed in which way between the two days, and what marks them on the maps. */
function changes(): LegendPart[] {
  const groups = view.mode === 'compare' ? comparing.groups.filter(({ changes }) => changes.length) : [];
  const signs = groups.map(({ kind, changes }) => ({
    name: t(`compare.kind.${kind}`), count: formatNumber(changes.length),
    ...(kind === 'unchanged' ? {} : { drawing: haloDrawing(view.shade, inks()) }),
  }));
  return [{ title: t('compare.title'), signs }];
}

function layers(counts: Counts[], image: HTMLImageElement): Sign[] {
  const kinds = (loaded.atlas?.layers ?? []).flatMap((layer) => layer.categories.map((category) => ({ layer, category })));
  return kinds.filter(({ category }) => view.categories.has(category.id)).flatMap(({ layer, category }) => {
    const count = told(counts.map(({ byCategory }) => byCategory.get(category.id) ?? 0));
    return count === null ? [] : [{ name: nameIn(category.name, view.lang), count, ...signOf(layer, category, image) }];
  });
}

function statuses(counts: Counts[], image: HTMLImageElement): Sign[] {
  return (loaded.atlas?.statuses ?? []).filter(({ id }) => view.statuses.has(id)).flatMap(({ id, name, ended }) => {
    const count = told(counts.map(({ byStatus }) => byStatus.get(id) ?? 0));
    const kind = pointKind(id);
    const sign = kind
      ? { point: pointOf(kind, id, image, INK[sprite.shade]) }
      : { line: { line: lookOf(loaded.atlas!, id).line, ended, colour: hex(ended ? 'ended' : 'ink1') } };
    return count === null ? [] : [{ name: nameIn(name, view.lang), count, ...sign }];
  });
}

/** The countries that are filled, by how they stand. */
function fills(): LegendPart[] {
  if (!view.organisation) return [];
  const days = comparing.shown.map(({ day }) => countsOf(organising.on(day)));
  const kinds = new Map(days.flat().map(({ standing, rank }) => [standing, rank]));
  const signs = [...kinds].map(([standing, rank]) => ({
    name: t(`organisations.rank.${standing}`), drawing: rankDrawing(rank, inks()),
    count: days.map((counts) => formatNumber(counts.find((kind) => kind.standing === standing)?.count ?? 0)).join(' → '),
  }));
  return [{ title: organising.name, signs }];
}

/** The marks of plan against outcome. */
function outcomes(): LegendPart[] {
  const judged = view.outcomes ? comparing.shown.map((side) => judging.on(side)) : [];
  const signs = VERDICTS.flatMap((verdict) => {
    const count = told(judged.map((judgement) => judgement?.counts.get(verdict) ?? 0));
    return count === null ? [] : [{ name: t(`outcome.verdict.${verdict}`), count, drawing: verdictDrawing(verdict, inks()) }];
  });
  return [{ title: clauses(t('outcome.switch'), t('outcome.asOf', { day: formatDay(loaded.known) })), signs }];
}

function signOf(layer: LayerEntry, category: CategoryEntry, image: HTMLImageElement): Pick<Sign, 'line' | 'point'> {
  if (layer.shape !== 'line') return { point: pointOf(category, layer.events ? 'held' : 'operating', image) };
  const { line } = lookOf(loaded.atlas!, 'operating');
  return { line: { line, width: category.width, form: category.form, colour: hex(category.colour) } };
}

/** The symbol of the sprite, cut out; `filter` takes it from the colour of its layer to another. */
function pointOf({ icon }: CategoryEntry, status: Status, image: HTMLImageElement, filter = 'none'): Sign['point'] {
  const key = `${icon}|${status}`;
  const place = sprite.images[key] ?? sprite.images[`${key}|disputed`];
  if (!place) return undefined;
  const { x, y, width, height } = place;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d')!;
  context.filter = filter;
  context.drawImage(image, x, y, width, height, 0, 0, width, height);
  const scale = POINT / Math.max(width, height);
  return { href: canvas.toDataURL('image/png'), width: width * scale, height: height * scale };
}

async function spriteImage(): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = sprite.url;
  await image.decode();
  return image;
}
