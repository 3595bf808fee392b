// Measures the page in a real browser and prints a table: the first map, a step of the slider beside a bare
// repaint of the same view, and playing; for the atlas and for made-up folders of 500, 5,000 and 50,000 periods.
// Usage: node scripts/bench/bench.mjs [atlas|500|5000|50000 …]. Figures are of this machine; the ratios travel.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import startAtlas from '../start-atlas.cjs';
import { repaints, steps } from './in-page.mjs';
import { writeSynthetic } from './synthetic.mjs';

const geodata = resolve(dirname(fileURLToPath(import.meta.url)), '../../../geodata');
/** Windows whose map has the size named; the time bar takes the rest of the height. */
const SIZES = { '256×200': { width: 256, height: 264 }, '1024×640': { width: 1024, height: 788 } };
/** What steps are measured in. The goal of the small map is meant without relief, which is the same on every day. */
const RUNS = [
  { name: '256×200', size: '256×200', relief: true },
  { name: '256×200, no relief', size: '256×200', relief: false },
  { name: '1024×640', size: '1024×640', relief: true },
];
const LOADS = 5;
const WARM = 10; // steps that are not counted: the browser compiles what it meets first
const STEPS = 40; // years, from ten after START on
const PAGES = 3; // each opened anew for the same steps: of 120 steps the slowest twentieth is six, not two
const START = '1985-06-30';
const PLAYED = 5000; // ms

const wanted = process.argv.slice(2);
const subjects = ['atlas', 500, 5000, 50_000].filter((subject) => !wanted.length || wanted.includes(String(subject)));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Chromium ${browser.version()}, software rendering`);
try {
  for (const subject of subjects) await measure(subject);
} finally {
  await browser.close();
}

/** Starts a server for the subject, and prints every figure of it. */
async function measure(subject) {
  const folder = subject === 'atlas' ? null : await mkdtemp(join(tmpdir(), 'atlas-bench-'));
  if (folder) await writeSynthetic(folder, subject, geodata);
  const { origin, stop } = await startAtlas.start(folder ?? 'geodata');
  try {
    console.log(`\n${subject === 'atlas' ? 'the atlas' : `${subject} made-up periods`}`);
    console.log(`  first map                 ${told(await firstMaps(origin))}`);
    for (const { name, size, relief } of RUNS) {
      const [step, repaint] = [[], []];
      for (let i = 0; i < PAGES; i++) {
        const page = await opened(origin, SIZES[size], relief);
        await page.evaluate(steps, WARM);
        step.push(...await page.evaluate(steps, STEPS));
        repaint.push(...await page.evaluate(repaints, STEPS / 2));
        await page.close();
      }
      const [median, p95] = [0.5, 0.95].map((share) => (quantile(step, share) / quantile(repaint, 0.5)).toFixed(1));
      console.log(`  step   ${name.padEnd(18)} ${told(step)}   bare repaint ${told(repaint)}   to repaint p50 ${median}×, p95 ${p95}×`);
    }
    console.log(`  play   256×200            ${(await played(origin)).toFixed(1)} steps a second`);
  } finally {
    await stop();
    if (folder) await rm(folder, { recursive: true });
  }
}

async function opened(origin, viewport, relief = true) {
  const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
  if (!relief) await page.route('**/styles/*.json*', withoutRelief);
  await page.goto(`${origin}/?t=${START}`);
  await atRest(page);
  return page;
}

async function withoutRelief(route) {
  const response = await route.fetch();
  const style = await response.json();
  style.layers = style.layers.filter(({ type }) => type !== 'raster');
  await route.fulfill({ response, json: style });
}

async function atRest(page) {
  await page.waitForFunction(() => document.documentElement.dataset.mapIdle === '1', undefined, { timeout: 120_000 });
}

/** From the start of the navigation until ground and features stand, ms; Chromium's own start is not in it. */
async function firstMaps(origin) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const times = [];
  for (let load = 0; load <= LOADS; load++) {
    await page.goto('about:blank');
    await page.goto(origin);
    await atRest(page);
    const time = await page.evaluate(() => performance.getEntriesByName('map-stands')[0].startTime);
    if (load > 0) times.push(time); // the first fills the caches of the browser
  }
  await page.close();
  return times;
}

/** Steps a second that playing reaches at its highest speed, on the small canvas. */
async function played(origin) {
  const page = await opened(origin, { width: 1440, height: 900 });
  await page.getByLabel('Speed').selectOption('10');
  await page.setViewportSize(SIZES['256×200']);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.getByRole('button', { name: 'Play all the same' }).click(); // less motion is asked for, so it asks first
  const count = await page.evaluate((time) => new Promise((done) => {
    let changes = 0;
    const seen = new MutationObserver(() => (changes += 1));
    seen.observe(document.querySelector('input[type=range]'), { attributeFilter: ['aria-valuetext'] });
    setTimeout(() => {
      seen.disconnect();
      done(changes);
    }, time);
  }), PLAYED);
  await page.close();
  return count / (PLAYED / 1000);
}

function quantile(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

function told(times) {
  const [median, p95] = [quantile(times, 0.5), quantile(times, 0.95)].map((ms) => ms.toFixed(0).padStart(4));
  return `p50 ${median} ms, p95 ${p95} ms`;
}
