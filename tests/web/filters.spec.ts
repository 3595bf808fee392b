// Filters: what they keep is the same in the card, the sentence and the files of the server, and the address carries it.
import { drawnYears, expect, expectNoViolation, goTo, mapAtRest, numberIn, open, sentence, test, type Page } from './atlas';

const DAYS = [
  '1991-12-31', '1994-06-30', '1996-01-01', '1997-12-31', '1999-06-30', '2000-12-31', '2001-12-31', '2002-12-31',
  '2003-12-31', '2004-12-31', '2005-12-15', '2006-12-31', '2008-06-30', '2009-12-31', '2012-12-31', '2014-06-03',
  '2017-06-09', '2020-12-31', '2024-07-04', '2026-11-24',
];
const SETS = [
  'country=KZ,UZ&quality=coarse,surveyed',
  'member=sco&certainty=certain',
  'outcome=late,overdue&sourced=yes',
  'q=oil pipeline',
];
const LAYERS = 'pipelines,corridors,zones,bases';
const SHOWN = 'proposed,reported,agreed,construction,operating,idle,shelved';

const fold = (page: Page, name: string | RegExp) => page.getByRole('button', { name, expanded: false });
const chips = (page: Page) => page.getByRole('group', { name: 'Filters that are set' });
const inCard = async (page: Page) => numberIn(await page.getByText(/\d+ of \d+ shown/).textContent());

/** How many features the file of a day holds. */
async function inFile(page: Page, filters: string, day: string): Promise<number> {
  const response = await page.request.get(`/download/${LAYERS}.geojson?datetime=${day}&status=${SHOWN}&${filters}`);
  expect(response.status(), await response.text()).toBe(200);
  return (await response.json()).features.length;
}

for (const filters of SETS) {
  test(`card, sentence, years, table and file agree on twenty days: ${filters}`, async ({ page }) => {
    test.slow();
    await open(page, `/?t=${DAYS[0]}&${filters}`);
    await expect(chips(page)).toBeVisible();
    const years = await drawnYears(page);
    for (const day of DAYS) {
      await goTo(page, day);
      const expected = await inFile(page, filters, day);
      expect(numberIn(await sentence(page).textContent()), `${day}: sentence`).toBe(expected);
      expect(await inCard(page), `${day}: card`).toBe(expected);
      const year = Number(day.slice(0, 4));
      const bar = await inFile(page, filters, `${year}-12-31`);
      expect(years.find((drawn) => drawn.year === year)?.count, `${year}: bar, seen from ${DAYS[0]}`).toBe(bar);
      expect((await drawnYears(page)).find(({ chosen }) => chosen), `${day}: bar`).toEqual({ year, count: bar, chosen: true });
    }
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    for (const day of DAYS) {
      await goTo(page, day);
      const count = numberIn(await sentence(page).textContent());
      await expect(page.getByRole('heading', { name: new RegExp(`^${count} features?\\b`) }), `${day}: table`).toBeVisible();
      expect(count, `${day}: sentence above the table`).toBe(await inFile(page, filters, day));
    }
  });
}

test('a year that is pointed at, and what changed in one, are judged on days of their own', async ({ page }) => {
  await open(page, '/?t=1995-06-30&member=eaeu');
  const years = await drawnYears(page);
  const inYear = (year: number) => years.find((drawn) => drawn.year === year)!.count;
  expect([inYear(2013), inYear(2020) > 0]).toEqual([0, true]); // the union began in 2015
  const box = (await page.locator('.years').boundingBox())!;
  await page.mouse.move(box.x + 44 + (40.5 / 66) * (box.width - 64), box.y + 30);
  await expect(sentence(page)).toContainText(`2020: ${inYear(2020)} features`);
  await page.mouse.move(400, 300);
  await goTo(page, '2015-06-30');
  const { counts } = await (await page.request.get(`/changes?from=2014-12-31&to=2015-12-31&member=eaeu`)).json();
  await expect(sentence(page)).toContainText(`${counts.opened.features + counts.closed.features + counts.changed.features} changed this year`);
});

test('a value is counted as if its facet were not set, and choosing it shows that many', async ({ page }) => {
  await open(page, '/?t=2012-06-01');
  await fold(page, 'Filters').click();
  await fold(page, 'Country').click();
  const row = page.getByRole('listitem').filter({ has: page.getByRole('checkbox', { name: 'Kyrgyzstan', exact: true }) });
  const count = numberIn(await row.locator('.count').textContent());
  await page.getByRole('checkbox', { name: 'Kyrgyzstan', exact: true }).check();
  await mapAtRest(page);
  expect(numberIn(await sentence(page).textContent())).toBe(count);
  expect(numberIn(await row.locator('.count').textContent())).toBe(count);
  await expect(page).toHaveURL(/country=KG/);
});

test('an actor is found by its name in a long list, with what it does', async ({ page }) => {
  await open(page, '/?t=2012-06-01');
  await fold(page, 'Filters').click();
  await fold(page, /^Owner, operator/).click();
  await page.getByRole('textbox', { name: 'Search in: Owner, operator, lender, user' }).fill('kaztransoil');
  const found = page.getByRole('checkbox', { name: /KazTransOil/i }).first();
  const row = page.getByRole('listitem').filter({ has: found });
  await expect(row.locator('small')).toContainText(/owner|operator/i);
  const count = numberIn(await row.locator('.count').textContent());
  await found.check();
  await mapAtRest(page);
  expect(numberIn(await sentence(page).textContent())).toBe(count);
});

test('chips go by keyboard, one by one or all at once', async ({ page }) => {
  await open(page, '/?t=2012-06-01&country=KZ,KG&sourced=yes&q=a');
  const before = numberIn(await sentence(page).textContent());
  const buttons = chips(page).getByRole('button');
  await expect(buttons).toHaveCount(5);
  await page.getByRole('button', { name: 'Remove filter: Kyrgyzstan' }).focus();
  await page.keyboard.press('Enter');
  await expect(buttons).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Remove filter: Sourced' })).toBeFocused();
  expect(numberIn(await sentence(page).textContent())).toBeLessThan(before);
  await page.getByRole('button', { name: 'Clear all' }).focus();
  await page.keyboard.press('Enter');
  await expect(chips(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/country|sourced|q=/);
  await expect(page.getByText(/^\d+ shown$/)).toBeVisible();
});

test('the address carries filters into another page, and back and forward go through them', async ({ page, context }) => {
  await open(page, '/?t=2012-06-01');
  const all = numberIn(await sentence(page).textContent());
  await fold(page, 'Filters').click();
  await fold(page, 'Sources').click();
  await page.getByRole('checkbox', { name: 'Unsourced' }).check();
  await expect(page).toHaveURL(/sourced=no/);
  const some = numberIn(await sentence(page).textContent());
  expect(some).toBeLessThan(all);

  const other = await context.newPage();
  await open(other, page.url());
  expect(numberIn(await sentence(other).textContent())).toBe(some);
  await other.close();

  await page.goBack();
  await expect(chips(page)).toHaveCount(0);
  expect(numberIn(await sentence(page).textContent())).toBe(all);
  await page.goForward();
  await expect(page.getByRole('button', { name: 'Remove filter: Unsourced' })).toBeVisible();
  expect(numberIn(await sentence(page).textContent())).toBe(some);
});

test('a text keeps what has it in a name', async ({ page }) => {
  await open(page, '/?t=2012-06-01');
  await fold(page, 'Filters').click();
  await page.getByRole('textbox', { name: 'Text in the name' }).fill('central asia');
  await expect(page.getByRole('button', { name: 'Remove filter: “central asia” in the name' })).toBeVisible();
  const kept = numberIn(await sentence(page).textContent());
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(20);
});

test('filters that keep nothing are told, and one press shows all', async ({ page }) => {
  await open(page, '/?t=2012-06-01&q=zzzz');
  await expect(page.getByText(/All \d+ features are hidden by your filters\./)).toBeVisible();
  await page.getByRole('button', { name: 'Show all', exact: true }).click();
  await expect(chips(page)).toHaveCount(0);
  expect(numberIn(await sentence(page).textContent())).toBeGreaterThan(50);
});

test('switches that are off are chips like any filter, and the numbers say of how many', async ({ page }) => {
  await open(page, '/?t=2012-06-01');
  const all = numberIn(await sentence(page).textContent());
  await open(page, '/?t=2012-06-01&off=gas,operating&on=closed');
  await expect(chips(page).getByRole('button')).toHaveText(['Gas pipeline: off', 'Operating: off', 'Closed: on', 'Clear all']);
  await expect(sentence(page)).toContainText(/^\d+ of \d+ features/);
  expect(await inCard(page)).toBeLessThan(all);
  await page.getByRole('button', { name: 'Remove filter: Operating: off' }).click();
  await expect(page.getByRole('checkbox', { name: 'Operating', exact: true })).toBeChecked();
  await expect(page).not.toHaveURL(/operating/);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(page.getByRole('checkbox', { name: 'Closed', exact: true })).not.toBeChecked();
  await expect(page.getByText(`${all} shown`, { exact: true })).toBeVisible();
  await expect(page).not.toHaveURL(/on=|off=/);
});

test('many switches that are off are one chip; a press on a box moves no row', async ({ page }) => {
  await open(page, '/?t=2012-06-01');
  const pipelines = page.getByRole('checkbox', { name: 'Pipelines', exact: true });
  const before = await pipelines.boundingBox();
  for (const name of ['Pipelines', 'Corridors', 'Zones']) await page.getByRole('checkbox', { name, exact: true }).uncheck();
  await expect(chips(page).getByRole('button')).toHaveText(['Pipelines: off', 'Corridors: off', 'Zones: off', 'Clear all']);
  expect(await pipelines.boundingBox()).toEqual(before);
  await page.getByRole('checkbox', { name: 'Operating', exact: true }).uncheck();
  await expect(chips(page).getByRole('button')).toHaveText(['4 switched off', 'Clear all']);
  await page.getByRole('button', { name: 'Remove filter: 4 switched off' }).click();
  await expect(chips(page)).toHaveCount(0);
  await expect(pipelines).toBeChecked();
});

test('values that nobody knows keep nothing and break nothing', async ({ page }) => {
  await open(page, '/?t=2012-06-01&country=nowhere,Kz!');
  await expect(page.getByRole('button', { name: 'Remove filter: nowhere' })).toBeVisible();
  await expect(sentence(page)).toContainText('hidden by your filters');
});

for (const scheme of ['light', 'dark'] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });
    test('axe finds nothing with filters open and set', async ({ page, faults }) => {
      await open(page, '/?t=2012-06-01&country=KZ&sourced=yes');
      await fold(page, /^Filters/).click();
      await fold(page, /^Country/).click();
      await expect(page.getByRole('checkbox', { name: 'Kazakhstan', exact: true })).toBeChecked();
      await expectNoViolation(page, faults);
    });
  });
}

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('a table with switches off says so', async ({ page }) => {
    await open(page, '/?t=2012-06-01&off=gas,operating&mode=table');
    await expect(page.getByRole('button', { name: 'Remove filter: Operating: off' })).toBeInViewport();
    const heading = page.getByRole('heading', { level: 2, name: /^\d+ features/ });
    await expect(heading).toBeVisible();
    const [chip, text] = await Promise.all([chips(page).boundingBox(), heading.boundingBox()]);
    expect(text!.y, 'the chips lie over no word of the table').toBeGreaterThanOrEqual(chip!.y + chip!.height);
  });

  test('chips lie over the map, large enough for a finger', async ({ page, faults }) => {
    await open(page, '/?t=2012-06-01&country=KZ,KG');
    const chip = page.getByRole('button', { name: 'Remove filter: Kyrgyzstan' });
    expect((await chip.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    await expectNoViolation(page, faults);
    await page.getByRole('button', { name: 'Layers' }).click();
    await expect(page.getByText(/\d+ of \d+ shown/)).toBeVisible();
    await fold(page, /^Filters/).click();
    await expectNoViolation(page, faults);
    await chip.click();
    await expect(chip).toHaveCount(0);
    await expect(page).toHaveURL(/country=KZ(&|$)/);
  });
});
