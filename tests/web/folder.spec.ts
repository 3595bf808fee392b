// Maps that lie in the data folder: off at first, each with a switch, drawn below ours and credited.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { start } from '../../web/scripts/start-atlas.cjs';
import { expect, mapAtRest, open, test as base, type Page } from './atlas';
import { line, png, PNG, pmtiles, VECTOR } from './pmtiles';

const geodata = resolve(__dirname, '../../geodata');

/** The atlas with a red picture and a map of rivers in its folder. */
const test = base.extend<object, { origin: string }>({
  origin: [async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'atlas-'));
    cpSync(geodata, folder, { recursive: true, filter: (path) => path === geodata || /\.\w+$/.test(path) });
    const rivers = { name: 'Rivers', attribution: '<a href="/r">River people</a>', vector_layers: [{ id: 'river', fields: {} }] };
    writeFileSync(join(folder, 'hills.pmtiles'), pmtiles(PNG, { name: 'Red hills', attribution: 'Hill people' }, png(200, 0, 0)));
    writeFileSync(join(folder, 'rivers.pmtiles'), pmtiles(VECTOR, rivers, line()));
    const { origin, stop } = await start(folder);
    await use(origin);
    await stop();
    rmSync(folder, { recursive: true });
  }, { scope: 'worker' }],
});

const box = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Maps from your folder' }).getByRole('checkbox', { name, exact: true });
const credits = (page: Page) => page.getByRole('button', { name: 'Whose data the map shows' });

/** Red, green and blue where nothing of ours lies: in the north-east of the map. */
async function colour(page: Page): Promise<number[]> {
  const picture = (await page.screenshot({ clip: { x: 900, y: 60, width: 1, height: 1 } })).toString('base64');
  return page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.drawImage(image, 0, 0);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }, picture);
}

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
