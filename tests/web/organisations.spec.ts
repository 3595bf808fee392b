// Organisations: the countries of one are filled by rank on the day, as memberships.json says.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, expectNoViolation, goTo, mapAtRest, open, sentence, test, type Page } from './atlas';

const card = (page: Page) => page.getByRole('region', { name: 'Organisations' });
const unfold = (page: Page) => page.getByRole('button', { name: /^Organisations/, expanded: false }).click();

interface Row { country: string; status: string; from: string; until?: string }
const file = JSON.parse(readFileSync(resolve(__dirname, '../../geodata/memberships.json'), 'utf8'));
const sco: Row[] = file.organisations.find((o: { id: string }) => o.id === 'sco').statuses;
const english = new Intl.DisplayNames('en-GB', { type: 'region' });
/** Names of the members on a day, by the rows themselves. */
const membersOn = (day: string): string[] => sco
  .filter((row) => row.status === 'member' && row.from <= day && (!row.until || day < row.until))
  .map((row) => english.of(row.country)!).sort();

/** Names of the countries in the list that stand so. */
async function listed(page: Page, standing: string): Promise<string[]> {
  const rows = card(page).locator('.countries li').filter({ has: page.getByText(new RegExp(`^${standing} since`)) });
  return (await rows.locator('strong').allTextContents()).sort();
}

/** Red, green and blue of one point of the map. */
async function colourAt(page: Page, x: number, y: number): Promise<number[]> {
  const picture = (await page.screenshot({ clip: { x, y, width: 6, height: 6 } })).toString('base64');
  return page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const context = new OffscreenCanvas(6, 6).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const data = context.getImageData(0, 0, 6, 6).data;
    return [0, 1, 2].map((channel) => data.reduce((sum, value, at) => (at % 4 === channel ? sum + value : sum), 0) / 36);
  }, picture);
}
const brightness = (colour: number[]) => colour.reduce((a, b) => a + b, 0) / 3;

test('the members of SCO on the days they changed', async ({ page }) => {
  await open(page, '/?t=2001-06-15&org=sco');
  await unfold(page);
  await card(page).getByRole('button', { name: 'Countries with dates and sources' }).click();
  for (const day of ['2001-06-15', '2017-06-08', '2017-06-09', '2023-07-03', '2023-07-04', '2024-07-04', '2026-11-24']) {
    await goTo(page, day);
    const members = membersOn(day);
    expect(await listed(page, 'Member'), day).toEqual(members);
    await expect(sentence(page), day).toContainText(`SCO on this day: ${members.length} members`);
  }
  expect(membersOn('2001-06-15')).toHaveLength(6);
  expect(membersOn('2017-06-09')).toEqual(expect.arrayContaining(['India', 'Pakistan']));
  expect(membersOn('2023-07-04')).toContain('Iran');
  expect(membersOn('2024-07-04')).toContain('Belarus');
});

test('the legend counts what the list holds, for every organisation', async ({ page }) => {
  await open(page, '/?t=2014-06-01&org=sco');
  await unfold(page);
  await card(page).getByRole('button', { name: 'Countries with dates and sources' }).click();
  for (const name of ['SCO', 'CSTO', 'EAEU', 'CIS', 'NATO PfP']) {
    await card(page).getByRole('radio', { name, exact: true }).check();
    for (const day of ['1995-01-01', '2004-12-31', '2016-01-01', '2025-10-01']) {
      await goTo(page, day);
      const counted = await card(page).locator('.legend li').allTextContents();
      const rows = await card(page).locator('.countries li').count();
      expect(counted.reduce((sum, text) => sum + Number.parseInt(text, 10), 0), `${name} ${day}`).toBe(rows);
      for (const rank of ['Member', 'Observer', 'Partner']) {
        const told = counted.find((text) => new RegExp(`^\\d+ ${rank}s?$`, 'i').test(text)) ?? '0';
        expect((await listed(page, rank)).length, `${name} ${day} ${rank}`).toBe(Number.parseInt(told, 10));
      }
    }
  }
});

test('before an organisation was founded nobody is called a member of it', async ({ page }) => {
  await open(page, '/?t=1996-04-30&org=sco');
  await unfold(page);
  await card(page).getByRole('button', { name: 'Countries with dates and sources' }).click();
  await expect(sentence(page)).toContainText('SCO on this day: 5 states of the Shanghai Five');
  await expect(card(page).locator('.legend li')).toHaveText(['5 states of the Shanghai Five']);
  await expect(card(page).locator('.countries li')).toHaveCount(5);
  expect(await listed(page, 'In the Shanghai Five')).toHaveLength(5);
  await card(page).getByRole('radio', { name: 'CSTO' }).check();
  await expect(sentence(page)).toContainText('CSTO on this day: 9 parties to the 1992 treaty');
  expect(await listed(page, 'Party to the 1992 treaty')).toContain('Georgia');
  await expect(sentence(page)).not.toContainText('member');
});

test('each country says since when and who says so', async ({ page }) => {
  await open(page, '/?t=2024-07-04&org=sco');
  await unfold(page);
  await card(page).getByRole('button', { name: 'Countries with dates and sources' }).click();
  const belarus = card(page).locator('.countries li').filter({ hasText: 'Belarus' });
  await expect(belarus).toContainText('Member since 4 Jul 2024');
  await expect(belarus.locator('[data-source]')).not.toHaveAttribute('data-source', 'unsourced');
});

test('the fill is on the map, by rank and by day, and goes with the choice', async ({ page }) => {
  // The middle of India, without water or lines of ours; the card covers the left.
  await open(page, '/?t=2004-01-01&z=7&c=22.5,79.5');
  const [x, y] = [900, 200];
  const plain = brightness(await colourAt(page, x, y));
  await unfold(page);
  await card(page).getByRole('radio', { name: 'SCO' }).check();
  await mapAtRest(page);
  expect(brightness(await colourAt(page, x, y)), 'no part of it in 2004').toBeCloseTo(plain, 0);
  await goTo(page, '2010-01-01');
  const observer = brightness(await colourAt(page, x, y));
  expect(observer, 'an observer').toBeLessThan(plain - 3);
  await goTo(page, '2018-01-01');
  const member = brightness(await colourAt(page, x, y));
  expect(member, 'a member').toBeLessThan(plain - 10);
  await card(page).getByRole('radio', { name: 'None' }).check();
  await mapAtRest(page);
  expect(brightness(await colourAt(page, x, y)), 'none chosen').toBeCloseTo(plain, 0);
  await expect(page).not.toHaveURL(/org=/);
});

test('of two days that are compared each map has its fills, and both are counted', async ({ page }) => {
  // The middle of India again: an observer in 2010, a member in 2018; side by side both are on the screen.
  const india = 'z=7&c=22.5,79.5&mode=compare&side=1&t=2010-01-01&vs=2018-01-01';
  const at = async () => {
    await mapAtRest(page);
    const boxes = await page.locator('canvas.maplibregl-canvas').evaluateAll((all) => all.map((canvas) => canvas.getBoundingClientRect().toJSON()));
    return Promise.all(boxes.map((box) => colourAt(page, box.x + box.width - 60, 200).then(brightness)));
  };
  await open(page, `/?${india}`);
  const plain = await at();
  await open(page, `/?${india}&org=sco`);
  const [observer, member] = await at();
  expect(observer!, 'an observer').toBeLessThan(plain[0]! - 3);
  expect(member!, 'a member').toBeLessThan(plain[1]! - 10);
  await expect(sentence(page)).toContainText('SCO: 6 members, 4 observers, 2 dialogue partners → 8 members, 4 observers, 6 dialogue partners');
  await page.getByRole('button', { name: 'Layers and status' }).click();
  await unfold(page);
  await expect(card(page)).toContainText('SCO · 1 Jan 2010');
  await expect(card(page)).toContainText('SCO · 1 Jan 2018');
  await expect(card(page).locator('.legend li')).toHaveText(['6 members', '4 observers', '2 dialogue partners', '8 members', '4 observers', '6 dialogue partners']);
});

test('the address carries it, and the archive is no map of the folder', async ({ page }) => {
  await open(page, '/?t=2016-01-01&org=eaeu');
  await expect(sentence(page)).toContainText('EAEU on this day: 5 members');
  await expect(page.getByRole('region', { name: 'Maps from your folder' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Theme: as the system' }).click();
  await mapAtRest(page);
  await expect(sentence(page)).toContainText('EAEU on this day');
});

for (const scheme of ['light', 'dark'] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });
    test('axe finds nothing with the list open', async ({ page, faults }) => {
      await open(page, '/?t=2020-01-01&org=sco');
      await unfold(page);
      await card(page).getByRole('button', { name: 'Countries with dates and sources' }).click();
      await expect(card(page).getByText('Kyrgyzstan')).toBeVisible();
      await expectNoViolation(page, faults);
    });
  });
}

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  test('it is chosen in the sheet', async ({ page, faults }) => {
    await open(page, '/?t=2020-01-01');
    await page.getByRole('button', { name: 'Layers' }).click();
    await unfold(page);
    await card(page).getByRole('radio', { name: 'CSTO' }).check();
    await expect(card(page).getByText('6 members')).toBeVisible();
    await expectNoViolation(page, faults);
  });
});
