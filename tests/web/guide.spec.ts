// Help where it is needed: the guide to the signs of the map, and the hint of a first visit that goes for good.
import { expect, expectNoViolation, goTo, mapAtRest, open, panel, test, type Page } from './atlas';

const guide = (page: Page) => page.getByRole('region', { name: 'How to read this map' });
const hint = (page: Page) => page.getByRole('region', { name: 'How to begin' });

test('the guide shows each status, each sign and what the clock means, and gives the keyboard back', async ({ page, faults }) => {
  await open(page);
  const opener = page.getByRole('button', { name: 'How to read this map' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(guide(page)).toBeFocused();
  const atlas = await (await page.request.get('/api/atlas')).json();
  for (const { name } of atlas.statuses) await expect(guide(page).getByRole('rowheader', { name: name.en, exact: true })).toBeVisible();
  for (const name of ['Oil pipeline', 'Railway', 'Air base']) await expect(guide(page).getByRole('listitem').filter({ hasText: name })).toBeVisible();
  await expect(guide(page)).toContainText('As known');
  await expectNoViolation(page, faults);
  await page.keyboard.press('Escape');
  await expect(guide(page)).toBeHidden();
  await expect(opener).toBeFocused();
});

test('what the guide links to is in English, and the link says so in every language', async ({ page }) => {
  await open(page, '/?lang=ru');
  await page.getByRole('button', { name: 'Как читать карту' }).click();
  await expect(page.locator('a[href="data"]')).toHaveAttribute('hreflang', 'en');
});

test('the guide lies over a record and leaves it open', async ({ page }) => {
  await open(page, '/feature/atasu-alashankou?t=2005-12-15');
  await page.getByRole('button', { name: 'How to read this map' }).click();
  await expect(panel(page)).toBeHidden();
  await page.getByRole('button', { name: 'Close the guide' }).click();
  await expect(panel(page)).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' });

  test('the guide is a sheet', async ({ page, faults }) => {
    await open(page);
    await page.getByRole('button', { name: 'Layers', exact: true }).tap();
    await page.getByRole('button', { name: 'How to read this map' }).tap();
    await expect(guide(page)).toBeVisible();
    await expectNoViolation(page, faults);
  });
});

test.describe('a first visit', () => {
  test.use({ firstVisit: true });

  test('has a hint, which goes for good', async ({ page, faults }) => {
    await open(page);
    await expect(hint(page)).toBeVisible();
    await expectNoViolation(page, faults);
    await hint(page).getByRole('button', { name: 'Got it' }).click();
    await expect(hint(page)).toBeHidden();
    await page.reload();
    await mapAtRest(page);
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
    await expect(hint(page)).toBeHidden();
  });

  test('ends with the first move in time', async ({ page }) => {
    await open(page);
    await expect(hint(page)).toBeVisible();
    await goTo(page, '2005');
    await expect(hint(page)).toBeHidden();
    await page.goto('/');
    await mapAtRest(page);
    await expect(hint(page)).toBeHidden();
  });

  test('is none where a link led to something', async ({ page }) => {
    await open(page, '/feature/atasu-alashankou?t=2005-12-15');
    await expect(panel(page)).toBeVisible();
    await expect(hint(page)).toBeHidden();
  });
});
