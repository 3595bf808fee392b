// Takes the pictures of the running app: one of each state, wide, on a phone and in the dark, the one of the README,
// and those of docs/pictures, which show what the map looks like near and far, over time, and in other scripts.
// Usage: node scripts/screenshots.mjs [folder for the states, default test-results/pictures] [part of a name …]
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import startAtlas from './start-atlas.cjs';

const here = dirname(fileURLToPath(import.meta.url));
const [into, ...parts] = process.argv.slice(2);
const folder = resolve(into ?? join(here, '../test-results/pictures'));
const wide = { width: 1440, height: 900 };
const paper = { width: 1047, height: 718 }; // A4 on its side within margins of 10 mm, at 96 px an inch
const phone = { width: 390, height: 844 };

const pictures = [
  { file: 'a-today-light.png', path: '/', size: wide },
  { file: 'b-2005-selected-light.png', path: '/feature/atasu-alashankou?t=2005-12-15', size: wide },
  { file: 'c-2005-selected-dark.png', path: '/feature/atasu-alashankou?t=2005-12-15', size: wide, dark: true },
  { file: 'd-2012-fergana-kashgar.png', path: '/?t=2012-06-30&z=6.3&c=40.4,72.6', size: wide, unfold: ['Corridors'] },
  { file: 'd-2012-fergana-kashgar-phone.png', path: '/?t=2012-06-30&z=6.3&c=40.4,72.6', size: phone, scale: 2, press: ['Layers'], unfold: ['Corridors'] },
  { file: 'e-2031-plans-as-known.png', path: '/?t=2031-06-30', size: wide, press: ['As known'] },
  { file: 'e-2031-plans-as-known-phone.png', path: '/?t=2031-06-30', size: phone, scale: 2, press: ['Layers'], group: 'As known on' },
  ...everyWay('f-compare', '/?mode=compare&t=2001-06-30&vs=2014-06-30'),
  ...everyWay('f-compare-beside', '/?mode=compare&t=2001-06-30&vs=2014-06-30&side=1'),
  ...everyWay('g-table', '/?mode=table&t=2012-06-30'),
  ...everyWay('i-how-to-read', '/?t=2012-06-30', ['How to read this map']),
  ...everyWay('range', '/?t=2014-12-31&since=2001-01-01&on=closed,cancelled'),
  ...everyWay('as-known', '/feature/atasu-alashankou?t=2006-06-30&k=2005-04-03'),
  ...everyWay('outcomes', '/?t=2026-06-30&outcomes=1'),
  ...everyWay('filters', '/?t=2012-06-30&country=KZ&quality=traced', ['Filters']),
  ...everyWay('organisations', '/?t=2017-12-31&org=sco', ['Organisations']),
  ...everyWay('story', '/?story=oil-east&step=3'),
  ...everyWay('stories', '/?t=2012-06-30', ['Stories']),
  ...everyWay('take-away', '/?t=2005-12-15', ['Take it away']),
  ...everyWay('language', '/feature/atasu-alashankou?t=2005-12-15&lang=ru'),
  { file: 'language-zh.png', path: '/feature/atasu-alashankou?t=2005-12-15&lang=zh', size: wide },
  { file: 'language-kk.png', path: '/feature/atasu-alashankou?t=2005-12-15&lang=kk', size: wide },
  { file: 'print.png', path: '/?t=2005-12-15', size: wide, press: ['Take it away', 'Print or PDF'], printed: true },
  ...everyWay('search', '/?t=2012-06-30').map((picture) => ({ ...picture, type: 'Khor' })),
  ...everyWay('hint', '/').map((picture) => ({ ...picture, first: true })),
  ...everyWay('nothing-left', '/?t=2012-06-30&country=KZ&quality=surveyed&certainty=possible'),
  ...everyWay('failed', '/').map((picture) => ({ ...picture, broken: '**/api/timeline*', until: 'The atlas did not arrive' })),
  ...everyWay('without-webgl', '/?t=2012-06-30').map((picture) => ({ ...picture, flat: true, until: 'This browser cannot draw the map' })),
  ...everyWay('record', '/feature/atasu-alashankou/record').map((picture) => ({ ...picture, until: 'Atasu' })),
  ...everyWay('catalogue', '/data').map((picture) => ({ ...picture, until: 'Pipelines' })),
  { file: 'embed.png', path: '/embed?t=2005-12-15&feature=atasu-alashankou', size: { width: 800, height: 520 } },
  { file: 'h-phone.png', path: '/feature/atasu-alashankou?t=2005-12-15', size: phone, scale: 2 },
  { file: docs('screenshot.jpg'), path: '/feature/atasu-alashankou?t=2005-12-15', size: wide },
  { file: docs('pictures/opening.jpg'), path: '/', size: wide },
  { file: docs('pictures/opening-dark.jpg'), path: '/', size: wide, dark: true },
  { file: docs('pictures/phone.jpg'), path: '/', size: phone, scale: 2 },
  { file: docs('pictures/globe.jpg'), path: '/?z=1.9&c=42,66', size: wide },
  { file: docs('pictures/region.jpg'), path: '/?t=2009-12-14&z=4&c=44,64', size: wide },
  { file: docs('pictures/fergana.jpg'), path: '/?t=2012-06-30&z=6.3&c=40.4,72.6', size: wide },
  { file: docs('pictures/khorgos.jpg'), path: '/?t=2020-06-30&z=8&c=44.2,80.3', size: wide },
  { file: docs('pictures/aral-1960.jpg'), path: '/?t=1960-06-30&z=5.6&c=45,60', size: wide },
  { file: docs('pictures/aral-2003.jpg'), path: '/?t=2003-06-30&z=5.6&c=45,60', size: wide },
  { file: docs('pictures/aral-2018.jpg'), path: '/?t=2018-06-30&z=5.6&c=45,60', size: wide },
  { file: docs('pictures/labels-zh.jpg'), path: '/?z=5.4&c=43.6,80&lang=zh', size: wide },
  { file: docs('pictures/labels-kk.jpg'), path: '/?z=5.4&c=45,66&lang=kk', size: wide, dark: true },
];
/** A state wide, in the dark and on a phone; what is pressed to come there lies on a phone in the sheet of layers. */
function everyWay(name, path, press = []) {
  return [
    { file: `${name}.png`, path, size: wide, press },
    { file: `${name}-dark.png`, path, size: wide, dark: true, press },
    { file: `${name}-phone.png`, path, size: phone, scale: 2, press: press.length ? ['Layers', ...press] : [] },
  ];
}
const LARGEST = 400_000; // bytes a picture in docs may have
const QUALITY = 82; // of JPEG

function docs(name) {
  return resolve(here, '../../docs', name);
}

const { origin, stop } = await startAtlas.start();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
try {
  await mkdir(folder, { recursive: true });
  for (const picture of pictures.filter(({ file }) => !parts.length || parts.some((part) => file.includes(part)))) await take(picture);
} finally {
  await browser.close();
  await stop();
}

/**
 * Takes one picture. `first` is a first visit, `broken` the address of what does not come, `flat` a browser without
 * WebGL, `type` what is sought, `group` what is scrolled to, `printed` a sheet of paper, `until` a text by which a page without a map is known to be there.
 */
async function take({ file, path, size, dark = false, scale = 1, unfold = [], press = [], ...state }) {
  const page = await browser.newPage({
    viewport: size, deviceScaleFactor: scale, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(120_000); // a globe drawn in software on a busy machine takes its time
  if (state.printed) await page.addInitScript(() => (window.print = () => {}));
  if (!state.first) await page.addInitScript(() => localStorage.setItem('steppe-hint', 'gone'));
  if (state.flat) await page.addInitScript(withoutWebGl);
  if (state.broken) await page.route(state.broken, (route) => route.fulfill({ status: 503, json: {} }));
  await page.goto(origin + path);
  if (state.until) {
    await page.getByText(state.until).first().waitFor();
    return shot(page, file);
  }
  if (path.startsWith('/feature/')) await page.getByRole('heading', { level: 2, name: /Atasu|Атасу|阿塔苏/ }).waitFor();
  // The last part of the tools comes when the map is at rest.
  if (size === wide) await page.locator('.tools .place button').waitFor();
  await page.waitForFunction(() => document.documentElement.dataset.mapIdle === '1');
  // The hint waits until the map has had the machine to itself.
  if (state.first) await page.getByRole('region', { name: 'How to begin' }).waitFor();
  for (const name of press) await page.getByRole('button', { name, exact: false }).first().click();
  for (const layer of unfold) await page.getByRole('button', { name: `Kinds of ${layer}`, exact: false }).click();
  if (state.group) await page.getByRole('group', { name: state.group }).evaluate((group) => group.scrollIntoView({ block: 'nearest' }));
  if (press.length) await page.waitForLoadState('networkidle');
  await page.mouse.move(1, 1); // what lies under the pointer by chance is not to look pointed at
  if (state.type) {
    await page.getByRole('combobox').first().fill(state.type);
    await page.getByRole('option').first().waitFor();
  }
  if (state.printed) await print(page);
  await shot(page, file);
}

/** Shows the sheet as it goes to the printer, without its margins. */
async function print(page) {
  await page.locator('img.plate').waitFor({ state: 'attached' });
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(paper);
}

function withoutWebGl() {
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return /webgl/.test(kind) ? null : original.call(this, kind, ...rest);
  };
}

async function shot(page, file) {
  const target = resolve(folder, file);
  await mkdir(dirname(target), { recursive: true });
  await page.screenshot(target.endsWith('.jpg') ? { path: target, quality: QUALITY, type: 'jpeg' } : { path: target });
  await page.close();
  const { size: bytes } = await stat(target);
  console.log(`${target} ${Math.round(bytes / 1000)} kB`);
  if (target.includes('/docs/') && bytes > LARGEST) throw new Error(`${target} is larger than ${LARGEST} bytes`);
}
