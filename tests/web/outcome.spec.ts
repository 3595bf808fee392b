// Plan against outcome on the map: a sign for each verdict, and a legend that counts the signs.
import { expect, expectNoViolation, goTo, mapAtRest, open, panel, test, type Page } from './atlas';

const legend = (page: Page) => page.getByRole('list', { name: 'Plan against outcome' });
async function counts(page: Page): Promise<Record<string, number>> {
  await expect(legend(page)).toBeVisible();
  const items = await legend(page).getByRole('listitem').evaluateAll((all) =>
    all.map((item) => [(item as HTMLElement).dataset.verdict!, Number(item.lastElementChild!.textContent)] as const));
  return Object.fromEntries(items);
}
const sum = (numbers: Record<string, number>) => Object.values(numbers).reduce((a, b) => a + b, 0);

/** Verdicts of what the API says stands on the day, as the switches have it at first. */
async function asked(page: Page, day: string): Promise<Record<string, number>> {
  const summaries = await (await page.request.get('/api/summaries')).json();
  const found: Record<string, number> = { on_time: 0, late: 0, overdue: 0, abandoned: 0, pending: 0 };
  for (const layer of ['pipelines', 'corridors', 'zones', 'bases']) {
    const query = `datetime=${day}&status=proposed,reported,agreed,construction,operating,idle,shelved&limit=1000`;
    const items = await (await page.request.get(`/api/collections/${layer}/items?${query}`)).json();
    for (const { id } of items.features) {
      const { verdict } = summaries.features[id];
      if (verdict) found[verdict]! += 1;
    }
  }
  return found;
}

test('the switch shows the signs, and the legend counts what the server says, day by day', async ({ page }) => {
  await open(page);
  await page.getByRole('switch', { name: 'Plan against outcome' }).click();
  await expect(page).toHaveURL(/outcomes=1/);
  expect(await counts(page)).toEqual(await asked(page, '2026-11-24'));
  await goTo(page, '2012-06-30');
  expect(await counts(page)).toEqual(await asked(page, '2012-06-30'));
  await page.getByRole('switch', { name: 'Plan against outcome' }).click();
  await expect(legend(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/outcomes=1/);
});

test('the legend follows the filters', async ({ page }) => {
  await open(page, '/?outcomes=1');
  const before = sum(await counts(page));
  await page.getByRole('checkbox', { name: 'Pipelines', exact: true }).uncheck();
  await expect.poll(async () => sum(await counts(page))).toBeLessThan(before);
});

test('a link to the view shows it, and the map is drawn otherwise than without it', async ({ page }) => {
  await open(page, '/?z=5.6&c=43.5,72');
  const clip = { x: 320, y: 80, width: 900, height: 480 };
  const plain = await page.screenshot({ clip });
  await open(page, '/?z=5.6&c=43.5,72&outcomes=1');
  await expect(legend(page)).toBeVisible();
  await mapAtRest(page);
  await expect.poll(async () => (await page.screenshot({ clip })).equals(plain)).toBe(false);
});

test('a sign opens its feature', async ({ page }) => {
  await open(page, '/?outcomes=1');
  await expect(legend(page)).toBeVisible();
  const timeline = await (await page.request.get('/api/timeline')).json();
  const [lon, lat] = timeline.features.find(({ id }: { id: string }) => id === 'atasu-alashankou').anchor;
  await open(page, `/?outcomes=1&z=8&c=${lat},${lon}`);
  await expect(legend(page)).toBeVisible();
  await mapAtRest(page);
  const box = (await page.locator('canvas.maplibregl-canvas').boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(panel(page).getByRole('heading', { level: 2 })).toBeVisible();
});

test('signs and pale features survive another theme', async ({ page }) => {
  await open(page, '/?outcomes=1');
  const before = await counts(page);
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('button', { name: /^Theme/ }).click();
  await mapAtRest(page);
  expect(await counts(page)).toEqual(before);
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test('axe finds nothing', async ({ page, faults }) => {
      await open(page, '/?outcomes=1');
      await expect(legend(page)).toBeVisible();
      await expectNoViolation(page, faults);
    });
  });
}

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('switch and legend are in the sheet of the layers', async ({ page, faults }) => {
    await open(page);
    await page.getByRole('button', { name: 'Layers' }).click();
    const toggle = page.getByRole('switch', { name: 'Plan against outcome' });
    expect((await toggle.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    await toggle.tap();
    expect(sum(await counts(page))).toBeGreaterThan(0);
    await expectNoViolation(page, faults);
  });
});
