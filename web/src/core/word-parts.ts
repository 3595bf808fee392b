// The words of panels that are not open yet, in every language but English; English parts come with their panels.
const files = import.meta.glob<object>(['../words/*.*.json', '!../words/en.*', '!../words/*.locale.json'], { import: 'default' });

/** All later words of a language, as far as they arrive. */
export async function partsOf(lang: string): Promise<object[]> {
  const parts = Object.keys(files).filter((path) => path.startsWith(`../words/${lang}.`));
  const trees = await Promise.allSettled(parts.map((path) => files[path]!()));
  return trees.flatMap((tree) => (tree.status === 'fulfilled' ? tree.value : []));
}
