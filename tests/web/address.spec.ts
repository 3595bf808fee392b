// The address holds the view: links open it as it was, back and forward walk through it.
import type { Browser } from '../../web/node_modules/@playwright/test';
import { choose, expect, goTo, mapAtRest, open, panel, sentence, test, type Page } from './atlas';
import { difference } from './pixels';

test('a link brings back day, switches, place and feature', async ({ page }) => {
  await open(page, '/feature/khorgos-icbc?t=2012-06-01&z=8&c=44.2,80.4&on=closed&off=gas');
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('1 Jun 2012');
  await expect(page.getByRole('checkbox', { name: 'Closed', exact: true })).toBeChecked();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Khorgos');
  const copy = new URL(page.url());
  expect(copy.searchParams.get('off')).toBe('gas');
  expect(Number(copy.searchParams.get('z'))).toBeCloseTo(8, 1);
});

test('a link that names its day shows that day, also where the feature has ended; one without goes to when it was', async ({ page }) => {
  const date = page.getByRole('textbox', { name: 'Date' });
  const moved = page.getByText('This base closed in 2014');
  await open(page, '/feature/manas-transit-center?t=2014-07-31&on=closed');
  await expect(panel(page).locator('[data-value=status]')).toContainText('Closed since 3 Jun 2014');
  await expect(date).toHaveValue('31 Jul 2014');
  await expect(moved).toHaveCount(0);
  await open(page, '/feature/manas-transit-center');
  await expect(date).toHaveValue('2 Jun 2014');
  await expect(moved).toBeVisible();
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

/** What the map shows, as the files of the view ask for it. */
async function seen(page: Page): Promise<number[]> {
  await page.getByRole('button', { name: 'Take it away' }).click();
  await page.getByRole('checkbox', { name: 'Only what lies in this view' }).check();
  const href = await page.getByRole('link', { name: 'Features as GeoJSON' }).getAttribute('href');
  await page.keyboard.press('Escape');
  return new URL(href!, 'http://x').searchParams.get('bbox')!.split(',').map(Number);
}

test('back and a closed story lead to where the map opened, as long as it was not moved before', async ({ page }) => {
  await open(page, '/?t=2012-06-01');
  const opening = await seen(page);
  await choose(page, 'khorgos', /Khorgos International Centre/);
  await expect(page).toHaveURL(/z=/);
  expect(await seen(page)).not.toEqual(opening);
  await page.goBack();
  await expect.poll(() => seen(page)).toEqual(opening);
  await expect(page).toHaveURL(/\/\?t=2012-06-01$/);

  await page.getByRole('button', { name: 'Stories', exact: true }).click();
  await page.getByRole('button', { name: /oil line east/ }).click();
  await expect(page).toHaveURL(/z=/);
  await page.getByRole('button', { name: 'Close the story' }).click();
  await expect.poll(() => seen(page)).toEqual(opening);
  await expect(page).toHaveURL(/\/\?t=2012-06-01$/);
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

/** Opens the address of a page in a fresh browser, and waits until it shows the same picture. */
async function expectSamePicture(page: Page, browser: Browser): Promise<Page> {
  await page.mouse.move(640, 4); // nothing is under the pointer there
  await mapAtRest(page);
  const context = await browser.newContext({ viewport: page.viewportSize(), reducedMotion: 'reduce', colorScheme: 'light' });
  const fresh = await context.newPage();
  await fresh.addInitScript(() => localStorage.setItem('steppe-hint', 'gone'));
  await fresh.goto(page.url());
  await mapAtRest(fresh);
  await expect.poll(async () => difference(page, await page.screenshot(), await fresh.screenshot()), { timeout: 30_000 }).toBeLessThan(0.02);
  return fresh;
}

test('the address of a comparison gives the same picture in a fresh browser', async ({ page, browser }) => {
  await open(page, '/?mode=compare&t=2001-06-30&vs=2014-06-30&k=2020-01-01&lang=ru&z=5&c=41.5,70&country=KG,UZ&sourced=yes&org=sco');
  // Chosen as a reader would, so that the address is the one that the page itself wrote.
  await page.getByRole('button', { name: /«Кант»/ }).first().click();
  await expect(page).toHaveURL(/\/feature\/kant/);
  const fresh = await expectSamePicture(page, browser);
  await expect(fresh.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(fresh.locator('canvas.maplibregl-canvas')).toHaveCount(2);
  const filled = await fresh.screenshot();
  await fresh.goto(page.url().replace('org=sco', 'org='));
  await mapAtRest(fresh);
  expect(await difference(page, filled, await fresh.screenshot()), 'the countries of the organisation are filled').toBeGreaterThan(0.2);
  await fresh.context().close();
});

test('so does that of a range with switches, plans against outcomes and an organisation', async ({ page, browser }) => {
  await open(page, '/?since=1995-01-01&t=2014-06-30&on=closed&off=gas&outcomes=1&org=sco&z=5&c=41.5,70&certainty=certain');
  await expect(page.getByRole('list', { name: 'Plan against outcome' })).toBeVisible();
  const idle = (of: Page) => of.getByRole('checkbox', { name: 'Idle', exact: true });
  await idle(page).uncheck();
  await expect(page).toHaveURL(/off=[^&]*idle/);
  const fresh = await expectSamePicture(page, browser);
  await expect(idle(fresh)).not.toBeChecked();
  await expect(fresh.getByRole('checkbox', { name: 'Closed', exact: true })).toBeChecked();
  expect(await sentence(fresh).textContent()).toBe(await sentence(page).textContent());
  await fresh.context().close();
});

test('and that of a table with a record beside it', async ({ page, browser }) => {
  await open(page, '/?mode=table&t=2012-06-30&k=2005-04-03&lang=kk&member=sco');
  await page.getByRole('table').getByRole('button').nth(12).click();
  await expect(page).toHaveURL(/\/feature\//);
  const fresh = await expectSamePicture(page, browser);
  await expect(fresh.getByRole('heading', { level: 2 }).first()).toHaveText((await page.getByRole('heading', { level: 2 }).first().textContent())!);
  await fresh.context().close();
});
