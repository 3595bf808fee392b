// The address holds the view: links open it as it was, back and forward walk through it.
import { choose, expect, goTo, mapAtRest, open, panel, test } from './atlas';

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
