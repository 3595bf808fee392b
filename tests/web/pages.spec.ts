// Records as pages: read without scripts, printed, found by the map where scripts run.
import { expect, expectNoViolation, mapAtRest, panel, test } from './atlas';

const NAME = /Atasu-Alashankou oil pipeline/;

for (const theme of ['light', 'dark'] as const) {
  test.describe(`without scripts, ${theme}`, () => {
    test.use({ colorScheme: theme, javaScriptEnabled: false });

    test('the address of a feature gives its record to read', async ({ page }) => {
      await page.goto('/feature/atasu-alashankou?t=2005-12-15&z=5&c=47,78');
      await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
      await expect(page.getByText('since 15 Dec 2005')).toBeVisible();
      await expect(page.getByText('As it stood on 15 Dec 2005.')).toBeVisible();
      const sources = page.getByRole('heading', { name: /^Sources/ });
      await sources.scrollIntoViewIfNeeded();
      await expect(sources).toBeInViewport();
      const reference = page.getByRole('link', { name: 'AP via China Daily, 15 Dec 2005' }).first();
      await reference.click();
      await expect(page).toHaveURL(/\/feature\/atasu-alashankou#s-ap20051215$/);
      await expect(page.locator('[id="s-ap20051215"]')).toBeInViewport();
    });

    test('the record is told of the day in the address, as it was known', async ({ page }) => {
      await page.goto('/feature/atasu-alashankou?t=2005-01-15&k=2005-04-03');
      await expect(page.getByText('As it stood on 15 Jan 2005, as known on 3 Apr 2005.')).toBeVisible();
      await expect(page.locator('.status strong')).toHaveText('Construction');
      await expect(page.getByText('AP via China Daily, 15 Dec 2005')).toHaveCount(0);
      await page.getByRole('link', { name: 'The record today' }).click();
      await expect(page.getByText('since 15 Dec 2005')).toBeVisible();
    });

    test('where the map would be stands what there is instead', async ({ page }) => {
      for (const size of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
        await page.setViewportSize(size);
        await page.goto('/');
        const words = page.locator('noscript > p');
        await expect(words).toBeInViewport({ ratio: 1 });
        await expect(words).toHaveCSS('font-family', /Noto Sans/);
        await words.getByRole('link').click();
        await expect(page).toHaveURL(/\/data$/);
        await expect(page.getByRole('heading', { level: 1, name: 'Data' })).toBeVisible();
      }
    });

    test('a name in another language stands beside its code', async ({ page }) => {
      await page.goto('/feature/atasu-alashankou');
      const [code, name] = await page.locator('.names > li').first().locator('span').evaluateAll((spans) =>
        spans.slice(0, 2).map((span) => ({ words: span.textContent, ...span.getBoundingClientRect().toJSON() as DOMRect })));
      expect(code!.words).toBe('ru');
      expect(code!.width).toBeLessThan(40);
      expect(Math.abs(code!.bottom - name!.bottom), 'on one line').toBeLessThan(6);
      expect(name!.left).toBeGreaterThan(code!.right);
    });

    test('catalogue, layer and record lead to each other', async ({ page }) => {
      await page.goto('/');
      await page.getByRole('link', { name: 'pages to read' }).click();
      await page.getByRole('link', { name: 'Bases', exact: true }).click();
      await page.getByRole('link', { name: /^Kant/ }).first().click();
      await expect(page.getByRole('heading', { level: 1, name: /Kant/ })).toBeVisible();
      await page.getByRole('link', { name: 'All of Bases' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Bases' })).toBeVisible();
    });

    test('a page is as wide as a phone', async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      for (const path of ['/feature/atasu-alashankou', '/feature/kant-air-base/record', '/data', '/data/zones']) {
        await page.goto(path);
        const [wide] = await page.locator('main').evaluateAll((all) => all.map((main) => main.scrollWidth - main.clientWidth));
        expect(wide, path).toBe(0);
        expect((await page.locator('main').boundingBox())!.width, path).toBeLessThanOrEqual(360);
      }
    });
  });

  test.describe(`with scripts, ${theme}`, () => {
    test.use({ colorScheme: theme });

    test('axe finds nothing wrong with the pages', async ({ page, faults }) => {
      for (const path of ['/feature/atasu-alashankou/record?v=0123456789abcdef', '/data', '/data/events']) {
        await page.goto(path);
        await expectNoViolation(page, faults);
      }
    });
  });
}

test('with scripts the map starts at the feature, and the record has left', async ({ page }) => {
  await page.goto('/feature/atasu-alashankou');
  await mapAtRest(page);
  await expect(panel(page).getByRole('heading', { name: NAME })).toBeVisible();
  await expect(page.locator('#record')).toHaveCount(0);
  await expect(page).toHaveTitle(/Atasu.Alashankou · /);
});

test('where the app does not come, the record shows itself', async ({ page, faults }) => {
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.goto('/feature/atasu-alashankou');
  await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
  await expectNoViolation(page, faults);
  faults.console.length = 0; // the scripts that were kept away
});

test('print leaves out what leads away and keeps every source', async ({ page }) => {
  await page.goto('/feature/atasu-alashankou/record');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByRole('link', { name: 'On the map' })).toBeHidden();
  await expect(page.getByText('https://', { exact: false }).first()).toBeVisible();
  const paper = await page.locator('.page').evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(paper).toBe('rgb(255, 255, 255)');
});
