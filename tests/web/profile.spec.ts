// The ground along a line, and how near the map may be looked at.
import { readFile } from 'node:fs/promises';
import { expect, expectNoViolation, open, panel, test, type Page } from './atlas';

const ROAD = '/feature/m41-pamir-highway';
const slider = (page: Page) => panel(page).getByRole('slider', { name: 'Place along the line' });

test('a road over passes shows its heights, read by keyboard and marked on the map', async ({ page }) => {
  await open(page, ROAD);
  await expect(panel(page).getByRole('heading', { name: 'Elevation' })).toBeVisible();
  const profile = await (await page.request.get(`${ROAD}/profile`)).json();
  const length = Math.round(profile.length_km);
  await slider(page).focus();
  await expect(page.locator('.reading-mark')).toHaveCount(0);
  await page.keyboard.press('End');
  await expect(slider(page)).toHaveAttribute('aria-valuenow', String(length));
  const last = profile.samples.at(-1).elevation_m;
  await expect(slider(page)).toHaveAttribute('aria-valuetext', new RegExp(`^${length} km, ${last} m`));
  await expect(page.locator('.reading-mark')).toHaveCount(1);
  await page.keyboard.press('Home');
  await page.keyboard.press('PageUp');
  await expect(slider(page)).toHaveAttribute('aria-valuenow', String(Math.round(profile.length_km / 10)));
  await page.keyboard.press('Escape');
  await expect(page.locator('.reading-mark')).toHaveCount(0);
});

test('a pass in the list is a way to its place in the profile', async ({ page }) => {
  await open(page, ROAD);
  await panel(page).getByRole('button', { name: /^Kyzyl-Art pass/ }).click();
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^\d+ km, 4,\d{3} m, Kyzyl-Art pass$/);
  await expect(page.locator('.reading-mark')).toBeVisible();
});

test('the heights can be taken away', async ({ page }) => {
  await open(page, ROAD);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    panel(page).getByRole('link', { name: 'Heights as CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('steppe-atlas-profile-m41-pamir-highway.csv');
  expect(await readFile(await file.path(), 'utf8')).toMatch(/^distance_km,elevation_m,longitude,latitude/);
});

test('a scheme says that its heights are those of a scheme', async ({ page }) => {
  await open(page, '/feature/cku-railway-makmal');
  await expect(panel(page).getByText('The course is only a scheme')).toBeVisible();
});

test('a line outside the grid of heights has no such part', async ({ page }) => {
  await open(page, '/feature/korpeje-kordkuy');
  await expect(panel(page).getByRole('heading', { name: 'Sources', exact: true })).toBeVisible();
  await expect(panel(page).getByRole('heading', { name: 'Elevation' })).toHaveCount(0);
});

test('nothing of it is loaded for the first map', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page);
  expect(asked.filter((url) => /Elevation|ProfileChart|\/profile/.test(url))).toEqual([]);
  expect(asked.length).toBeGreaterThan(5);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test('axe finds nothing wrong with the profile', async ({ page, faults }) => {
      await open(page, ROAD);
      await slider(page).focus();
      await page.keyboard.press('End');
      await expectNoViolation(page, faults);
    });
  });
}

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  test('the profile fits the sheet', async ({ page, faults }) => {
    await open(page, ROAD);
    await slider(page).scrollIntoViewIfNeeded();
    const box = (await slider(page).boundingBox())!;
    expect(box.width).toBeGreaterThan(300);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    await expectNoViolation(page, faults, ['target-size']); // what is scrolled out of the sheet counts as covered; phone.spec measures targets
  });
});

// ---- accuracy ----------------------------------------------------------------------------------

const note = (page: Page) => page.locator('.accuracy');

test('near a coarse line that is selected, the map says how far it can be trusted', async ({ page }) => {
  await open(page, '/feature/central-asia-china-d?z=8&c=39,70.5');
  await expect(note(page)).toHaveText(/is drawn to about 25 km$/);
});

test('near coarse lines the map names the worst of those in view, and nothing from afar', async ({ page }) => {
  await open(page, '/?z=7&c=39,70.5');
  await expect(note(page)).toHaveText(/^Lines here are drawn to about \d+ km: .+ \d+ km/);
  const own = (await note(page).boundingBox())!;
  expect(own.height, 'it is one line').toBeLessThan(20);
  for (const other of [page.locator('.credits .scale'), page.locator('.credits .owners')]) {
    const box = (await other.boundingBox())!;
    expect(own.y + own.height, 'it lies above scale and credits').toBeLessThanOrEqual(box.y);
  }
  await open(page, '/?z=4&c=44,68');
  await expect(page.locator('.credits .scale')).toBeVisible();
  await expect(note(page)).toHaveText('');
});
