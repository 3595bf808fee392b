// Playing through time: it asks where less motion is wanted, and what stood may add up. And the years tell of themselves.
import { expect, expectNoViolation, mapAtRest, open, panel, sentence, test, type Page } from './atlas';

const date = (page: Page) => page.getByRole('textbox', { name: 'Date' });
const play = (page: Page) => page.getByRole('button', { name: 'Play', exact: true });

test('where the system asks for less motion, play asks first, once', async ({ page, faults }) => {
  await open(page, '/?t=2040-12-31');
  await play(page).click();
  const ask = page.getByRole('group', { name: 'Play' });
  await expect(ask).toContainText('The map will change 2 times a second.');
  await expectNoViolation(page, faults);
  await ask.getByRole('button', { name: 'Leave it' }).click();
  await expect(ask).toHaveCount(0);
  await expect(date(page)).toHaveValue('31 Dec 2040');
  await play(page).click();
  await ask.getByRole('button', { name: 'Play all the same' }).click();
  await expect(play(page)).toHaveAttribute('aria-pressed', 'true');
  await expect(date(page)).toHaveValue('31 Dec 2045');
  await expect(play(page)).toHaveAttribute('aria-pressed', 'false');
});

test('playing adds up what stood since the day where it began', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await open(page, '/?t=2042-12-31');
  await page.getByRole('button', { name: 'Step: year' }).click(); // beside it in a wider window
  await page.getByRole('button', { name: 'Add up' }).click();
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('10');
  await play(page).click();
  await expect(date(page)).toHaveValue('31 Dec 2042 – 31 Dec 2045');
  await expect(page.getByRole('checkbox', { name: 'Closed', exact: true })).toBeChecked();
  await expect(play(page)).toHaveAttribute('aria-pressed', 'false');
  await mapAtRest(page);
});

test('a range moves along while playing', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await open(page, '/?t=2043-12-31&since=2042-01-01&on=closed,cancelled');
  await play(page).click();
  await expect(date(page)).toHaveValue('2044 – 2045');
  await mapAtRest(page);
});

test('a year under the pointer tells its numbers by status, and the slider says those of its day', async ({ page }) => {
  await open(page, '/?t=2005-12-31');
  const slider = page.getByRole('slider', { name: 'Day on the map' });
  await expect(slider).toHaveAttribute('aria-valuetext', /^31 Dec 2005, \d+ features, \d+ operating, /);
  const told = (await slider.getAttribute('aria-valuetext'))!.replace('31 Dec 2005, ', '');
  const years = (await page.locator('.years').boundingBox())!;
  await page.mouse.move(years.x + 44 + (25.5 / 66) * (years.width - 64), years.y + 30);
  await expect(sentence(page)).toHaveText(`2005: ${told}`);
  await page.mouse.move(400, 300);
  await expect(sentence(page)).toContainText('on this day');
});

test('ahead of today the slider tells what rests on plans from what stands, as the bar of its year does', async ({ page }) => {
  await open(page, '/?t=2031-12-31');
  const slider = page.getByRole('slider', { name: 'Day on the map' });
  await expect(slider).toHaveAttribute('aria-valuetext', /^31 Dec 2031, \d+ features, \d+ operating, .*\d+ on plans$/);
  const told = (await slider.getAttribute('aria-valuetext'))!.replace('31 Dec 2031, ', '');
  const plans = Number(/(\d+) on plans/.exec(told)![1]);
  await expect(sentence(page)).toContainText(`${plans} rest on plans`);
  const years = (await page.locator('.years').boundingBox())!;
  await page.mouse.move(years.x + 44 + (51.5 / 66) * (years.width - 64), years.y + 30);
  await expect(sentence(page)).toHaveText(`2031: ${told}`);
});

test('an event has its name under the pointer, and opens; so it does from the list', async ({ page, faults }) => {
  await open(page, '/?t=2005-12-15');
  const years = (await page.locator('.years').boundingBox())!;
  const tick = await page.locator('.years .event').first().evaluate((path) => (path as SVGGraphicsElement).getBBox().x);
  await page.mouse.move(years.x + tick + 2.4, years.y + 78);
  await expect(sentence(page)).toContainText(/, .*\d{4}\s*$/);
  const name = (await sentence(page).locator('b').textContent())!;
  await page.mouse.click(years.x + tick + 2.4, years.y + 78);
  await expect(panel(page).getByRole('heading', { level: 2 })).toBeVisible();
  expect(name.length).toBeGreaterThan(3);
  await panel(page).getByRole('button', { name: 'Close', exact: true }).click();

  await open(page, '/?t=2005-12-15');
  await page.getByRole('button', { name: /^\d+ events?$/ }).click();
  const list = page.getByRole('list', { name: 'Events on the map' });
  await expectNoViolation(page, faults);
  await list.getByRole('button').first().press('Enter');
  await expect(panel(page).getByRole('heading', { level: 2 })).toBeVisible();
  await expect(date(page)).toHaveValue('15 Dec 2005');
});

test('the bars change to kilometres of line and back', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Bars by count of features. Change to kilometres' }).click();
  await expect(page.getByRole('img', { name: /^Kilometres of line in each year from 1980 to 2045, by status; at most \d+,\d+/ })).toBeVisible();
  const summaries = await (await page.request.get('/api/summaries')).json();
  const whole = Object.values(summaries.features as Record<string, { length_km: number | null }>).reduce((sum, f) => sum + (f.length_km ?? 0), 0);
  const most = Number(/at most ([\d,]+)/.exec((await page.getByRole('img', { name: /^Kilometres/ }).getAttribute('aria-label'))!)![1]!.replaceAll(',', ''));
  expect(most).toBeGreaterThan(whole / 4);
  expect(most).toBeLessThanOrEqual(Math.ceil(whole));
  await page.getByRole('button', { name: 'Bars by km of line. Change to features' }).click();
  await expect(page.getByRole('img', { name: /^Features in each year/ })).toBeVisible();
});

test.describe('fingers', () => {
  test.use({ hasTouch: true });

  for (const [width, query] of [[680, ''], [1024, ''], [1024, '&since=2001-01-01&on=closed,cancelled']] as const) {
    test(`a tap on the diamond of an event tells of it and leaves the day, the next one opens it: ${width} px${query}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await open(page, `/?t=2014-06-30${query}`);
      const before = await date(page).inputValue();
      const years = (await page.locator('.years').boundingBox())!;
      const tick = await page.locator('.years .event').first().evaluate((path) => (path as SVGGraphicsElement).getBBox().x);
      const tap = () => page.touchscreen.tap(years.x + tick + 5, years.y + 82);
      await tap();
      await expect(sentence(page)).toBeVisible();
      await expect(sentence(page)).toContainText(/\p{L}{3}.*, .*\d{4}\s*$/u);
      await expect(date(page)).toHaveValue(before);
      await page.touchscreen.tap(years.x + 44 + (60.5 / 66) * (years.width - 64), years.y + 30); // a bar
      await expect(date(page)).toHaveValue(/ 2040$/);
      await expect(panel(page)).toHaveCount(0);
      await tap();
      await tap();
      await expect(panel(page).getByRole('heading', { level: 2 })).toBeVisible();
    });
  }
});

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the events of the day are a list in the sheet', async ({ page, faults }) => {
    await open(page, '/?t=2005-12-15');
    await page.getByRole('button', { name: 'Layers' }).click();
    await page.getByRole('button', { name: /^\d+ events$/ }).click();
    const events = page.getByRole('list', { name: 'Events on the map' }).getByRole('button');
    await expect(events.first()).toBeVisible();
    expect((await events.first().boundingBox())!.height).toBeGreaterThanOrEqual(44);
    await expectNoViolation(page, faults);
    await events.filter({ hasText: 'Atasu' }).click();
    await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Atasu');
    await expect(date(page)).toHaveValue('15 Dec 2005');
  });
});
