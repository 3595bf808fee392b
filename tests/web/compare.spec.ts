// Two days beside each other: two maps that move as one, and the list of what changed between them.
import { expect, expectNoViolation, mapAtRest, numberIn, open, panel, test, withoutWebGl, type Page } from './atlas';
import { difference } from './pixels';

const DAYS = '/?mode=compare&t=2001-06-30&vs=2014-06-30';

const maps = (page: Page) => page.locator('canvas.maplibregl-canvas');
const list = (page: Page) => page.getByRole('region', { name: 'What changed', exact: true });
const divider = (page: Page) => page.getByRole('slider', { name: 'Line between the two maps' });
const day = (page: Page, side: 'A' | 'B') => page.getByRole('textbox', { name: `Day ${side}` });
const middle = async (page: Page) => divider(page).boundingBox().then((box) => box!.x + box!.width / 2);
const group = (page: Page, name: string) => list(page).getByRole('region', { name, exact: true });

async function typeDay(page: Page, side: 'A' | 'B', text: string): Promise<void> {
  await day(page, side).click();
  await day(page, side).fill(text);
  await day(page, side).press('Enter');
  await mapAtRest(page);
}

test('the list is what the server says of the two days', async ({ page, request }) => {
  await open(page, DAYS);
  const answer = await (await request.get('/changes?from=2001-06-30&to=2014-06-30')).json();
  const names = { opened: 'Appeared', closed: 'Gone', changed: 'Changed', unchanged: 'Unchanged' };
  await group(page, 'Unchanged').getByRole('button', { name: 'Show' }).click();
  for (const [kind, name] of Object.entries(names)) {
    const { features, length_km: km } = answer.counts[kind];
    await expect(group(page, name).locator('li'), kind).toHaveCount(features);
    const size = await group(page, name).locator('.size').textContent();
    const lengths = km ? ` · ${Math.round(km).toLocaleString('en-GB')} km` : '';
    expect(size).toBe(`${features} feature${features === 1 ? '' : 's'}${lengths}`);
  }
  await expect(page.locator('.sentence')).toHaveText(
    `${answer.counts.opened.features} appeared, ${answer.counts.closed.features} gone, ${answer.counts.changed.features} changed, ${answer.counts.unchanged.features} unchanged`,
  );
});

test('each group says what it means, and what came into operation stands first of what changed', async ({ page }) => {
  await open(page, DAYS);
  await expect(group(page, 'Appeared')).toContainText('On the map on the later day only');
  await expect(group(page, 'Gone')).toContainText('On the map on the earlier day only');
  const turned = await group(page, 'Changed').locator('li .hidden').allTextContents();
  const began = turned.map((text) => text.endsWith('→ operating'));
  expect(new Set(began).size).toBe(2);
  expect(began).toEqual([...began].sort((a, b) => Number(b) - Number(a)));
});

test('switches and filters count for the list and its files', async ({ page, request }) => {
  await open(page, `${DAYS}&off=operating,gas&country=KZ`);
  const csv = await list(page).getByRole('link', { name: 'What changed as CSV' }).getAttribute('href');
  const geojson = await list(page).getByRole('link', { name: 'What changed as GeoJSON' }).getAttribute('href');
  const rows = (await (await request.get(`/${csv}`)).text()).trim().split('\r\n').length - 1;
  const features = (await (await request.get(`/${geojson}`)).json()).features.length;
  await group(page, 'Unchanged').getByRole('button', { name: 'Show' }).click();
  await expect(list(page).locator('li')).toHaveCount(rows);
  expect(features).toBe(rows);
  expect(rows).toBeGreaterThan(0);
});

test('a press on a line of the list shows the feature and leaves the days', async ({ page }) => {
  await open(page, DAYS);
  await group(page, 'Appeared').getByRole('button', { name: /^Kant/ }).click();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Kant');
  await expect(panel(page).locator('[data-value=status]')).toContainText('Operating since 23 Oct 2003');
  await mapAtRest(page);
  await expect(day(page, 'A')).toHaveValue('30 Jun 2001');
  await expect(day(page, 'B')).toHaveValue('30 Jun 2014');
  await panel(page).getByRole('button', { name: 'Close', exact: true }).click();
  await expect(group(page, 'Appeared').getByRole('button', { name: /^Kant/ })).toBeFocused();
});

test('the line moves by mouse and by keys', async ({ page }) => {
  await open(page, DAYS);
  const start = await middle(page);
  await page.mouse.move(start, 400);
  await page.mouse.down();
  await page.mouse.move(start - 200, 420, { steps: 4 });
  await page.mouse.up();
  expect(await middle(page)).toBeCloseTo(start - 200, 0);
  await divider(page).focus();
  await page.keyboard.press('Home');
  await expect(divider(page)).toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('End');
  await expect(divider(page)).toHaveAttribute('aria-valuenow', '100');
  await page.keyboard.press('ArrowLeft');
  await expect(divider(page)).toHaveAttribute('aria-valuenow', '98');
});

/** The bright yellow of the marker under what changed, as a share of a strip of the map left or right of the line. */
async function yellow(page: Page, clip: { x: number; y: number; width: number; height: number }): Promise<number> {
  const picture = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i]! > 235 && data[i + 1]! > 205 && data[i + 2]! < 190) count += 1;
    return count;
  }, picture);
}

test('what changed is marked on the maps, and only while days are compared', async ({ page }) => {
  await open(page, DAYS);
  const clip = { x: 330, y: 160, width: 520, height: 440 };
  await expect.poll(() => yellow(page, clip)).toBeGreaterThan(500);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await mapAtRest(page);
  await expect.poll(() => yellow(page, clip)).toBeLessThan(50);
});

test('each map has its day: what opened between them is pressed on the right and not on the left', async ({ page }) => {
  const kant = 'z=9&c=42.853,74.846';
  await open(page, `${DAYS}&${kant}`);
  const box = (await maps(page).first().boundingBox())!;
  const press = () => page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await divider(page).focus();
  await page.keyboard.press('End');
  await press();
  await expect(panel(page)).toHaveCount(0);
  await divider(page).focus();
  await page.keyboard.press('Home');
  await press();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Kant');
});

/** What one of the two maps shows round its middle, with the line moved out of its way. */
async function middleOf(page: Page, side: 'A' | 'B'): Promise<Buffer> {
  await divider(page).focus();
  await page.keyboard.press(side === 'A' ? 'End' : 'Home');
  await mapAtRest(page);
  const box = (await maps(page).first().boundingBox())!;
  return page.screenshot({ clip: { x: box.x + box.width / 2 - 30, y: box.y + box.height / 2 - 30, width: 60, height: 60 } });
}

for (const [what, place, judged] of [
  ['what ended between the days has its verdict on the first map alone', 'c=40.87,47.8', 'A'], // Gabala radar station
  ['what opened between them has it on the second alone', 'c=47.496,85.658', 'B'], // Zaisan–Jeminay
] as const) {
  test(what, async ({ page }) => {
    const shots = async (path: string) => {
      await open(page, path);
      return { A: await middleOf(page, 'A'), B: await middleOf(page, 'B') };
    };
    const plain = await shots(`${DAYS}&z=9&${place}`);
    const withVerdicts = await shots(`${DAYS}&z=9&${place}&outcomes=1`);
    for (const side of ['A', 'B'] as const) {
      const differing = await difference(page, plain[side], withVerdicts[side]);
      if (side === judged) expect(differing, side).toBeGreaterThan(0.02);
      else expect(differing, side).toBeLessThan(0.005);
    }
  });
}

test('the legend of plan against outcome counts both days', async ({ page }) => {
  const counts = async (path: string) => {
    await open(page, path);
    if (path.includes('compare')) await page.getByRole('button', { name: 'Layers and status' }).click();
    const rows = page.getByRole('list', { name: 'Plan against outcome' }).getByRole('listitem');
    await expect(rows.first()).toBeVisible();
    return rows.evaluateAll((all) => all.map((row) => row.lastElementChild!.textContent!));
  };
  const first = await counts('/?t=2001-06-30&outcomes=1');
  const second = await counts('/?t=2014-06-30&outcomes=1');
  expect(second).not.toEqual(first);
  expect(await counts(`${DAYS}&outcomes=1`)).toEqual(first.map((count, i) => `${count} → ${second[i]}`));
});

test('both days are typed, and the slider moves the one it is told to', async ({ page }) => {
  await open(page, DAYS);
  await typeDay(page, 'B', '2009');
  await expect(day(page, 'B')).toHaveValue('31 Dec 2009');
  await expect(page).toHaveURL(/t=2001-06-30.*vs=2009-12-31/);
  const slider = page.getByRole('slider', { name: /^Day [AB] on the map$/ });
  await expect(slider).toHaveAccessibleName('Day B on the map');
  await slider.focus();
  await page.keyboard.press('PageDown');
  await expect(day(page, 'B')).toHaveValue('31 Dec 2008');
  await page.getByRole('radio', { name: 'Day A' }).check();
  await slider.focus();
  await page.keyboard.press('PageUp');
  await expect(day(page, 'A')).toHaveValue('30 Jun 2002');
  await expect(day(page, 'B')).toHaveValue('31 Dec 2008');
  await typeDay(page, 'A', 'soon');
  await expect(page.locator('.help').filter({ hasText: 'Write a year, a month or a day' })).toBeVisible();
});

test('a day before the usual years lies on the axis, and keys move it from there', async ({ page }) => {
  await open(page, '/?mode=compare&t=2014-06-30&vs=1950-06-30');
  await page.getByRole('radio', { name: 'Day B' }).check();
  const slider = page.getByRole('slider', { name: 'Day B on the map' });
  await slider.press('PageUp');
  await expect(day(page, 'B')).toHaveValue('30 Jun 1951');
});

test('a press on the years takes the day that is nearer', async ({ page }) => {
  await open(page, DAYS);
  const slider = (await page.getByRole('slider', { name: /^Day [AB] on the map$/ }).boundingBox())!;
  const at = (year: number) => slider.x + 8 + ((year - 1980) / 66) * (slider.width - 16);
  await page.mouse.click(at(2016.5), slider.y + 30);
  await expect(day(page, 'B')).toHaveValue(/ 2016$/);
  await page.mouse.click(at(1996.5), slider.y + 30);
  await expect(day(page, 'A')).toHaveValue(/ 1996$/);
  await expect(day(page, 'B')).toHaveValue(/ 2016$/);
});

test('the address brings back days, layout and list; history leads back', async ({ page }) => {
  await open(page, `${DAYS}&side=1`);
  await expect(maps(page)).toHaveCount(2);
  await expect(divider(page)).toHaveCount(0);
  await page.reload();
  await mapAtRest(page);
  await expect(maps(page)).toHaveCount(2);
  await expect(day(page, 'B')).toHaveValue('30 Jun 2014');
  const [left, right] = await Promise.all([maps(page).nth(0).boundingBox(), maps(page).nth(1).boundingBox()]);
  expect(Math.abs(left!.width - right!.width)).toBeLessThanOrEqual(2);
  expect(left!.x + left!.width).toBeLessThanOrEqual(right!.x + 1);
  await page.getByRole('button', { name: 'Side by side' }).click();
  await expect(divider(page)).toBeVisible();
  await page.goBack();
  await expect(divider(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await expect(maps(page)).toHaveCount(1);
  await page.goBack();
  await expect(maps(page)).toHaveCount(2);
  await expect(day(page, 'A')).toHaveValue('30 Jun 2001');
});

test('a comparison opened over the opening view names it, and looks the same from its address', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await mapAtRest(page);
  await expect(page).toHaveURL(/[?&]z=[\d.]+&c=.+&vs=2026-11-24/);
  const clip = { x: 330, y: 160, width: 180, height: 440 };
  const sent = await page.screenshot({ clip });
  await open(page, page.url().replace(/^https?:\/\/[^/]+/, ''));
  expect(await difference(page, sent, await page.screenshot({ clip }))).toBeLessThan(0.1); // the address rounds a little
});

test('the list is of what was known on another day', async ({ page, request }) => {
  await open(page, `${DAYS}&k=2003-01-01`);
  const answer = await (await request.get('/changes?from=2001-06-30&to=2014-06-30&as-of=2003-01-01')).json();
  await expect(group(page, 'Appeared').locator('li')).toHaveCount(answer.counts.opened.features);
});

test('entered and left five times, one map remains and the day is what it was', async ({ page }) => {
  await open(page, '/?t=2014-06-30');
  for (let turn = 0; turn < 5; turn++) {
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await expect(maps(page)).toHaveCount(2);
    await mapAtRest(page);
    await expect(day(page, 'A')).toHaveValue('31 Dec 2004');
    await expect(day(page, 'B')).toHaveValue('30 Jun 2014');
    await page.getByRole('button', { name: 'Map', exact: true }).click();
    await expect(maps(page)).toHaveCount(1);
    await mapAtRest(page);
  }
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('30 Jun 2014');
  await expect(list(page)).toHaveCount(0);
});

test('a range is compared by its ends and comes back, unless a day was moved', async ({ page }) => {
  await open(page, '/?t=2014-12-31&since=2001-01-01&on=closed,cancelled');
  const mode = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await mode('Compare');
  await expect(day(page, 'A')).toHaveValue('1 Jan 2001');
  await expect(day(page, 'B')).toHaveValue('31 Dec 2014');
  await mode('Map');
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('2001 – 2014');
  await expect(page.getByRole('checkbox', { name: 'Closed', exact: true })).toBeChecked();
  await mode('Compare');
  await typeDay(page, 'A', '2005');
  await mode('Map');
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('31 Dec 2005');
  await expect(page.getByRole('checkbox', { name: 'Closed', exact: true })).not.toBeChecked();
  await mode('Compare');
  await expect(day(page, 'A')).toHaveValue('31 Dec 2005');
  await expect(day(page, 'B')).toHaveValue('31 Dec 2014');
});

for (const [side, iso, name] of [['A', '2001-06-30', '30 Jun 2001'], ['B', '2014-06-30', '30 Jun 2014']] as const) {
  test(`with day ${side} chosen, card, events and files are of it`, async ({ page }) => {
    const card = page.getByRole('region', { name: 'Layers', exact: true });
    const told = async () => ({
      operating: await card.locator('.row', { hasText: 'Operating' }).locator('.count').textContent(),
      events: await page.getByRole('button', { name: /^\d+ events?$/ }).textContent(),
    });
    await open(page, `/?t=${iso}`);
    const alone = await told();
    await open(page, `${DAYS}&at=${side}`);
    await page.getByRole('button', { name: 'Layers and status' }).click();
    await expect(card).toContainText(name);
    expect(await told()).toEqual(alone);
    await page.getByRole('button', { name: 'Take it away' }).click();
    const menu = page.getByRole('group', { name: 'Take it away' });
    await expect(menu).toContainText(`day ${side} of the comparison`);
    const count = numberIn(await menu.getByText(`features of this map, ${name}`).textContent());
    const url = await menu.getByRole('link', { name: 'Features as GeoJSON' }).getAttribute('href');
    expect((await (await page.request.get(`/${url}`)).json()).features).toHaveLength(count);
  });
}

test('the words of the tabs stay apart in every language', async ({ page }) => {
  for (const lang of ['ru', 'kk', 'uz', 'tg']) {
    await open(page, `${DAYS}&lang=${lang}`);
    const words = await page.locator('.tabs button').evaluateAll((tabs) => tabs.map((tab) => {
      const range = document.createRange();
      range.selectNodeContents(tab);
      const { left, right, top } = range.getBoundingClientRect();
      return { left, right, top };
    }));
    expect(words, lang).toHaveLength(4);
    for (const [i, { left, top }] of words.entries()) {
      if (i && words[i - 1]!.top === top) expect(left - words[i - 1]!.right, lang).toBeGreaterThan(6);
    }
  }
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test('axe finds nothing, under the line and beside each other', async ({ page, faults }) => {
      await open(page, DAYS);
      await group(page, 'Unchanged').getByRole('button', { name: 'Show' }).click();
      await expectNoViolation(page, faults);
      await page.getByRole('button', { name: 'Side by side' }).click();
      await mapAtRest(page);
      await expectNoViolation(page, faults);
    });
  });
}

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the line by finger, the maps one above the other, the list in a sheet', async ({ page, faults }) => {
    await open(page, DAYS);
    await expectNoViolation(page, faults);
    const start = await middle(page);
    const finger = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number) =>
      finger.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: 390 }] });
    await touch('touchStart', start);
    await touch('touchMove', start + 40);
    await touch('touchMove', start + 90);
    await touch('touchEnd', start + 90);
    await expect.poll(() => middle(page)).toBeCloseTo(start + 90, 0);
    const knob = (await divider(page).boundingBox())!;
    expect(knob.width).toBeGreaterThanOrEqual(44);

    await list(page).getByRole('button', { name: 'Side by side' }).click();
    await mapAtRest(page);
    const [above, below] = await Promise.all([maps(page).nth(0).boundingBox(), maps(page).nth(1).boundingBox()]);
    expect(above!.y + above!.height).toBeLessThanOrEqual(below!.y + 1);
    expect(Math.abs(above!.height - below!.height)).toBeLessThanOrEqual(2);
    await list(page).getByRole('button', { name: /^Height of this sheet/ }).click();
    await expectNoViolation(page, faults);
    await list(page).getByRole('button', { name: 'Close', exact: true }).click();
    await expect(list(page)).toHaveCount(0);
    await page.getByRole('button', { name: 'What changed' }).click();
    await expect(group(page, 'Appeared').locator('li').first()).toBeVisible();
  });
});

for (const [width, height] of [[1280, 800], [390, 844]] as const) {
  test(`without WebGL the days and what changed between them are told, ${width} px wide`, async ({ page, faults }) => {
    await page.setViewportSize({ width, height });
    await withoutWebGl(page);
    await page.goto('/?mode=compare&t=2014-06-03&vs=2001-06-30');
    await expect(page.getByText('This browser cannot draw the maps.')).toBeVisible();
    const days = page.getByRole('group', { name: 'The days that are compared' });
    await expect(days.getByRole('textbox', { name: 'Day A' })).toHaveValue('3 Jun 2014');
    await expect(days.getByRole('textbox', { name: 'Day B' })).toHaveValue('30 Jun 2001');
    await expect(page.getByRole('table'), 'the list stands in for the maps').toHaveCount(0);
    const opened = page.getByRole('region', { name: 'Appeared', exact: true }).locator('.size');
    const before = await opened.textContent();
    const dayB = days.getByRole('textbox', { name: 'Day B' });
    await dayB.focus();
    await expect(dayB, 'the day as it may be typed').toHaveValue('2001-06-30');
    await dayB.fill('1995');
    await dayB.press('Enter');
    await expect(page).toHaveURL(/vs=1995/);
    await expect(opened).not.toHaveText(before!);
    await expectNoViolation(page, faults);
    faults.console.length = 0; // the library reports what it lacks
  });
}
