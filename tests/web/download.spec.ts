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

test('only what lies in this view, where that is asked', async ({ page }) => {
  await open(page, '/?t=2005-12-15&z=8&c=43.061,74.478');
  const shown = numberIn(await sentence(page).textContent());
  await menu(page);
  await page.getByRole('checkbox', { name: 'Only what lies in this view' }).check();
  const collection = JSON.parse(await take(page, 'Features as GeoJSON'));
  expect(collection.features.length).toBeLessThan(shown);
  expect(collection.features.map((f: { id: string }) => f.id)).toContain('manas-transit-center');
});
