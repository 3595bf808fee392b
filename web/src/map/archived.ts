// Where the atlas is hosted as files, a tile is no file but a part of an archive: one address becomes the other.

/** The scheme of such addresses: `pmtiles://basemap/3/5/2` is a tile of `tiles/basemap.pmtiles`. */
export const ARCHIVES = 'pmtiles';

/** The address in the archive for that of a tile on a server whose root is `base`; others stay as they are. */
export function archived(href: string, base: string): string {
  const root = new URL('tiles/', base).href;
  if (!href.startsWith(root)) return href;
  const [stem, z, x, y, ...rest] = href.slice(root.length).split('/');
  return y !== undefined && !rest.length ? `${ARCHIVES}://${stem}/${z}/${x}/${y}` : href;
}
