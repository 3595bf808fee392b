// Search: names in any script, places, suggestions, all by keyboard.
import { choose, expect, mapAtRest, open, panel, results, test } from './atlas';

for (const [script, words] of [['Latin', 'alashankou'], ['Cyrillic', 'Алашанькоу'], ['Han', '阿拉山口']] as const) {
  test(`finds the pipeline by its name in ${script} script`, async ({ page }) => {
    await open(page);
    await choose(page, words, /Atasu.Alashankou oil pipeline/);
    await expect(page).toHaveURL(/\/feature\/atasu-alashankou/);
    await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Atasu');
  });
}

test('a slash, a few letters, an arrow and Enter open a feature and move the focus to it', async ({ page }) => {
  await open(page);
  await page.keyboard.press('/');
  const field = page.getByRole('combobox', { name: 'Search names and places' });
  await expect(field).toBeFocused();
  await page.keyboard.type('beineu');
  const first = results(page).first();
  await expect(first).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('heading', { level: 2 })).toBeFocused();
  await expect(field).toHaveValue('');
});

test('a place is flown to', async ({ page }) => {
  await open(page);
  await choose(page, 'Samarkand', /Samarkand.*Place/);
  await mapAtRest(page);
  await expect(page).toHaveURL(/c=39\.\d+,6[67]\./);
  await expect(panel(page)).toHaveCount(0);
});

test('one slip of the pen is forgiven', async ({ page }) => {
  await open(page);
  await page.getByRole('combobox', { name: 'Search names and places' }).fill('Atasy');
  await expect(results(page).first()).toContainText('Atasu');
  // Proposed then, eight years before it operated.
  await expect(results(page).filter({ hasText: 'Oil pipeline, on record from 1997' }).first()).toBeVisible();
});

test('more slips of the pen are told and put right', async ({ page }) => {
  await open(page);
  const field = page.getByRole('combobox', { name: 'Search names and places' });
  await field.fill('Atasyy');
  await expect(page.getByText('No name or place like “Atasyy”.')).toBeVisible();
  await page.getByRole('button', { name: 'Atasu?' }).click();
  await expect(field).toHaveValue('Atasu');
  await expect(results(page).first()).toBeVisible();
});
