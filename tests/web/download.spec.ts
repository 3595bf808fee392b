// Taking away what is on the map: the files hold the features that were counted, with their sources.
import { readFile } from 'node:fs/promises';
import { expect, numberIn, open, sentence, test, type Page } from './atlas';

async function take(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name, exact: true }).click()]);
  return readFile(await file.path(), 'utf8');
}
const menu = (page: Page) => page.getByRole('button', { name: 'Take it away' }).click();

test('the GeoJSON holds the features on the map, with licence and sources', async ({ page }) => {
  await open(page, '/?t=2005-12-15&off=gas');
  const shown = numberIn(await sentence(page).textContent());
  await menu(page);
  await expect(page.getByText(`${shown} features of this map, 15 Dec 2005`)).toBeVisible();
  const collection = JSON.parse(await take(page, 'Features as GeoJSON'));
  expect(collection.type).toBe('FeatureCollection');
  expect(collection.features).toHaveLength(shown);
  const categories = new Set(collection.features.map((f: { properties: { category: string } }) => f.properties.category));
  expect(categories.has('oil')).toBe(true);
  expect(categories.has('gas')).toBe(false);
  expect(Object.keys(collection.sources).length).toBeGreaterThan(20);
  expect(collection.licence.length).toBeGreaterThan(0);
});

test('the CSV has a line for each feature and says what the status was on the day', async ({ page }) => {
  await open(page, '/?t=2005-12-15');
  const shown = numberIn(await sentence(page).textContent());
  await menu(page);
  const text = await take(page, 'Features as CSV');
  expect(text.split('\n')[0]).toMatch(/^.?id,layer,category,name,status/);
  expect(text.match(/^[a-z0-9-]+,(pipelines|corridors|zones|bases),/gm)).toHaveLength(shown);
  expect(text).toMatch(/^atasu-alashankou,pipelines,oil,[^\n]*,operating,2005-12-15/m);
});

test('what has ended comes along once it is shown', async ({ page }) => {
  await open(page, '/?t=2015-01-01&on=closed,cancelled');
  const shown = numberIn(await sentence(page).textContent());
  await menu(page);
  const collection = JSON.parse(await take(page, 'Features as GeoJSON'));
  expect(collection.features).toHaveLength(shown);
  expect(collection.features.map((f: { id: string }) => f.id)).toContain('manas-transit-center');
});

test('events come as a file of their own, those of the twelve months', async ({ page }) => {
  await open(page, '/?t=2005-12-15');
  await menu(page);
  const words = await page.getByText(/and \d+ events of the twelve months/).textContent();
  const collection = JSON.parse(await take(page, 'Events as GeoJSON'));
  expect(collection.features).toHaveLength(numberIn(words));
});

/** The box of the file of what lies in this view: west, south, east, north. */
async function boxOf(page: Page): Promise<[number, number, number, number]> {
  await menu(page);
  await page.getByRole('checkbox', { name: 'Only what lies in this view' }).check();
  const href = await page.getByRole('link', { name: 'Features as GeoJSON' }).getAttribute('href');
  return new URL(href!, 'http://x').searchParams.get('bbox')!.split(',').map(Number) as [number, number, number, number];
}

test('the view is what the map opened with, before it is moved', async ({ page }) => {
  await open(page);
  const [west, south, east, north] = await boxOf(page);
  expect(west).toBeLessThan(46);
  expect(south).toBeLessThan(34);
  expect(east).toBeGreaterThan(90);
  expect(north).toBeGreaterThan(56);
});

for (const [name, compared] of [['alone', ''], ['beside another', '&mode=compare&vs=2012-01-01&side=1']]) {
  test(`the view is what the map shows, ${name}: it ends above the bar`, async ({ page }) => {
    await open(page, `/?t=2005-12-15&z=12&c=43,74.5${compared}`);
    const [west, south, east, north] = await boxOf(page);
    const { width, height } = (await page.locator('canvas.maplibregl-canvas').first().boundingBox())!;
    const degree = (512 * 2 ** 12) / 360; // px at that zoom, along the equator
    expect(Math.abs((east - west) * degree - width)).toBeLessThan(4);
    expect(Math.abs(((north - south) * degree) / Math.cos((43 * Math.PI) / 180) - height)).toBeLessThan(4);
  });
}

test('only what lies in this view, where that is asked', async ({ page }) => {
  await open(page, '/?t=2005-12-15&z=8&c=43.061,74.478');
  const shown = numberIn(await sentence(page).textContent());
  await menu(page);
  await page.getByRole('checkbox', { name: 'Only what lies in this view' }).check();
  const collection = JSON.parse(await take(page, 'Features as GeoJSON'));
  expect(collection.features.length).toBeLessThan(shown);
  expect(collection.features.map((f: { id: string }) => f.id)).toContain('manas-transit-center');
});
