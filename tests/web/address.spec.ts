// The address holds the view: links open it as it was, back and forward walk through it.
import { choose, difference, expect, goTo, mapAtRest, open, panel, test } from './atlas';

test('a link brings back day, switches, place and feature', async ({ page }) => {
  await open(page, '/feature/khorgos-icbc?t=2012-06-01&z=8&c=44.2,80.4&on=closed&off=gas');
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('1 Jun 2012');
  await expect(page.getByRole('checkbox', { name: 'Closed', exact: true })).toBeChecked();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Khorgos');
  const copy = new URL(page.url());
  expect(copy.searchParams.get('off')).toBe('gas');
  expect(Number(copy.searchParams.get('z'))).toBeCloseTo(8, 1);
});

test('back and forward close and open what was selected', async ({ page }) => {
  await open(page, '/?t=2012-06-01');
  await choose(page, 'khorgos', /Khorgos International Centre/);
  await expect(page).toHaveURL(/\/feature\/khorgos-icbc/);
  await mapAtRest(page);
  await choose(page, 'beineu', /Beineu.Bozoi.Shymkent/);
  await expect(page).toHaveURL(/\/feature\/beineu-bozoi-shymkent/);
  await page.goBack();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Khorgos');
  await page.goBack();
  await expect(panel(page)).toHaveCount(0);
  await page.goForward();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Khorgos');
});

test('moving through time changes the address without filling the history', async ({ page }) => {
  await open(page);
  const steps = () => page.evaluate(() => history.length);
  const before = await steps();
  await goTo(page, '2005-12-15');
  await expect(page).toHaveURL(/t=2005-12-15/);
  await goTo(page, '2006-12-15');
  expect(await steps()).toBe(before);
});

test('as known on an earlier day, plans stand where facts came later', async ({ page }) => {
  await open(page, '/feature/atasu-alashankou?t=2006-06-30&k=2005-04-03');
  const box = panel(page).locator('[data-value=status]');
  await expect(box).toContainText('Operating since Dec 2005');
  await expect(box).toContainText('Rests on a plan.');
});

test('the page of an unknown feature is not found, and the answer says where to look', async ({ page }) => {
  const response = await page.request.get('/feature/no-such-thing');
  expect(response.status()).toBe(404);
  expect((await response.json()).detail).toContain('search');
});

test('the address of a view with everything set gives the same picture in a fresh browser', async ({ page, browser }) => {
  await open(page, '/?mode=compare&t=2001-06-30&vs=2014-06-30&k=2020-01-01&lang=ru&z=5&c=41.5,70&country=KG,UZ&sourced=yes&org=sco');
  // Chosen as a reader would, so that the address is the one that the page itself wrote.
  await page.getByRole('button', { name: /«Кант»/ }).first().click();
  await expect(page).toHaveURL(/\/feature\/kant/);
  await page.mouse.move(640, 4); // nothing is under the pointer there
  await mapAtRest(page);
  const before = await page.screenshot();
  await page.goto(page.url().replace('org=sco', 'org='));
  await mapAtRest(page);
  expect(await difference(page, before, await page.screenshot()), 'the countries of the organisation are filled').toBeGreaterThan(0.2);
  await page.goBack();
  await mapAtRest(page);

  const context = await browser.newContext({ viewport: page.viewportSize(), reducedMotion: 'reduce', colorScheme: 'light' });
  const fresh = await context.newPage();
  await fresh.addInitScript(() => localStorage.setItem('steppe-hint', 'gone'));
  await fresh.goto(page.url());
  await mapAtRest(fresh);
  await expect(fresh.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(fresh.locator('canvas.maplibregl-canvas')).toHaveCount(2);
  await expect.poll(async () => difference(page, before, await fresh.screenshot()), { timeout: 30_000 }).toBeLessThan(0.02);
  await context.close();
});
