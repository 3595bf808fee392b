// A range of days: chosen by mouse, keys, finger or typing, and every number of it agrees with the server.
import { expect, expectNoViolation, goTo, mapAtRest, numberIn, open, sentence, test, type Page } from './atlas';

const LAYERS = ['pipelines', 'corridors', 'zones', 'bases'];
const NAMES = ['Pipelines', 'Corridors', 'Zones', 'Bases'];

const date = (page: Page) => page.getByRole('textbox', { name: 'Date' });
const toggle = (page: Page) => page.getByRole('button', { name: 'Range', exact: true });
const end = (page: Page, which: 'First' | 'Last') => page.getByRole('slider', { name: `${which} day of the range` });
const statusSwitch = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true });

/** Where a year begins on the axis of 1980 to 2045, px in the window, at the height of the bars. */
async function placeOf(page: Page, year: number): Promise<{ x: number; y: number }> {
  const box = (await page.locator('.years').boundingBox())!;
  return { x: box.x + 44 + ((year - 1980) / 66) * (box.width - 64), y: box.y + 40 };
}

async function countOf(page: Page, name: string): Promise<number> {
  const row = page.locator('.row').filter({ has: statusSwitch(page, name) });
  return numberIn(await row.locator('.count').textContent());
}

async function askedOfApi(page: Page, layer: string, datetime: string): Promise<number> {
  const response = await page.request.get(`/api/collections/${layer}/items?${new URLSearchParams({ datetime, limit: '1' })}`);
  expect(response.status(), await response.text()).toBe(200);
  return (await response.json()).numberMatched;
}

test('sentence, card and server agree on what lived in a range', async ({ page }) => {
  test.slow();
  await open(page);
  for (const range of ['2001/2014', '2001-12-16/2014-06-02', '2005-12/2005-12', '1980/1991', '2014-06-03/2020', '1990-05-04/2035', '1998-12-04/1999-03-01']) {
    await goTo(page, range);
    const asked = await Promise.all(LAYERS.map((layer) => askedOfApi(page, layer, range)));
    expect(await Promise.all(NAMES.map((name) => countOf(page, name))), `${range}: card`).toEqual(asked);
    await expect(sentence(page), `${range}: sentence`).toContainText('in this range');
    expect(numberIn(await sentence(page).textContent()), `${range}: sentence`).toBe(asked.reduce((a, b) => a + b, 0));
    const events = await askedOfApi(page, 'events', range);
    expect(await countOf(page, 'Events'), `${range}: events`).toBe(events);
  }
});

test('a range that begins before the usual years lies on the axis, and a key moves its end from there', async ({ page }) => {
  await open(page, '/?t=2005-12-31&since=1950-01-01&on=closed,cancelled');
  await expect(page.getByRole('img', { name: /^Features in each year from 1[89]\d\d to 2045/ })).not.toHaveAccessibleName(/from 1980/);
  await end(page, 'First').press('ArrowRight');
  await expect(date(page)).toHaveValue('1951 – 2005');
});

test('the sentence tells what opened and what ended', async ({ page }) => {
  await open(page, '/?t=2014-12-31&since=2001-01-01&on=closed,cancelled');
  await expect(sentence(page)).toContainText(/\d+ features in this range, \d+ opened and \d+ ended/);
  await expect(date(page)).toHaveValue('2001 – 2014');
});

test('a range shows what is over, and leaving it puts the switches back', async ({ page }) => {
  await open(page, '/?t=2014-12-31');
  await expect(statusSwitch(page, 'Closed')).not.toBeChecked();
  await toggle(page).click();
  await expect(toggle(page)).toHaveAttribute('aria-pressed', 'true');
  await expect(date(page)).toHaveValue('31 Dec 2004 – 31 Dec 2014');
  await expect(statusSwitch(page, 'Closed')).toBeChecked();
  await expect(statusSwitch(page, 'Cancelled')).toBeChecked();
  await toggle(page).click();
  await expect(date(page)).toHaveValue('31 Dec 2014');
  await expect(statusSwitch(page, 'Closed')).not.toBeChecked();
  await expect(page.getByRole('slider', { name: 'Day on the map' })).toBeAttached();

  await statusSwitch(page, 'Closed').check();
  await toggle(page).click();
  await toggle(page).click();
  await expect(statusSwitch(page, 'Closed')).toBeChecked();
  await expect(statusSwitch(page, 'Cancelled')).not.toBeChecked();
});

test('the mouse draws a range on the bars and drags its ends', async ({ page }) => {
  await open(page);
  await toggle(page).click();
  const [from, to, on] = [await placeOf(page, 1995.5), await placeOf(page, 2007.5), await placeOf(page, 2012.5)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  await expect(date(page)).toHaveValue('1995 – 2007');
  await expect(page).toHaveURL(/t=2007-12-31.*since=1995-01-01/);

  const knob = await placeOf(page, 2008);
  await page.mouse.move(knob.x, knob.y);
  await page.mouse.down();
  await page.mouse.move(on.x, on.y, { steps: 4 });
  await page.mouse.up();
  await expect(date(page)).toHaveValue('1995 – 2012');
  await mapAtRest(page);
});

test('the keys move each end, not beyond the other, and the steps move both', async ({ page }) => {
  await open(page, '/?t=2014-12-31&since=2001-01-01&on=closed,cancelled');
  await end(page, 'First').press('ArrowRight');
  await expect(date(page)).toHaveValue('2002 – 2014');
  await expect(end(page, 'First')).toHaveAttribute('aria-valuetext', /^1 Jan 2002, \d+ features/);
  await end(page, 'Last').press('PageDown');
  await expect(date(page)).toHaveValue('2002 – 2013');
  await end(page, 'Last').press('Home');
  await expect(date(page)).toHaveValue('1 Jan 2002');
  await end(page, 'Last').press('End');
  await expect(date(page)).toHaveValue('2002 – 2045');
  await goTo(page, '2003/2004');
  await page.getByRole('button', { name: 'One year on' }).click();
  await expect(date(page)).toHaveValue('2004 – 2005');
  await page.getByRole('button', { name: 'One year back' }).click();
  await page.getByRole('button', { name: 'One year back' }).click();
  await expect(date(page)).toHaveValue('2002 – 2003');
});

test('typing a range opens it, a day alone leaves it, and a backward one is refused in words', async ({ page }) => {
  await open(page);
  await goTo(page, '2001-05/2005');
  await expect(date(page)).toHaveValue('May 2001 – Dec 2005');
  await expect(toggle(page)).toHaveAttribute('aria-pressed', 'true');
  await goTo(page, '199X');
  await expect(date(page)).toHaveValue('1990 – 1999');
  await goTo(page, '2014/2001');
  await expect(page.getByText('The range ends before it starts.')).toBeVisible();
  await date(page).press('Escape');
  await goTo(page, '15 Dec 2005');
  await expect(date(page)).toHaveValue('15 Dec 2005');
  await expect(toggle(page)).toHaveAttribute('aria-pressed', 'false');
  await goTo(page, 'winter 2005');
  await expect(date(page)).toHaveValue('28 Feb 2006');
});

test('the back button leaves a range', async ({ page }) => {
  await open(page, '/?t=2014-12-31');
  await toggle(page).click();
  await expect(page).toHaveURL(/since=2004-12-31/);
  await page.goBack();
  await expect(date(page)).toHaveValue('31 Dec 2014');
  await expect(statusSwitch(page, 'Closed')).not.toBeChecked();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in a range, ${theme}`, async ({ page, faults }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await open(page, '/?t=2014-12-31&since=2001-01-01&on=closed,cancelled');
    await expect(end(page, 'First')).toBeAttached();
    await expectNoViolation(page, faults);
  });
}

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('a finger moves an end on the one line, which stays one line', async ({ page, faults }) => {
    await open(page, '/?t=2014-12-31&since=2001-01-01&on=closed,cancelled');
    await expect(end(page, 'Last')).toBeAttached();
    const box = (await page.locator('.spark').boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    const at = (year: number) => box.x + 8 + ((year - 1980) / 66) * 122;
    const touch = await page.context().newCDPSession(page);
    const finger = (type: string, x?: number) => touch.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart', touchPoints: x === undefined ? [] : [{ x, y: box.y + 40 }],
    });
    await finger('touchStart', at(2015));
    await finger('touchMove', at(2018));
    await finger('touchMove', at(2022.5));
    await finger('touchEnd');
    await expect(date(page)).toHaveValue('2001 – 2022');
    const controls = (await page.locator('.controls').boundingBox())!;
    expect(controls.height).toBe(64);
    await expectNoViolation(page, faults);
  });

  test('the sheet of layers holds the switch', async ({ page, faults }) => {
    await open(page, '/?t=2014-12-31');
    await page.getByRole('button', { name: 'Layers' }).click();
    await toggle(page).click();
    await expect(date(page)).toHaveValue('31 Dec 2004 – 31 Dec 2014');
    await expectNoViolation(page, faults);
  });
});
