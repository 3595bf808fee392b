// The map in a page of somebody else: the address of the small page, and the line of HTML that shows it.

export interface Embedding { title: string; width: number; height: number; slider: boolean }

/** The view at an address as a page to embed; a feature of its own path becomes a parameter. */
export function embedUrl(href: string, slider: boolean): string {
  const from = new URL(href);
  const to = new URL('/embed', from);
  to.search = from.search;
  const id = /^\/feature\/([^/]+)\/?$/.exec(from.pathname)?.[1];
  if (id !== undefined) to.searchParams.set('feature', decodeURIComponent(id));
  if (!slider) to.searchParams.set('bar', '0');
  return to.href.replace(/%2C/g, ',');
}

/** The line of HTML. */
export function embedSnippet(href: string, { title, width, height, slider }: Embedding): string {
  const source = attribute(embedUrl(href, slider));
  return `<iframe src="${source}" title="${attribute(title)}" width="${width}" height="${height}" loading="lazy" style="border:0"></iframe>`;
}

const attribute = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
