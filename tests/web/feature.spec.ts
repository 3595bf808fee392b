// The panel of a feature: opened by a link, every value with its source, and what its buttons do.
import { readFile } from 'node:fs/promises';
import { expect, open, panel, results, test, type Page } from './atlas';
import { difference } from './pixels';

const TEN = [
  'pipelines/atasu-alashankou', 'pipelines/beineu-bozoi-shymkent', 'pipelines/tapi', 'corridors/cku-railway-makmal',
  'corridors/bishkek-naryn-torugart-road', 'zones/khorgos-icbc', 'bases/manas-transit-center', 'bases/karshi-khanabad-k2',
  'events/sco-summit-2004', 'events/khorgos-ftz-agreement-2004',
];

/** Values in the panel that name neither a source nor the word "unsourced". */
const orphans = (page: Page) => panel(page).locator('[data-value]').evaluateAll((values) =>
  values.filter((value) => {
    const sources = [...value.querySelectorAll('[data-source]')];
    const named = sources.filter((s) => (s.textContent ?? '').trim() !== '');
    return named.length === 0 || sources.some((s) => s.getAttribute('data-source') === 'unsourced' && s.textContent?.trim() !== 'unsourced');
  }).map((value) => value.textContent));

test('a link opens Atasu–Alashankou with its life, its promise and its sources', async ({ page }) => {
  await open(page, '/feature/atasu-alashankou?t=2005-12-15');
  const record = panel(page);
  await expect(record.getByRole('heading', { level: 2 })).toContainText('Atasu');
  await expect(record).toContainText('阿塔苏—阿拉山口原油管道');
  await expect(record.locator('[data-value=status]')).toContainText('Operating since 15 Dec 2005');
  await expect(record).toContainText('Promised for Dec 2005');
  await expect(record.getByText('on time').first()).toBeVisible();
  await expect(record.getByRole('img', { name: /^Life bar: proposed 1997/ })).toBeVisible();
  await expect(record).toContainText('different values');
});

for (const path of TEN) {
  test(`every value of ${path} shows its source or "unsourced"`, async ({ page }) => {
    const [layer, id] = path.split('/') as [string, string];
    await open(page, `/feature/${id}`);
    const record = panel(page);
    await expect(record.locator('[data-value]').first()).toBeVisible();
    expect(await orphans(page)).toEqual([]);

    // Nothing of the record is left out: as many values as the API gives.
    const { properties } = await (await page.request.get(`/api/collections/${layer}/items/${id}`)).json();
    const count = (name: string) => record.locator(`[data-value="${name}"]`).count();
    expect(await count('claim')).toBe(properties.claims?.length ?? 0);
    expect(await count('period')).toBe(layer === 'events' ? 0 : properties.periods.length);
    expect(await count('fact')).toBe(properties.facts?.length ?? 0);
    for (const list of Object.values<unknown[]>(properties.quantities ?? {})) {
      if (list.length > 1) expect(await count('quantity')).toBeGreaterThanOrEqual(list.length);
    }
    const sources = record.getByRole('heading', { name: 'Sources' }).locator('xpath=ancestor::section[1]').getByRole('listitem');
    expect(await sources.count()).toBe(Object.keys(properties.sources).length);
  });
}

test('links to sources leave the page safely', async ({ page }) => {
  await open(page, '/feature/atasu-alashankou');
  const links = panel(page).locator('a[target=_blank]');
  expect(await links.count()).toBeGreaterThan(10);
  expect(await links.evaluateAll((all) => all.filter((a) => !a.getAttribute('rel')?.includes('noopener')).length)).toBe(0);
});

test('what a status claims on the day is what the API claims', async ({ page }) => {
  await open(page, '/feature/manas-transit-center?t=2005-07-26');
  const box = panel(page).locator('[data-value=status]');
  await expect(box).toContainText('Operating');
  await expect(box).toContainText('Used by United States');
});

test('Escape closes the panel, and the keyboard stands where it came from', async ({ page }) => {
  await open(page);
  const search = page.getByRole('combobox', { name: 'Search names and places' });
  await search.fill('atasu-alashankou');
  await expect(results(page).first()).toContainText('Atasu–Alashankou');
  await search.press('Enter');
  await expect(panel(page).getByRole('heading', { level: 2 })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(search).toBeFocused();

  await open(page, '/feature/atasu-alashankou');
  await panel(page).getByRole('button', { name: 'Cite' }).focus();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(page.locator('.maplibregl-canvas')).toBeFocused();
});

test('the record can be cited, linked and taken away', async ({ page }) => {
  await open(page, '/feature/atasu-alashankou?t=2005-12-15');
  await panel(page).getByRole('button', { name: 'Cite' }).click();
  await expect(page.getByLabel('Citation')).toHaveValue(/Steppe Atlas, version [0-9a-f]+, as on 2005-12-15\. Accessed .*\/feature\/atasu-alashankou/);
  await panel(page).getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('textbox', { name: 'Link to this view' })).toHaveValue(/\/feature\/atasu-alashankou\?t=2005-12-15/);

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    panel(page).getByRole('link', { name: 'Download this record' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('atasu-alashankou.geojson');
  const record = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(record.id).toBe('atasu-alashankou');
});

test('a citation names the version and the day that the panel tells of, and leaves the clipboard alone as it follows', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await open(page, '/feature/atasu-alashankou?t=2005-12-15');
  const { version } = await (await page.request.get('/api/atlas')).json();
  await panel(page).getByRole('button', { name: 'Cite' }).click();
  const citation = page.getByLabel('Citation');
  await expect(citation).toHaveValue(new RegExp(`version ${version}, as on 2005-12-15\\. .*t=2005-12-15.*v=${version}`));
  await expect(panel(page).getByText('Copied', { exact: true })).toBeVisible();
  const copied = await clipboard();
  expect(copied).toBe(await citation.inputValue());

  await page.getByRole('button', { name: 'One year on' }).click();
  await expect(citation).toHaveValue(/as on 2006-12-15\..*t=2006-12-15/);
  await expect(panel(page).getByText('Copied', { exact: true })).toHaveCount(0);
  expect(await clipboard()).toBe(copied);
});

test('the panel and the menu give one citation, in full, with the day and what was known', async ({ page }) => {
  await open(page, '/feature/atasu-alashankou?t=2005-12-15&k=2005-12-20');
  await panel(page).getByRole('button', { name: 'Cite' }).click();
  const beside = page.getByLabel('Citation');
  await expect(beside).toHaveValue(/, as on 2005-12-15, as known on 2005-12-20\. Accessed/);
  await expect(beside).toHaveValue(/“Atasu-Alashankou oil pipeline.*\.” Steppe Atlas/);
  const hidden = await beside.evaluate((field) => field.scrollHeight - field.clientHeight);
  expect(hidden, 'no line is cut').toBeLessThanOrEqual(0);
  const cited = await beside.inputValue();
  await panel(page).getByRole('button', { name: 'Cite' }).click();
  await page.getByRole('button', { name: 'Take it away' }).click();
  await expect(page.getByRole('textbox', { name: 'Citation' })).toHaveValue(cited);
});

test('in a comparison the citation and the file are of the day that is told of', async ({ page }) => {
  await open(page, '/feature/atasu-alashankou?mode=compare&t=2000-06-30&vs=2006-06-30&at=B');
  await panel(page).getByRole('button', { name: 'Cite' }).click();
  await expect(page.getByLabel('Citation')).toHaveValue(/as on 2006-06-30\..*t=2000-06-30.*vs=2006-06-30&at=B/);
  await expect(panel(page).getByRole('link', { name: 'Download this record' })).toHaveAttribute('href', /datetime=2006-06-30/);
});

test('"Go to its date" goes to the day it opened', async ({ page }) => {
  await open(page, '/feature/atasu-alashankou?t=2015-01-01');
  await panel(page).getByRole('button', { name: 'Go to its date' }).click();
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('15 Dec 2005');
});

test('an event names its facts and opens what it speaks of', async ({ page }) => {
  await open(page, '/feature/sco-summit-2004?t=2004-12-31');
  await expect(panel(page).locator('[data-value=status]')).toContainText('Held 17 Jun 2004');
  await expect(panel(page)).toContainText('900 million USD');
  await panel(page).locator('[data-opens]').first().click();
  await expect(page).toHaveURL(/\/feature\/(?!sco-summit-2004)/);
});

test('a record that does not come says so and comes on a second try', async ({ page, faults }) => {
  let broken = true;
  await page.route('**/items/atasu-alashankou*', (route) => (broken ? route.fulfill({ status: 503, json: {} }) : route.continue()));
  await open(page, '/feature/atasu-alashankou');
  await expect(page.getByText('The record did not arrive (HTTP 503).')).toBeVisible();
  broken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Atasu');
  faults.console.length = 0; // the browser itself logs the 503
});

test('the line of the chosen day does not strike through words of the life bar', async ({ page }) => {
  await open(page, '/feature/tapi?t=2012-06-30');
  const words = panel(page).locator('svg text', { hasText: 'opening promised for Dec 2026' });
  const line = panel(page).locator('svg .mark');
  await words.scrollIntoViewIfNeeded();
  const [text, mark] = [(await words.boundingBox())!, (await line.boundingBox())!];
  expect(mark.x, 'the line passes there').toBeGreaterThan(text.x);
  const clip = { ...text, y: text.y + text.height * 0.3, height: text.height * 0.5 }; // the small letters
  const withLine = await page.screenshot({ clip });
  await line.evaluate((element) => element.setAttribute('visibility', 'hidden'));
  expect(await difference(page, withLine, await page.screenshot({ clip }))).toBeLessThan(0.001);
});
