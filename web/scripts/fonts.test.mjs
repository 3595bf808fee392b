// The fonts hold what the map has to write: sets of characters, and every name in its seven languages.
import { readFile, readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { formatRanges, HAN_RANGES, hanIn, parseRanges } from './characters.mjs';

const LANGUAGES = ['en', 'ru', 'zh', 'kk', 'ky', 'uz', 'tg'];
const geodata = new URL('../../geodata/', import.meta.url);
const subsets = new URL('../node_modules/@fontsource/noto-sans/unicode.json', import.meta.url);

function namesIn(value, found) {
  if (Array.isArray(value)) value.forEach((item) => namesIn(item, found));
  else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      if ((key === 'name' || key === 'short') && item !== null && typeof item === 'object') {
        LANGUAGES.forEach((language) => item[language] && found.push(item[language]));
      }
      namesIn(item, found);
    }
  }
}

describe('sets of characters', () => {
  it('reads single code points and ranges', () => {
    expect(parseRanges('U+0301,U+0400-0402')).toEqual([0x301, 0x400, 0x401, 0x402]);
  });

  it('writes code points as ranges', () => {
    expect(formatRanges([0x402, 0x400, 0x401, 0xa0, 0x400])).toEqual(['U+00A0', 'U+0400-0402']);
  });

  it('finds each Han character once, and the punctuation that goes with it', () => {
    expect(hanIn('Almaty 阿拉木图、Алматы 阿')).toEqual(['、', '图', '拉', '木', '阿']);
  });
});

describe('names of the map', () => {
  it('have a font file for every character', async () => {
    const unicode = JSON.parse(await readFile(subsets, 'utf8'));
    const covered = new Set(
      ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext'].flatMap((subset) => parseRanges(unicode[subset])).concat(parseRanges(HAN_RANGES)),
    );
    const names = [];
    for (const file of (await readdir(geodata)).filter((name) => /\.(geojson|json)$/.test(name))) {
      namesIn(JSON.parse(await readFile(new URL(file, geodata), 'utf8')), names);
    }
    expect(names.length).toBeGreaterThan(1000);
    const missing = new Set([...names.join('')].filter((char) => !covered.has(char.codePointAt(0))));
    expect([...missing]).toEqual([]);
  });
});
