// As known on a day: map, numbers and files follow, the map says so and leads back.
import { expect, expectNoViolation, numberIn, open, panel, sentence, test } from './atlas';

const LAYERS = ['pipelines', 'corridors', 'zones', 'bases'];
const SHOWN = 'proposed,reported,agreed,construction,operating,idle,shelved';

test('the numbers are those of the day of knowledge, and a note on the map leads back to today', async ({ page, faults }) => {
  await open(page, '/?t=2006-06-30&k=2005-04-03');
  const note = page.getByText('As known on 3 Apr 2005.');
  await expect(note).toBeVisible();
  const counts = await Promise.all(LAYERS.map(async (layer) => {
    const query = new URLSearchParams({ datetime: '2006-06-30', 'as-of': '2005-04-03', status: SHOWN, limit: '1' });
    return (await (await page.request.get(`/api/collections/${layer}/items?${query}`)).json()).numberMatched as number;
  }));
  const then = counts.reduce((a, b) => a + b, 0);
  expect(numberIn(await sentence(page).textContent())).toBe(then);
  expect(numberIn(await page.getByText(/\d+ shown/).textContent())).toBe(then);
  await expect(sentence(page)).toContainText('on plans');
  await expect(sentence(page)).toContainText('the others stay as they were on 3 Apr 2005');
  await expectNoViolation(page, faults);

  await page.getByRole('button', { name: 'Take it away' }).click();
  await expect(page.getByRole('link', { name: 'Features as CSV' })).toHaveAttribute('href', /as-of=2005-04-03/);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Back to today' }).click();
  await expect(note).toHaveCount(0);
  await expect(page).not.toHaveURL(/k=/);
  await expect(sentence(page)).not.toContainText('plan');
});

test('the record of a feature rests on what was known', async ({ page }) => {
  await open(page, '/feature/atasu-alashankou?t=2006-06-30&k=2005-04-03');
  await expect(panel(page).locator('[data-value=status]')).toContainText('Operating since Dec 2005');
  await page.getByRole('button', { name: 'Back to today' }).click();
  await expect(panel(page).locator('[data-value=status]')).toContainText('Operating since 15 Dec 2005');
});

test('the day of knowledge is chosen in the bar', async ({ page }) => {
  await open(page, '/?t=2031-06-30');
  await page.getByRole('button', { name: /^As known:/ }).click();
  await expect(page.getByRole('radio', { name: /The day on the slider/ })).toBeDisabled();
  const field = page.getByRole('textbox', { name: 'Another day' });
  await field.fill('3 Apr 2005');
  await field.press('Enter');
  await expect(page.getByText('As known on 3 Apr 2005.')).toBeVisible();
  await field.press('Escape');
  await expect(page.getByRole('button', { name: /^As known:/ })).toBeFocused();
});
