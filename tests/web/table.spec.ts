// The table of what is on the map: the same number of features, any order, every row a way to its record.
import { expect, expectNoViolation, numberIn, open, panel, sentence, test, withoutWebGl, type Page } from './atlas';
import { difference } from './pixels';

const table = (page: Page) => page.getByRole('table');
const rows = (page: Page) => table(page).locator('tbody tr[aria-rowindex]');
const rowCount = async (page: Page) => Number(await table(page).getAttribute('aria-rowcount')) - 1;
const columnAt = async (page: Page, name: string) => {
  const heads = await table(page).getByRole('columnheader').allTextContents();
  return heads.findIndex((head) => head.trim().startsWith(name));
};
/** The words of a column in the rows that are drawn, from the top. */
async function cells(page: Page, name: string): Promise<string[]> {
  const at = await columnAt(page, name);
  return rows(page).evaluateAll((all, index) => all.map((row) => row.children[index]!.textContent!.trim()), at);
}
const head = (page: Page, name: string) => table(page).getByRole('columnheader', { name: new RegExp(`^${name}`) });
const sortBy = (page: Page, name: string) => head(page, name).getByRole('button').click();

async function openTable(page: Page, query = 't=2012-06-30'): Promise<void> {
  await open(page, `/?mode=table&${query}`);
  await expect(rows(page).first()).toBeVisible();
}

test('the rows are the features of the sentence and the events of the card', async ({ page }) => {
  await openTable(page);
  const features = numberIn(await sentence(page).textContent());
  await expect(page.getByRole('heading', { name: `${features} features and 2 events` })).toBeVisible();
  expect(await rowCount(page)).toBe(features + 2);

  await page.getByRole('checkbox', { name: 'Pipelines', exact: true }).uncheck();
  const fewer = numberIn(await sentence(page).textContent());
  expect(fewer).toBeLessThan(features);
  await expect.poll(() => rowCount(page)).toBe(fewer + 2);
});

test('the bar of modes goes to the table and back, and the address says so', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(table(page)).toBeVisible();
  await expect(page).toHaveURL(/mode=table/);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await expect(table(page)).toHaveCount(0);
});

test('only the rows in view are drawn, and scrolling comes to the last one', async ({ page }) => {
  await openTable(page);
  const all = await rowCount(page);
  expect(await rows(page).count()).toBeLessThan(all / 2);
  await table(page).locator('..').evaluate((scroller) => { scroller.scrollTop = scroller.scrollHeight; });
  await expect(table(page).locator(`tr[aria-rowindex="${all + 1}"]`)).toBeVisible();
  await expect(table(page).locator('tr[aria-rowindex="2"]')).toHaveCount(0);
});

test('every column sorts both ways and says so', async ({ page }) => {
  await openTable(page);
  await expect(head(page, 'Status')).toHaveAttribute('aria-sort', 'ascending');
  expect((await cells(page, 'Status'))[0]).toBe('Proposed');

  await sortBy(page, 'Name');
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'ascending');
  await expect(head(page, 'Status')).not.toHaveAttribute('aria-sort');
  const names = await cells(page, 'Name');
  expect(names).toEqual([...names].sort(new Intl.Collator('en', { numeric: true }).compare));
  await sortBy(page, 'Name');
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(async () => (await cells(page, 'Name'))[0]).not.toBe(names[0]);

  await sortBy(page, 'Sources');
  const sources = (await cells(page, 'Sources')).map(Number);
  expect(sources).toEqual([...sources].sort((a, b) => b - a));
});

test('plan and outcome stand in each row: the longest delay first, then the earliest', async ({ page }) => {
  await openTable(page);
  await sortBy(page, 'Plan and outcome');
  await expect(head(page, 'Plan and outcome')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(async () => (await cells(page, 'Plan and outcome'))[0]).toMatch(/^Promised for .*: overdue by 2\d years/);
  await sortBy(page, 'Plan and outcome');
  await expect.poll(async () => (await cells(page, 'Plan and outcome'))[0]).toMatch(/^Promised for .*, came about .*: \d+ days early/);
});

test('a promise of a closing is told as one, in the words of the record, with the day it is counted to', async ({ page }) => {
  await openTable(page, 't=2012-06-30&q=Baikonur');
  await expect(head(page, 'Plan and outcome')).toContainText('as of 24 Nov 2026');
  const row = rows(page).first();
  await expect(row).toContainText('Closing promised for 2014: overdue by 11 years');
  await expect(row.locator('.plan')).toHaveText(/closing 2014\s*overdue by 11 years/);
  await page.getByRole('button', { name: 'Baikonur', exact: true }).click();
  await expect(panel(page)).toContainText('Closing promised for 2014 → overdue by 11 years');
});

test('what is shelved is not called given up, in the table and in the record', async ({ page }) => {
  await openTable(page, 't=2012-06-30&q=Altai');
  await expect(rows(page).first()).toContainText('Promised for 2011: shelved');
  await rows(page).first().click();
  await expect(panel(page)).toContainText('Promised for 2011 → shelved');
});

test('the length of a line is said to be that of the drawing', async ({ page }) => {
  await openTable(page, 't=2012-06-30&q=TAPI');
  await expect(head(page, 'Size')).toContainText('km as drawn');
  await expect.poll(async () => (await cells(page, 'Size'))[0]).toContain('1,838 km as drawn');
});

test('all columns fit a window of 1440, and in one of 1280 none is cut within', async ({ page }) => {
  const widths = () => table(page).locator('..').evaluate((scroller) => ({
    seen: scroller.clientWidth, whole: scroller.scrollWidth,
    ends: [...scroller.querySelectorAll('thead th')].map((head) => Math.round(head.getBoundingClientRect().right - scroller.getBoundingClientRect().left)),
  }));
  await page.setViewportSize({ width: 1440, height: 900 });
  await openTable(page);
  const wide = await widths();
  expect(wide.whole).toBe(wide.seen);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(async () => (await widths()).ends).toContain((await widths()).seen);
});

test('columns are chosen and kept', async ({ page }) => {
  await openTable(page);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Owners and others' }).check();
  await page.getByRole('checkbox', { name: 'Countries' }).uncheck();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('group', { name: 'Columns of the table' })).toHaveCount(0);
  await expect(head(page, 'Owners and others')).toBeAttached();
  await page.reload();
  await expect(head(page, 'Owners and others')).toBeAttached();
  await expect(head(page, 'Countries')).toHaveCount(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'As at first' }).click();
  await expect(head(page, 'Countries')).toBeAttached();
});

test('a row opens its record beside the table, and closing it comes back to the row', async ({ page }) => {
  await openTable(page);
  const tapi = page.getByRole('button', { name: 'TAPI', exact: true });
  await tapi.click();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Turkmenistan');
  await expect(page).toHaveURL(/\/feature\/.*mode=table/);
  await expect(rows(page).filter({ has: tapi })).toHaveAttribute('aria-current', 'true');
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await expect(tapi).toBeFocused();
});

/** Kant alone, its symbol above the table, where the cards leave the map free. */
const KANT = 't=2012-06-30&q=Kant&z=9&c=42.5563,75.0383';
const aboveTable = { x: 500, y: 32 };
const groundOf = (page: Page, name: string) => rows(page).filter({ has: page.getByRole('button', { name, exact: true }) })
  .locator('th').evaluate((cell) => getComputedStyle(cell).backgroundColor);

test('the row under the pointer is marked, as is its feature on the map', async ({ page }) => {
  await openTable(page, KANT);
  const around = { x: aboveTable.x - 20, y: aboveTable.y - 20, width: 40, height: 40 };
  const plain = { row: await groundOf(page, 'Kant'), map: await page.screenshot({ clip: around }) };
  const onMap = async () => difference(page, plain.map, await page.screenshot({ clip: around }));
  await page.getByRole('button', { name: 'Kant', exact: true }).hover();
  await expect.poll(() => groundOf(page, 'Kant')).not.toBe(plain.row);
  await expect.poll(onMap, 'a ring round the symbol').toBeGreaterThan(0.05);
  await page.mouse.move(200, 20);
  await expect.poll(() => groundOf(page, 'Kant')).toBe(plain.row);
  await expect.poll(onMap, 'the ring has left').toBeLessThan(0.01);
});

test('the feature under the pointer on the map is marked in its row', async ({ page }) => {
  await openTable(page, KANT);
  const plain = await groundOf(page, 'Kant');
  await page.mouse.move(aboveTable.x, aboveTable.y, { steps: 3 });
  await expect.poll(() => groundOf(page, 'Kant')).not.toBe(plain);
  await page.mouse.move(aboveTable.x + 120, aboveTable.y, { steps: 3 });
  await expect.poll(() => groundOf(page, 'Kant')).toBe(plain);
});

test('the files hold exactly the rows', async ({ page }) => {
  await openTable(page, 't=2012-06-30&off=gas');
  const features = numberIn(await sentence(page).textContent());
  const file = async (name: string) => {
    const href = await page.getByRole('link', { name, exact: true }).getAttribute('href');
    return (await page.request.get(`/${href}`)).json();
  };
  const things = await file('Features of this table as GeoJSON');
  const events = await file('Events of this table as GeoJSON');
  expect(things.features).toHaveLength(features);
  expect(things.features.length + events.features.length).toBe(await rowCount(page));
  const csv = await page.request.get(`/${await page.getByRole('link', { name: 'Features of this table as CSV', exact: true }).getAttribute('href')}`);
  expect(csv.headers()['content-type']).toContain('text/csv');
});

test('the keyboard alone sorts, goes through the rows and opens one', async ({ page }) => {
  await openTable(page);
  await head(page, 'Name').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(head(page, 'Name')).toHaveAttribute('aria-sort', 'ascending');
  // Past the other heads there is one stop for all rows.
  const others = await table(page).getByRole('columnheader').count();
  for (let i = 0; i < others; i++) await page.keyboard.press('Tab');
  const focused = () => page.evaluate(() => Number(document.activeElement?.closest('tr')?.getAttribute('aria-rowindex')));
  expect(await focused()).toBe(2);
  await page.keyboard.press('ArrowDown');
  await expect.poll(focused).toBe(3);
  await page.keyboard.press('PageDown');
  await expect.poll(focused).toBe(13);
  await page.keyboard.press('End');
  await expect.poll(focused).toBe((await rowCount(page)) + 1);
  const name = await page.evaluate(() => document.activeElement!.textContent);
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('heading', { level: 2 })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: name!, exact: true })).toBeFocused();
});

test('a day without anything says so', async ({ page }) => {
  await open(page, '/?mode=table&t=1900-01-01');
  await expect(page.getByText('Nothing that is switched on stands on this day.')).toBeVisible();
});

test('the side at which there are more columns is shaded, and no other', async ({ page }) => {
  await openTable(page);
  const sides = () => page.locator('.frame').evaluate((frame) => ['before', 'after'].filter((side) => frame.querySelector(`.${side}`)));
  const scrollTo = (left: number) => table(page).locator('..').evaluate((scroller, left) => { scroller.scrollLeft = left; }, left);
  expect(await sides()).toEqual(['after']);
  await scrollTo(20);
  await expect.poll(sides).toEqual(['before', 'after']);
  await scrollTo(5000);
  await expect.poll(sides).toEqual(['before']);
  await page.setViewportSize({ width: 1900, height: 800 });
  await expect.poll(sides).toEqual([]);
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test('axe finds nothing in the table, with the choice of columns and beside a record', async ({ page, faults }) => {
      await openTable(page);
      await expectNoViolation(page, faults);
      await page.getByRole('button', { name: 'Columns' }).click();
      await expectNoViolation(page, faults);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'TAPI', exact: true }).click();
      await expect(panel(page).getByRole('heading', { level: 2 })).toBeVisible();
      await expectNoViolation(page, faults);
    });
  });
}

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('name, status and date fit; the others are to the side, beside names that stay', async ({ page, faults }) => {
    await openTable(page);
    for (const name of ['Name', 'Status', 'Since']) await expect(head(page, name)).toBeInViewport({ ratio: 0.9 });
    await expect(head(page, 'Sources')).not.toBeInViewport();
    expect((await rows(page).first().boundingBox())!.height).toBe(44);
    await expectNoViolation(page, faults);

    const name = page.getByRole('button', { name: 'TAPI', exact: true });
    const left = (await name.boundingBox())!.x;
    await table(page).locator('..').evaluate((scroller) => { scroller.scrollLeft = 400; });
    await expect(head(page, 'Plan and outcome')).toBeInViewport();
    expect((await name.boundingBox())!.x).toBe(left);

    await name.tap();
    await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Turkmenistan');
  });
});

test('without WebGL the table stands in for the map', async ({ page, faults }) => {
  await withoutWebGl(page);
  await page.goto('/?t=2012-06-30');
  await expect(page.getByText('This browser cannot draw the map. The table shows the same features.')).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  expect(await rowCount(page)).toBe(numberIn(await sentence(page).textContent()) + 2);
  await expectNoViolation(page, faults);
  faults.console.length = 0; // the library reports what it lacks
});
