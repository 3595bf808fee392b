// Reads tiles out of PMTiles files by ranges of bytes; loaded only where the atlas is hosted as files.
import { PMTiles } from 'pmtiles';

const open = new Map<string, PMTiles>();

function archive(stem: string): PMTiles {
  const known = open.get(stem) ?? new PMTiles(new URL(`tiles/${stem}.pmtiles`, document.baseURI).href);
  open.set(stem, known);
  return known;
}

/** A tile by its address (see `archived`); undefined where there is none. */
export async function tile(url: string, signal: AbortSignal): Promise<ArrayBuffer | undefined> {
  const [stem = '', z, x, y] = url.split('://')[1]!.split('/');
  const found = await archive(stem).getZxy(Number(z), Number(x), Number(y), signal);
  return found?.data;
}
