// When something does not come, the page says what and offers the way out.
import { expect, mapAtRest, open, sentence, test } from './atlas';

test('an atlas that does not arrive is told, and comes on a second try', async ({ page, faults }) => {
  let broken = true;
  await page.route('**/api/timeline*', (route) => (broken ? route.fulfill({ status: 503, json: {} }) : route.continue()));
  await page.goto('/');
  await expect(page.getByText('The atlas did not arrive (HTTP 503).')).toBeVisible();
  await expect(sentence(page), 'what is not known is not counted').toHaveText('');
  await expect(page.getByText('0 shown')).toHaveCount(0);
  broken = false;
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await mapAtRest(page);
  await expect(sentence(page)).toContainText(/\d+ features on this day/);
  faults.console.length = 0; // the browser itself logs the 503
});

test('a search that is not answered says so', async ({ page, faults }) => {
  await open(page);
  await page.route('**/search?*', (route) => route.fulfill({ status: 500, json: {} }));
  await page.getByRole('combobox', { name: 'Search names and places' }).fill('Atasu');
  await expect(page.getByText('The search did not answer (HTTP 500).')).toBeVisible();
  faults.console.length = 0;
});

for (const width of [640, 1024, 1280]) {
  test(`a note leaves the tools free in a window of ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, '/?t=2004-06-30&k=2005-04-03&lang=kk');
    const note = (await page.locator('.notices .note').boundingBox())!;
    const tools = (await page.locator('.tools.card').boundingBox())!;
    expect(note.x + note.width <= tools.x || tools.y + tools.height <= note.y, JSON.stringify([note, tools])).toBe(true);
    expect(note.x + note.width).toBeLessThanOrEqual(width);
    await expect(page.locator('.notices .note p')).toHaveText(/[^.]\.$/);
  });
}
