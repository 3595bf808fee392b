// As known on a day: map, numbers and files follow, the map says so and leads back.
import { choose, expect, expectNoViolation, mapAtRest, numberIn, open, panel, sentence, test } from './atlas';
import { difference } from './pixels';

const LAYERS = ['pipelines', 'corridors', 'zones', 'bases'];
const ids = (features: { id: string }[]) => features.map(({ id }) => id);
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
  await expect(page.getByRole('link', { name: 'Features as CSV', exact: true })).toHaveAttribute('href', /as-of=2005-04-03/);
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

test('the map is drawn from what was known', async ({ page }) => {
  const line = { clip: { x: 420, y: 100, width: 420, height: 420 } }; // Atasu to Alashankou alone
  await open(page, '/?t=2006-06-30&k=2005-04-03&z=5.5&c=47,76');
  await page.mouse.move(640, 4); // nothing is under the pointer there
  const then = await page.screenshot(line);
  await page.getByRole('button', { name: 'Back to today' }).click();
  await page.mouse.move(640, 4);
  await mapAtRest(page);
  await expect.poll(async () => difference(page, then, await page.screenshot(line))).toBeGreaterThan(0.002);
});

test('the table and its files hold what was known', async ({ page }) => {
  await open(page, '/?mode=table&t=2006-06-30&k=2005-04-03');
  await expect(page.getByRole('table').locator('tbody tr[aria-rowindex]').first()).toBeVisible();
  const asked = LAYERS.map(async (layer) => {
    const query = new URLSearchParams({ datetime: '2006-06-30', 'as-of': '2005-04-03', status: SHOWN, limit: '1000' });
    return (await page.request.get(`/api/collections/${layer}/items?${query}`)).json();
  });
  const known = (await Promise.all(asked)).flatMap(({ features }) => ids(features));
  await page.getByRole('columnheader', { name: 'Name', exact: true }).getByRole('button').click();
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Atasu/ }) });
  // That it came into use in December was told later: on this day it rested on a plan.
  await expect(row).toContainText('planned');
  const href = await page.getByRole('link', { name: 'Features of this table as GeoJSON', exact: true }).getAttribute('href');
  const { features } = await (await page.request.get(`/${href}`)).json();
  expect(ids(features)).toEqual(expect.arrayContaining(known));
  expect(features).toHaveLength(known.length);
  expect(numberIn(await sentence(page).textContent())).toBe(known.length);
});

test('the pictures of time end where knowledge ended: the mark of the years, the life bar', async ({ page }) => {
  const mark = page.locator('.years path.known');
  const place = async () => Number(/^M([\d.]+)/.exec((await mark.getAttribute('d'))!)![1]);
  await open(page, '/feature/atasu-alashankou?t=2006-06-30&k=2005-04-03');
  await expect(page.locator('.years .note').first()).toHaveText('3 Apr 2005');
  const cut = panel(page).locator('path.cut'); // before the quiet years up to the end of the bar
  await expect(panel(page).getByRole('img', { name: /operating/i })).toBeVisible();
  await expect(cut).toHaveCount(0);
  const then = await place();
  await page.getByRole('button', { name: 'Back to today' }).click();
  await expect(page.locator('.years .note').first()).toHaveText('today');
  await expect(cut).toHaveCount(2);
  expect(await place()).toBeGreaterThan(then + 200);
});

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  for (const time of ['t=2031-06-30', 't=2031-06-30&since=2001-01-01', 't=2006-06-30&k=2005-04-03']) {
    test(`how much rests on plans stands in the one line, and the whole sentence in the sheet: ${time}`, async ({ page, faults }) => {
      await open(page, `/?${time}`);
      const sign = page.locator('.short');
      await expect(sign).toHaveText(/^[1-9]\d* on plans$/);
      const [at, years, bar] = await Promise.all([sign, page.locator('.spark'), page.locator('.bar')].map((part) => part.boundingBox()));
      expect(at!.x + at!.width).toBeLessThanOrEqual(years!.x);
      expect(at!.y + at!.height).toBeLessThanOrEqual(bar!.y + bar!.height);
      await expectNoViolation(page, faults);
      await page.getByRole('button', { name: 'Layers' }).click();
      const plans = numberIn(await sign.textContent());
      await expect(page.locator('.said .sentence')).toContainText(`${plans} rest on plans`);
      await expect(page.locator('.said .sentence')).toBeVisible();
      await expectNoViolation(page, faults);
    });
  }

  test('a day of the past has no sign of plans', async ({ page }) => {
    await open(page, '/?t=2005-06-30');
    await expect(page.locator('.spark .past')).toBeAttached();
    await expect(page.locator('.short')).toHaveCount(0);
  });

  test('the silhouette of the years is hatched from the day of knowledge on', async ({ page }) => {
    await open(page, '/?t=2006-06-30&k=2005-04-03');
    const { past, ahead, years } = await page.locator('.spark').evaluate((spark) => {
      const box = (name: string) => spark.querySelector<SVGGraphicsElement>(`.${name}`)!.getBBox();
      return { past: box('past').x + box('past').width, ahead: box('ahead').x, years: spark.clientWidth - 2 * 8 };
    });
    expect(past).toBeCloseTo(8 + (26 / 66) * years, 0); // 26 of the 66 years from 1980 on
    expect(ahead).toBeCloseTo(past, 0);
  });
});

test('another day stays chosen where it is that of the slider at first', async ({ page }) => {
  await open(page, '/?t=2012-06-30');
  await page.getByRole('button', { name: /^As known:/ }).click();
  const radio = (name: RegExp) => page.getByRole('radio', { name });
  await radio(/^Another day/).check();
  await expect(page.getByText('As known on 30 Jun 2012.')).toBeVisible();
  await expect(radio(/^Another day/)).toBeChecked();
  await expect(page.getByRole('textbox', { name: 'Another day' })).toHaveValue('2012-06-30');
  await radio(/The day on the slider/).check();
  await expect(radio(/The day on the slider/)).toBeChecked();
  await radio(/^Today/).check();
  await expect(page).not.toHaveURL(/k=/);
  await expect(radio(/^Today/)).toBeChecked();
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

test('what was not known yet is told of by name, found by search, and opens on the day on which it is', async ({ page }) => {
  await open(page, '/?t=2012-06-01&k=2001-06-30');
  await choose(page, 'Manas', /Manas Air Base/);
  const note = page.getByText('Nothing was known of Manas on 30 Jun 2001.');
  await expect(note).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Back to today' }).click();
  await expect(note).toHaveCount(0);
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Manas');
});

test('a link to what was not known yet keeps it, until the note is closed', async ({ page, faults }) => {
  await open(page, '/feature/khorgos-icbc?t=2012-06-01&k=2001-06-30');
  const note = page.getByText('Nothing was known of Khorgos on 30 Jun 2001.');
  await expect(note).toBeVisible();
  await expect(page).toHaveURL(/\/feature\/khorgos-icbc\?/);
  await expectNoViolation(page, faults);
  await page.getByRole('button', { name: 'Close this note' }).click();
  await expect(page.getByText('As known on 30 Jun 2001.')).toBeVisible();
  await expect(page).not.toHaveURL(/khorgos/);
});

test('an open record that was not known yet goes with a word, and comes back with what is known', async ({ page }) => {
  await open(page, '/feature/khorgos-icbc?t=2012-06-01');
  await page.getByRole('button', { name: /^As known:/ }).click();
  const field = page.getByRole('textbox', { name: 'Another day' });
  await field.fill('30 Jun 2001');
  await field.press('Enter');
  await expect(page.getByText('Nothing was known of Khorgos on 30 Jun 2001.')).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Back to today' }).click();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Khorgos');
});
