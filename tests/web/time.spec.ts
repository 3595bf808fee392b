// Moving through time: what stood on a day is on the map on that day, and not after it ended.
import { choose, expect, goTo, mapAtRest, open, panel, pressMiddle, sentence, test } from './atlas';

test('the atlas opens on today, with features on the map', async ({ page }) => {
  await open(page);
  await expect(page).toHaveTitle('Steppe Atlas');
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('24 Nov 2026');
  await expect(sentence(page)).toContainText(/\d+ features on this day/);
});

test('Manas is operating in 2003 and gone in July 2014', async ({ page }) => {
  // So near that the base stands in the middle of the map; a press there selects it.
  await open(page, '/?t=2003-07-01&z=11&c=43.061,74.478');
  await pressMiddle(page);
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Manas');
  await expect(panel(page).locator('[data-value=status]')).toContainText('Operating since 16 Dec 2001');

  await goTo(page, '2014-07');
  await expect(panel(page).locator('[data-value=status]')).toContainText('Closed since 3 Jun 2014');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await pressMiddle(page);
  await expect(panel(page)).toHaveCount(0);
});

test('opening what has ended moves the date, says so, and leads back', async ({ page }) => {
  await open(page);
  await choose(page, 'Manas', /Manas Air Base/);
  const notice = page.getByText('This base closed in 2014, so the date is now 2 Jun 2014.');
  await expect(notice).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('2 Jun 2014');
  await page.getByRole('button', { name: 'Back to today' }).click();
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('24 Nov 2026');
  await expect(notice).toHaveCount(0);
});

test('the years stay where they are while the slider is held, and come back to the usual ones after it', async ({ page }) => {
  await open(page, '/?t=1950-06-30');
  const picture = page.getByRole('img', { name: /^Features in each year/ });
  const first = Number(/from (\d+)/.exec((await picture.getAttribute('aria-label'))!)![1]);
  expect(first).toBeLessThanOrEqual(1950);
  const box = (await page.locator('.years').boundingBox())!;
  const at = (year: number) => box.x + 44 + ((year - first) / (2046 - first)) * (box.width - 64);
  await page.mouse.move(at(1950.5), box.y + 40);
  await page.mouse.down();
  await page.mouse.move(at(1990.5), box.y + 40, { steps: 4 });
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue(/ 1990$/);
  await expect(picture).toHaveAccessibleName(new RegExp(`from ${first} `));
  await page.mouse.up();
  await expect(picture).toHaveAccessibleName(/from 1980 /);
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue(/ 1990$/);
});

test('a day before everything says where the records begin', async ({ page }) => {
  await open(page);
  await goTo(page, '1700-01-01');
  await expect(page.getByText(/Nothing is on record for 1 Jan 1700\. The first feature dates from \d{4}\./)).toBeVisible();
  await page.getByRole('button', { name: /^Go to \d{4}$/ }).click();
  await mapAtRest(page);
  await expect(sentence(page)).toContainText(/[1-9]\d* features? on this day/);
});

test('a text that is no date changes nothing and says what to write', async ({ page }) => {
  await open(page, '/?t=2005-12-15');
  const field = page.getByRole('textbox', { name: 'Date' });
  await field.click();
  await field.fill('soon');
  await field.press('Enter');
  await expect(page.getByText('Write a year, a month or a day')).toBeVisible();
  await field.press('Escape');
  await field.blur();
  await expect(field).toHaveValue('15 Dec 2005');
});

for (const lang of ['en', 'ru', 'kk', 'tg']) {
  test(`nothing in the bar is cut, in windows of any width (${lang})`, async ({ page }) => {
    for (const time of ['t=2026-11-24', 't=2031-06-30', 't=2014-09-30&since=2001-11-11']) {
      await open(page, `/?${time}&lang=${lang}&z=3&c=0,-150`);
      for (const width of [640, 740, 800, 900, 1024, 1100, 1280, 1440]) {
        await page.setViewportSize({ width, height: 700 });
        await expect.poll(() => page.locator('.bar').evaluate((bar) => [...bar.querySelectorAll('.sentence, .short, .controls, .box input')]
          .filter((part) => part.scrollHeight > part.clientHeight + 2 || part.scrollWidth > part.clientWidth + 2) // letters reach over their lines
          .map(({ className, scrollWidth, scrollHeight }) => `${className} ${scrollWidth} × ${scrollHeight}`)), `${time}, ${width} px`).toEqual([]);
      }
    }
  });
}
