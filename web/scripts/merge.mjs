// Joins several TrueType fonts of one design, each with other characters, into one font.
import { Font } from 'fonteditor-core';

// Compound glyphs point at others by number, and numbers change here: they are drawn out.
const options = { type: 'ttf', hinting: false, kerning: false, compound2simple: true };

export function mergeGlyphs(fonts, family) {
  const [first, ...rest] = fonts.map((font) => Font.create(Buffer.from(font), options));
  const merged = first.get();
  for (const font of rest) {
    // Glyph 0 of each part is its sign for a missing character.
    merged.glyf.push(...font.get().glyf.slice(1));
  }
  merged.name.fontFamily = family;
  merged.name.fullName = family;
  first.set(merged);
  return first.write({ ...options, toBuffer: true });
}
