// Maps that lie in the data folder: off at first, each with a switch, drawn below ours and credited.
import { rmSync } from 'node:fs';
import { start } from '../../web/scripts/start-atlas.cjs';
import { expect, mapAtRest, open, test as base } from './atlas';
import { box, colour, credits, folderWithMaps } from './maps';

/** The atlas with a red picture and a map of rivers in its folder. */
const test = base.extend<object, { origin: string }>({
  origin: [async ({}, use) => {
    const folder = folderWithMaps();
    const { origin, stop } = await start(folder);
    await use(origin);
    await stop();
    rmSync(folder, { recursive: true });
  }, { scope: 'worker' }],
});

test('a map of the folder is off at first, is drawn and credited when it is on, and leaves no trace when it is off', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => /\/tiles\/(hills|rivers)/.test(request.url()) && asked.push(request.url()));
  await open(page);
  await expect(box(page, 'Red hills')).not.toBeChecked();
  expect(asked).toEqual([]);
  const before = await colour(page);

  await box(page, 'Red hills').check();
  await mapAtRest(page);
  await expect.poll(() => colour(page)).toEqual([200, 0, 0]);
  await expect(credits(page)).toContainText('Hill people');
  await expect(page).toHaveURL(/[?&]maps=hills/);

  await box(page, 'Red hills').uncheck();
  await expect.poll(() => colour(page)).toEqual(before);
  await expect(credits(page)).not.toContainText('Hill people');
  await expect(page).not.toHaveURL(/maps=/);
});

test('a link switches maps on, a theme keeps them, and a name that is no map is left out', async ({ page }) => {
  await open(page, '/?maps=rivers,hills,basemap,nothing');
  await expect(box(page, 'Rivers')).toBeChecked();
  await expect(box(page, 'Red hills')).toBeChecked();
  await expect(credits(page)).toContainText('River people');
  expect(new URL(page.url()).searchParams.get('maps')).toBe('hills,rivers');
  await page.getByRole('button', { name: /^Theme/ }).click(); // light
  await page.getByRole('button', { name: /^Theme/ }).click(); // dark
  await mapAtRest(page);
  await expect.poll(() => colour(page)).toEqual([200, 0, 0]);
  await expect(page.getByRole('region', { name: 'Maps from your folder' }).getByRole('checkbox')).toHaveCount(2);
});
