// Makes public/fonts: the web fonts of the page and the map, the style's `font-faces`, and the TTFs
// that the server turns into glyphs for other map clients. Runs before the app is built.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { formatRanges, HAN_RANGES, hanIn, parseRanges } from './characters.mjs';
import { mergeGlyphs } from './merge.mjs';

const web = fileURLToPath(new URL('..', import.meta.url));
const geodata = join(web, '..', 'geodata');
const out = join(web, 'public', 'fonts');
const modules = join(web, 'node_modules');
const noto = join(modules, '@fontsource', 'noto-sans');
const notoHan = join(modules, '@fontsource-variable', 'noto-sans-sc');
const notoTtf = join(modules, '@expo-google-fonts', 'noto-sans');

const SUBSETS = ['latin', 'cyrillic', 'latin-ext', 'cyrillic-ext'];
// What the page and the map write in English, cut out of `latin` into a file of its own: it is on the
// way to the first map in four faces, and this halves it.
const BASIC = 'basic';
const BASIC_RANGES = 'U+0020,U+0026-0029,U+002B-003B,U+0041-005A,U+0061-007A,U+00A0,U+00A9,U+00B7,U+00DC,U+00E9,U+00FC,U+2013,U+2019,U+2026';
const FACES = [
  { name: 'Noto Sans Regular', weight: 400, style: 'normal', ttf: '400Regular/NotoSans_400Regular.ttf' },
  { name: 'Noto Sans Medium', weight: 500, style: 'normal', ttf: '500Medium/NotoSans_500Medium.ttf' },
  { name: 'Noto Sans SemiBold', weight: 600, style: 'normal', ttf: '600SemiBold/NotoSans_600SemiBold.ttf' },
  { name: 'Noto Sans Italic', weight: 400, style: 'italic', ttf: '400Regular_Italic/NotoSans_400Regular_Italic.ttf' },
];
const HAN_FILE = 'noto-sans-han-400-normal.woff2';
// What glyph PBFs are made from: Latin, Greek, Cyrillic, their extensions, punctuation and signs.
const TTF_RANGES = 'U+0020-03FF,U+0400-052F,U+1C80-1C8A,U+1E00-1EFF,U+2000-206F,U+20A0-20C0,U+2100-214F,U+2190-2193,U+2212';

/** Every Han character in the data, in the words of the page, and in the names of the world's countries. */
async function hanCharacters() {
  const texts = [];
  for (const folder of [geodata, join(web, 'src', 'words')]) {
    for (const file of (await readdir(folder)).filter((name) => /\.(geojson|json|toml|ts)$/.test(name)).sort()) {
      const text = await readFile(join(folder, file), 'utf8');
      // Parsed, because JSON may write a character as an escape.
      texts.push(/json$/.test(file) ? JSON.stringify(JSON.parse(text)) : text);
    }
  }
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const country = new Intl.DisplayNames('zh-Hans', { type: 'region' });
  texts.push(letters.flatMap((a) => letters.map((b) => country.of(a + b))).join(''));
  return hanIn(texts.join(''));
}

/** One font of exactly the wanted characters, from the hundred slices the package is cut into. */
async function hanFont(wanted) {
  const slices = JSON.parse(await readFile(join(notoHan, 'unicode.json'), 'utf8'));
  const parts = [];
  const missing = new Set(wanted);
  for (const [slice, ranges] of Object.entries(slices)) {
    const covered = new Set(parseRanges(ranges));
    const text = [...missing].filter((char) => covered.has(char.codePointAt(0)));
    if (text.length === 0) continue;
    text.forEach((char) => missing.delete(char));
    const file = `noto-sans-sc-${slice.replace(/[[\]]/g, '')}-wght-normal.woff2`;
    const font = await readFile(join(notoHan, 'files', file));
    parts.push(await subsetFont(font, text.join(''), { targetFormat: 'truetype', variationAxes: { wght: 400 } }));
  }
  if (missing.size > 0) throw new Error(`Noto Sans SC has no glyph for ${[...missing].join(' ')}`);
  return mergeGlyphs(parts, 'Noto Sans SC');
}

async function writeHan() {
  const wanted = await hanCharacters();
  const ttf = await hanFont(wanted);
  await writeFile(join(out, 'ttf', 'Noto Sans SC.ttf'), ttf);
  await writeFile(join(out, 'files', HAN_FILE), await subsetFont(ttf, wanted.join(''), { targetFormat: 'woff2' }));
}

async function writeTtf({ name, ttf }) {
  const text = String.fromCodePoint(...parseRanges(TTF_RANGES));
  const font = await subsetFont(await readFile(join(notoTtf, ttf)), text, { targetFormat: 'truetype' });
  await writeFile(join(out, 'ttf', `${name}.ttf`), font);
}

/** The files of a face with the characters each is for, in the order in which they are to be tried. */
function filesOf({ weight, style }, unicode) {
  const own = [BASIC, ...SUBSETS].map((subset) => ({
    file: `noto-sans-${subset}-${weight}-${style}.woff2`,
    ranges: unicode[subset].split(','),
  }));
  return [...own, { file: HAN_FILE, ranges: HAN_RANGES.split(',') }];
}

/** The characters each file is for; no character has two, since CSS would then take the later file. */
function divide(unicode) {
  const basic = new Set(parseRanges(BASIC_RANGES));
  const rest = parseRanges(unicode.latin).filter((point) => !basic.has(point));
  return { ...unicode, [BASIC]: BASIC_RANGES, latin: formatRanges(rest).join(',') };
}

/** The files of a face that come from the package: the subsets as they are, and the small one cut out. */
async function writeFiles({ weight, style }) {
  const name = (subset) => `noto-sans-${subset}-${weight}-${style}.woff2`;
  for (const subset of SUBSETS) await copyFile(join(noto, 'files', name(subset)), join(out, 'files', name(subset)));
  const text = String.fromCodePoint(...parseRanges(BASIC_RANGES));
  const latin = await readFile(join(noto, 'files', name('latin')));
  // Without the alternates that typographic features would reach (fractions, superiors): nothing asks for them.
  const basic = await subsetFont(latin, text, { targetFormat: 'woff2', noLayoutClosure: true });
  await writeFile(join(out, 'files', name(BASIC)), basic);
}

function faces(unicode) {
  const entries = FACES.map((face) => [
    face.name,
    filesOf(face, unicode).map(({ file, ranges }) => ({ url: `fonts/files/${file}`, 'unicode-range': ranges })),
  ]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`;
}

/** Han stands under every weight by itself: browsers do not mix faces that are for different ranges of weights. */
function css(unicode) {
  const rule = (file, { weight, style }, ranges) => `@font-face {
  font-family: "Noto Sans";
  font-style: ${style};
  font-weight: ${weight};
  font-display: swap;
  src: url("/fonts/files/${file}") format("woff2");
  unicode-range: ${ranges.join(', ')};
}
`;
  return FACES.flatMap((face) => filesOf(face, unicode).map(({ file, ranges }) => rule(file, face, ranges))).join('');
}

async function main() {
  await rm(out, { recursive: true, force: true });
  await mkdir(join(out, 'files'), { recursive: true });
  await mkdir(join(out, 'ttf'), { recursive: true });
  const unicode = divide(JSON.parse(await readFile(join(noto, 'unicode.json'), 'utf8')));
  for (const face of FACES) {
    await writeFiles(face);
    await writeTtf(face);
  }
  await writeHan();
  await writeFile(join(out, 'faces.json'), faces(unicode));
  await writeFile(join(out, 'fonts.css'), css(unicode));
  await copyFile(join(noto, 'LICENSE'), join(out, 'LICENSE-OFL.txt'));
}

await main();
