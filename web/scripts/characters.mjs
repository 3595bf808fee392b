// Sets of characters: reading and writing unicode ranges, and finding Han characters in text.

/** The blocks of Han characters and of the punctuation and full-width forms that go with them. */
export const HAN_RANGES = 'U+3000-303F,U+3400-4DBF,U+4E00-9FFF,U+FF00-FFEF';

/** All code points of a list such as `U+0301,U+0400-045F`. */
export function parseRanges(list) {
  return list.split(',').flatMap((range) => {
    const [first, last = first] = range.trim().replace(/^U\+/i, '').split('-').map((hex) => parseInt(hex, 16));
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/** Code points as a list of ranges, the way CSS writes them. */
export function formatRanges(points) {
  const hex = (point) => point.toString(16).toUpperCase().padStart(4, '0');
  const ranges = [];
  for (const point of [...new Set(points)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else ranges.push([point, point]);
  }
  return ranges.map(([first, last]) => (first === last ? `U+${hex(first)}` : `U+${hex(first)}-${hex(last)}`));
}

/** The distinct Han characters of a text, in code point order. */
export function hanIn(text) {
  const han = new Set(parseRanges(HAN_RANGES));
  return [...new Set(text)].filter((char) => han.has(char.codePointAt(0))).sort();
}
