// What a browser prints of the page as it stands: no controls, and what is open in full.
import { expect, mapAtRest, open, panel, sentence, test, type Page } from './atlas';

/** The page laid out for paper: how it prints comes after the map. */
async function onPaper(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.tools.card, .buttons.card').first()).toBeHidden();
}

const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length;

test('the map is printed with its day, what its signs mean and whose data it shows, and without controls', async ({ page }) => {
  await open(page, '/?t=2005-12-15&off=gas');
  await onPaper(page);
  for (const part of ['.map', '.credits', '.brand']) await expect(page.locator(part)).toBeVisible();
  await expect(sentence(page)).toContainText('on this day');
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('15 Dec 2005');
  await expect(page.locator('.layers .name', { hasText: /^Pipelines$/ })).toBeVisible();
  for (const part of ['.search', '.zoom', '.years', '.layers [type=checkbox]', '.layers .foot']) {
    await expect(page.locator(part).first(), part).toBeHidden();
  }
  expect(pages(await page.pdf({ preferCSSPageSize: true }))).toBe(1);
});

for (const [what, width] of [['wide', 1280], ['phone', 390]] as const) {
  test(`an open record is printed to its last source, ${what}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto('/feature/atasu-alashankou');
    await mapAtRest(page);
    const last = panel(page).locator('article .scroll').getByRole('listitem').last(); // the sources stand last
    await expect(last).toBeAttached();
    await onPaper(page);
    await expect(page.locator('.map')).toBeHidden();
    // Nothing it lies in is cut before it.
    const cut = await last.evaluate((source) => {
      const { bottom } = source.getBoundingClientRect();
      const around: Element[] = [];
      for (let element = source.parentElement; element; element = element.parentElement) around.push(element);
      return around.filter((element) => getComputedStyle(element).overflowY !== 'visible' && element.getBoundingClientRect().bottom < bottom).map(({ tagName }) => tagName);
    });
    expect(cut).toEqual([]);
    expect(pages(await page.pdf({ preferCSSPageSize: true }))).toBeGreaterThan(3);
  });
}

test('the table is printed with every row, those that are not on the screen too', async ({ page }) => {
  await open(page, '/?mode=table&t=2005-12-15');
  const table = page.getByRole('table');
  await expect(table.locator('tbody tr').first()).toBeVisible();
  await onPaper(page);
  await expect(sentence(page)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Columns' })).toBeHidden();
  const rows = Number(await table.getAttribute('aria-rowcount')) - 1;
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  expect(await table.locator('tbody tr:not(.gap)').count()).toBe(rows);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  await expect.poll(() => table.locator('tbody tr:not(.gap)').count()).toBeLessThan(rows);
});
