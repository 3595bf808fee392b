// The atlas as files on a plain web host, below a path: no server, no failed request, time still moves.
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { write } from '../../web/scripts/start-atlas.cjs';
import { choose, expect, goTo, mapAtRest, open, panel, pressMiddle, results, sentence, test as base } from './atlas';
import { host } from './files';
import { box, colour, credits, folderWithMaps } from './maps';

const PATH = '/some/where/';

const test = base.extend<{ failed: string[] }, { origin: string }>({
  origin: [async ({}, use) => {
    const data = folderWithMaps();
    const out = mkdtempSync(join(tmpdir(), 'site-'));
    write(join(out, 'site'), data);
    const { origin, stop } = await host(join(out, 'site'), PATH);
    await use(origin);
    await stop();
    for (const folder of [data, out]) rmSync(folder, { recursive: true });
  }, { scope: 'worker' }],

  baseURL: async ({ origin }, use) => use(origin + PATH),

  failed: [async ({ page }, use) => {
    const failed: string[] = [];
    page.on('response', (response) => response.status() >= 400 && failed.push(`${response.status()} ${response.url()}`));
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      if (!reason.includes('ERR_ABORTED')) failed.push(`${reason} ${request.url()}`); // a tile nobody waits for any more
    });
    await use(failed);
    expect(failed, 'no request fails').toEqual([]);
  }, { auto: true }],
});

test('the map opens from files, offers nothing that needs a server, and has a dark theme', async ({ page }) => {
  const parts: string[] = [];
  page.on('response', (response) => response.status() === 206 && parts.push(new URL(response.url()).pathname));
  await open(page, './?k=2005-04-03');
  await expect(sentence(page)).toContainText(/[1-9]\d* features on this day/);
  await expect(page).not.toHaveURL(/k=/);
  await expect(page.getByText('As known on')).toHaveCount(0);
  for (const stem of ['atlas', 'basemap']) expect(parts).toContain(`${PATH}tiles/${stem}.pmtiles`);
  const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole('button', { name: /^Theme/ }).click(); // light
  await page.getByRole('button', { name: /^Theme/ }).click(); // dark
  await mapAtRest(page);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(light);
});

test('Manas is operating in 2003 and gone in July 2014', async ({ page }) => {
  await open(page, './?t=2003-07-01&z=11&c=43.061,74.478');
  await pressMiddle(page);
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Manas');
  await expect(panel(page).locator('[data-value=status]')).toContainText('Operating since 16 Dec 2001');
  await goTo(page, '2014-07');
  await expect(panel(page).locator('[data-value=status]')).toContainText('Closed since 3 Jun 2014');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await pressMiddle(page);
  await expect(panel(page)).toHaveCount(0);
});

test('a line of the archived tiles is there from its first day on', async ({ page }) => {
  await open(page, './?t=1990-01-01&z=9&c=47.2162,78.6895');
  await pressMiddle(page);
  await expect(panel(page)).toHaveCount(0);
  await goTo(page, '2010-01-01');
  await pressMiddle(page);
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Atasu');
});

test('names in any script are found, and a feature has an address of its own', async ({ page }) => {
  await open(page, './index.html');
  await choose(page, 'Алашанькоу', /Atasu.Alashankou/);
  await expect(page).toHaveURL(/\/some\/where\/index\.html\?feature=atasu-alashankou/);
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Atasu');
  await page.goBack();
  await expect(panel(page)).toHaveCount(0);
  for (const [initials, name] of [['BTC', /Baku.Tbilisi.Ceyhan/], ['CPC', /Tengiz.Novorossiysk/], ['CKU', /CKU/]] as const) {
    await page.getByRole('combobox', { name: 'Search names and places' }).fill(initials);
    await expect(results(page).first()).toContainText(name);
  }
  await page.getByRole('combobox', { name: 'Search names and places' }).fill('zzz');
  await expect(page.getByText('No name or place like “zzz”.')).toBeVisible();
  await expect(results(page)).toHaveCount(0);
});

test('a link opens a feature, and its record and its layer can be taken away', async ({ page }) => {
  await open(page, './?feature=atasu-alashankou');
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Atasu');
  await expect(panel(page).locator('[data-value=status]')).toContainText('Operating');
  const taken = async (press: () => Promise<void>) => {
    const [file] = await Promise.all([page.waitForEvent('download'), press()]);
    return JSON.parse(await readFile(await file.path(), 'utf8'));
  };
  const record = await taken(() => panel(page).getByRole('link', { name: /^Download/ }).click());
  expect(record.id).toBe('atasu-alashankou');
  await page.getByRole('button', { name: 'Take it away' }).click();
  const layer = await taken(() => page.getByRole('link', { name: 'Bases as GeoJSON' }).click());
  expect(layer.features.map((feature: { id: string }) => feature.id)).toContain('manas-transit-center');
});

test('heights come along, those of a line and those of the ground from aslant', async ({ page }) => {
  const ground = page.waitForResponse((response) => response.status() === 206 && response.url().endsWith('/tiles/terrain.pmtiles'));
  await open(page, './?feature=m41-pamir-highway&3d=1');
  await expect(panel(page).locator('[data-value=elevation]')).toBeVisible();
  await ground;
});

test('maps of the data folder come along', async ({ page }) => {
  await open(page, './?maps=rivers');
  await expect(box(page, 'Rivers')).toBeChecked();
  await expect(credits(page)).toContainText('River people');
  await box(page, 'Red hills').check();
  await mapAtRest(page);
  await expect.poll(() => colour(page)).toEqual([200, 0, 0]);
});
