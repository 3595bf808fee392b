// The fonts of the page as a style sheet that stands alone, for pictures that leave it: only the files with a
// sign of the text in them, written into it.
import { fetchBytes } from './api';

const WEIGHTS = new Set(['400', '600']);

/** `@font-face` rules with their files inside; what cannot be fetched is left out, and the reader's own font stands in. */
export async function facesFor(text: string): Promise<string> {
  const signs = [...new Set([...text].map((sign) => sign.codePointAt(0)!))];
  const rules = [...document.styleSheets].flatMap(rulesOf).filter((rule) => {
    const style = rule.style;
    return WEIGHTS.has(style.getPropertyValue('font-weight')) && style.getPropertyValue('font-style') !== 'italic'
      && signs.some((sign) => covers(style.getPropertyValue('unicode-range'), sign));
  });
  const faces = await Promise.allSettled(rules.map(inlined));
  return faces.flatMap((face) => (face.status === 'fulfilled' ? [face.value] : [])).join('');
}

const rulesOf = (sheet: CSSStyleSheet) => [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);

/** Whether a `unicode-range` such as `U+0020, U+0028-0029` has the sign; none has all. */
export function covers(ranges: string, sign: number): boolean {
  if (!ranges) return true;
  return ranges.split(',').some((range) => {
    const [low, high] = range.trim().replace(/^U\+/i, '').split('-').map((end) => Number.parseInt(end, 16));
    return low !== undefined && low <= sign && sign <= (high ?? low);
  });
}

async function inlined(rule: CSSFontFaceRule): Promise<string> {
  const base = rule.parentStyleSheet?.href ?? document.baseURI;
  const url = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'))?.[1] ?? '';
  const bytes = await fetchBytes(new URL(url, base).href);
  const [family, weight] = [rule.style.getPropertyValue('font-family'), rule.style.getPropertyValue('font-weight')];
  return `@font-face{font-family:${family};font-weight:${weight};unicode-range:${rule.style.getPropertyValue('unicode-range')};`
    + `src:url("data:font/woff2;base64,${base64(bytes)}") format("woff2")}`;
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
