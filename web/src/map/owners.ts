// Whose data the map shows: the attributions of the sources that are on it, each once.
import type { Map as MlMap } from 'maplibre-gl';
import { loaded } from '../core/loaded.svelte';
import { view } from '../core/view.svelte';
import { folderSource } from './folder';

/** Ids of the sources with an attribution of their own; the others draw the same data again. */
export const owningSources = (): string[] => [
  'atlas',
  ...(loaded.atlas?.archives ?? []).filter((archive) => archive.in_style).map(({ stem }) => stem),
  ...[...view.maps].map(folderSource),
];

/** The owner without the licence, which is told with all of the words: `GeoNames (CC BY 4.0)`. */
export const nameOf = (owner: string): string => owner.replace(/( \(|, (ODbL|ODC|CC|MIT|LGPL)\b).*$/, '');

/** Attributions may hold links; only their words are taken. What has a copyright comes first, where a line is never cut. */
export function ownersOf(map: MlMap, sources: string[]): string[] {
  const html = sources.map((id) => map.getSource(id)?.attribution ?? '');
  const texts = html.map((text) => new DOMParser().parseFromString(text, 'text/html').body.textContent.trim());
  const each = [...new Set(texts.flatMap((text) => text.split(' · ')))].filter(Boolean);
  return each.sort((a, b) => Number(b.startsWith('©')) - Number(a.startsWith('©')));
}
