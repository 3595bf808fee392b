// What a style says of its first tiles only by an address, fetched before the map needs it: the map would
// ask for it when it has the style, and for the first tile two frames after the answer. The address of
// its sprite is made whole, as the map wants it: in files it is relative to the page.
import type { SourceSpecification, StyleSpecification } from 'maplibre-gl';
import { fetchTileJson, type TileJson } from '../core/api';
import { firstStage } from './stages';

/** The style with the addresses of the tiles of its first stage in it. Sources whose description fails stay as they are: the map reports them. */
export async function withTiles(style: StyleSpecification): Promise<StyleSpecification> {
  const asked = new Map<string, Promise<TileJson | null>>();
  const about = (url: string) => {
    const known = asked.get(url) ?? fetchTileJson(url).catch(() => null);
    asked.set(url, known);
    return known;
  };
  const first = Object.entries(firstStage(style).sources);
  const entries = first.map(async ([id, source]) => [id, await described(source, about)] as const);
  const sources = { ...style.sources, ...Object.fromEntries(await Promise.all(entries)) };
  return { ...style, sprite: new URL(style.sprite as string, document.baseURI).href, sources };
}

async function described(
  source: SourceSpecification, about: (url: string) => Promise<TileJson | null>,
): Promise<SourceSpecification> {
  if (!('url' in source) || !source.url) return source;
  const found = await about(source.url);
  if (!found) return source;
  const { url: _, ...rest } = source;
  return { ...found, ...rest } as SourceSpecification;
}
