// Switches: what is off is not on the map, not counted, and one press brings it back.
import { expect, mapAtRest, numberIn, open, pressMiddle, sentence, test } from './atlas';

test('switching a layer off takes its features from the map and from every count', async ({ page }) => {
  await open(page, '/?t=2003-07-01&z=11&c=43.061,74.478');
  const before = numberIn(await sentence(page).textContent());
  const bases = page.getByRole('checkbox', { name: 'Bases', exact: true });
  const row = page.locator('.row').filter({ has: bases });
  const count = numberIn(await row.locator('.count').textContent());
  await bases.uncheck();
  await mapAtRest(page);
  expect(numberIn(await sentence(page).textContent())).toBe(before - count);
  await pressMiddle(page); // where Manas stood
  await expect(page.getByRole('region', { name: 'Feature' })).toHaveCount(0);
  await expect(page).toHaveURL(/off=/);
});

test('with everything off the page says so and offers all of it', async ({ page }) => {
  await open(page, '/?t=2005-12-15');
  const shown = numberIn(await sentence(page).textContent());
  for (const name of ['Pipelines', 'Corridors', 'Zones', 'Bases']) {
    await page.getByRole('checkbox', { name, exact: true }).uncheck();
  }
  await expect(page.getByText(`All ${shown} features are hidden by your filters.`)).toBeVisible();
  await page.getByRole('button', { name: 'Show all', exact: true }).click();
  expect(numberIn(await sentence(page).textContent())).toBe(shown);
});

test('what has ended is off at first and counted once it is on', async ({ page }) => {
  await open(page, '/?t=2015-01-01');
  const closed = page.getByRole('checkbox', { name: 'Closed', exact: true });
  await expect(closed).not.toBeChecked();
  const before = numberIn(await sentence(page).textContent());
  const ended = numberIn(await page.locator('.row').filter({ has: closed }).locator('.count').textContent());
  expect(ended).toBeGreaterThan(0);
  await closed.check();
  expect(numberIn(await sentence(page).textContent())).toBe(before + ended);
});
