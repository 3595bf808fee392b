// Take it away: files of exactly the view, a picture with all that makes it readable, link, HTML and citation.
import { readFile } from 'node:fs/promises';
import { expect, expectNoViolation, numberIn, open, panel, sentence, test, type Page } from './atlas';

const menu = (page: Page) => page.getByRole('group', { name: 'Take it away' });

async function openMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Take it away' }).click();
  await expect(menu(page)).toBeVisible();
}

/** Width, height and how many different colours a picture has, as the browser reads it. */
const pictureIn = (page: Page, base64: string) => page.evaluate(async (data) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(image, 0, 0);
  const colours = (x: number, y: number, width: number, height: number) => {
    const { data } = context.getImageData(x, y, width, height);
    const found = new Set<number>();
    for (let i = 0; i < data.length; i += 4) found.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
    return found.size;
  };
  return { width: image.width, height: image.height, map: colours(100, 300, 900, 600), legend: colours(image.width - 500, 300, 440, 400) };
}, base64);

/** The SVG of the menu, as text and with the words and pictures that stand in it. */
async function svgOf(page: Page) {
  const [svg] = await Promise.all([page.waitForEvent('download'), menu(page).getByRole('button', { name: 'SVG' }).click()]);
  const text = await readFile((await svg.path())!, 'utf8');
  // The policy of the page would refuse the style sheet of the picture, which is meant for other places.
  const told = await page.evaluate((source) => {
    const document = new DOMParser().parseFromString(source, 'image/svg+xml');
    const numbers = (e: Element, ...names: string[]) => names.map((name) => Number(e.getAttribute(name)));
    const pictures = [...document.querySelectorAll('image')].map((e) => ({ at: numbers(e, 'x', 'y', 'width', 'height'), href: e.getAttribute('href')! }));
    const texts = [...document.querySelectorAll('text')];
    const small = pictures.filter(({ at }) => at[2]! < 200);
    return {
      size: numbers(document.documentElement, 'width', 'height'),
      /** Words with a picture as their sign. */
      pictured: texts.filter((e) => {
        const [x, y] = numbers(e, 'x', 'y');
        return small.some(({ at }) => x! - at[0]! > 0 && x! - at[0]! < 50 && Math.abs(y! - at[1]! - at[3]! / 2) < 10);
      }).map((e) => e.textContent!),
      halos: document.querySelectorAll('path[stroke-width="12"]').length,
      broken: document.querySelector('parsererror') !== null,
      words: texts.map((e) => e.textContent).join('\n'),
      maps: pictures.filter(({ at }) => at[2]! > 200),
      signs: document.querySelectorAll('g[transform] circle, g[transform] path[stroke-linejoin], g[stroke-linejoin]').length,
    };
  }, text.replace(/<style>.*?<\/style>/s, ''));
  return { text, told, name: svg.suggestedFilename() };
}

test('each file of the menu has as many features as the map', async ({ page }) => {
  await open(page, '/?t=2005-12-15&country=KZ');
  await openMenu(page);
  const count = numberIn(await sentence(page).textContent());
  const url = await menu(page).getByRole('link', { name: 'Features as GeoJSON' }).getAttribute('href');
  const file = await (await page.request.get(`/${url}`)).json();
  expect(file.features).toHaveLength(count);
  for (const more of await menu(page).getByText('More formats').all()) await more.click();
  const links = await menu(page).getByRole('link').all();
  const files = await Promise.all(links.map(async (link) => (await link.getAttribute('href'))!));
  for (const file of files) expect((await page.request.get(`/${file}`)).status(), file).toBe(200);

  // Whatever the server writes is on offer.
  const ending = (url: string) => /download\/[^.]+\.([^?]+)/.exec(url)![1]!;
  const { links: offered } = await (await page.request.get('/api/collections/bases')).json();
  const endings = (offered as { rel: string; href: string }[]).filter(({ rel }) => rel === 'enclosure').map(({ href }) => ending(href));
  expect(endings.length).toBeGreaterThan(10);
  expect([...new Set(files.map(ending))].sort()).toEqual(endings.sort());
});

test('the picture holds map, legend, scale, day and sources, as PNG and as SVG', async ({ page, faults }) => {
  await open(page, '/?t=2005-12-15');
  await openMenu(page);
  await expectNoViolation(page, faults);
  const [png] = await Promise.all([page.waitForEvent('download'), menu(page).getByRole('button', { name: 'PNG' }).click()]);
  expect(png.suggestedFilename()).toBe('steppe-atlas-2005-12-15.png');
  const seen = await pictureIn(page, (await readFile((await png.path())!)).toString('base64'));
  expect(seen.width).toBeGreaterThan(2000);
  expect(seen.map, 'the map is drawn').toBeGreaterThan(200);
  expect(seen.legend, 'the legend is drawn').toBeGreaterThan(20);

  const { text, told } = await svgOf(page);
  expect(told.broken).toBe(false);
  for (const words of ['15 Dec 2005', 'Oil pipeline', 'Operating', ' km', 'OpenStreetMap', '&v=']) expect(told.words).toContain(words);
  expect(text).toContain('@font-face');
  expect(told.pictured.filter((word) => /^(Operating|Reported only)/.test(word)), 'what is but reported is shown by its point').toEqual(['Reported only 2']);
});

test('the picture of a comparison shows both maps, the earlier first, each with its day', async ({ page }) => {
  await open(page, '/?mode=compare&t=2014-06-03&vs=2001-06-30');
  await openMenu(page);
  const { told: { broken, words, maps, halos, size }, name } = await svgOf(page);
  expect(broken).toBe(false);
  expect(maps).toHaveLength(2);
  const [before, after] = maps as [(typeof maps)[0], (typeof maps)[0]];
  expect(after.at[0]!).toBeGreaterThanOrEqual(before.at[0]! + before.at[2]!);
  expect(after.href, 'the later day looks different').not.toBe(before.href);
  for (const { href } of maps) expect((await pictureIn(page, href.split(',')[1]!)).map, 'the map is drawn').toBeGreaterThan(200);
  const lines = words.split('\n');
  expect(lines.indexOf('30 Jun 2001')).toBeGreaterThan(0);
  expect(lines.indexOf('3 Jun 2014')).toBe(lines.indexOf('30 Jun 2001') + 2); // the scale of the first map between
  expect(words).toMatch(/30 Jun 2001: [\d,]+ features/);
  expect(words).toMatch(/Operating \d+ → \d+/);
  expect(words).toMatch(/What changed\nAppeared \d+\nGone \d+\nChanged \d+\nUnchanged \d+/);
  expect(halos, 'each but the unchanged has the sign of the maps').toBe(3);
  expect(name).toBe('steppe-atlas-2001-06-30-2014-06-03.svg');
  expect((before.at[2]! + after.at[2]!) / size[0]!, 'the maps have the width of the sheet').toBeGreaterThan(0.94);
});

test('a picture names its filters, and its legend fills of countries and marks of outcome', async ({ page }) => {
  await open(page, '/?t=2006-12-15&org=sco&outcomes=1&country=KZ&off=gas');
  await expect(page.getByRole('list', { name: 'Plan against outcome' })).toContainText('On time');
  await openMenu(page);
  const { told: { words } } = await svgOf(page);
  for (const part of ['SCO', 'Member 6', 'Observer 4', 'Plan against outcome', 'On time', 'Late', 'Filters: Gas pipeline: off, Kazakhstan']) expect(words).toContain(part);
});

test('printing gives one page with the picture alone', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printing', '1');
  });
  await open(page, '/?t=2005-12-15');
  await openMenu(page);
  await menu(page).getByRole('button', { name: 'Print or PDF' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-printing', '1');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('main')).toBeHidden();
  await expect(page.locator('img.plate')).toBeVisible();
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await expect(page.locator('img.plate'), 'it goes when the printing is over').toHaveCount(0);
});

test('link, HTML and citation name the view; the citation carries the version', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, '/feature/atasu-alashankou?t=2005-12-15');
  await expect(panel(page)).toBeVisible();
  await openMenu(page);
  await menu(page).getByRole('button', { name: 'Copy link' }).click();
  await expect(menu(page).getByText('The link is copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('/feature/atasu-alashankou?t=2005-12-15');

  const html = menu(page).getByRole('textbox', { name: 'HTML to copy' });
  await expect(html).toHaveValue(/<iframe src="http[^"]+\/embed\?t=2005-12-15[^"]*feature=atasu-alashankou/);
  await menu(page).getByRole('checkbox', { name: 'With the time slider' }).uncheck();
  await expect(html).toHaveValue(/bar=0/);

  const { version } = await (await page.request.get('/api/atlas')).json();
  const citation = menu(page).getByRole('textbox', { name: 'Citation' });
  await expect(citation).toHaveValue(new RegExp(`Atasu.Alashankou.*v=${version}`));
  await menu(page).getByRole('radio', { name: 'BibTeX' }).check();
  await expect(citation).toHaveValue(/^@misc\{/);
  await menu(page).getByRole('radio', { name: 'CSL-JSON' }).check();
  expect(JSON.parse(await citation.inputValue())[0]).toMatchObject({ type: 'webpage', version });
});

test('what outlives today names its day; a link to share stays on the day of its reader', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await openMenu(page);
  await expect(menu(page).getByRole('textbox', { name: 'Citation' })).toHaveValue(/\/\?t=2026-11-24&.*v=/);
  expect((await svgOf(page)).told.words).toContain('t=2026-11-24');
  await menu(page).getByRole('button', { name: 'Copy link' }).click();
  await expect(menu(page).getByText('The link is copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).not.toContain('t=');
});

test('where the clipboard is refused, the button that shares says where the link is', async ({ page, faults }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await open(page, '/?t=2005-12-15');
  const share = page.getByRole('button', { name: 'Copy a link to this view' });
  const told = page.getByText('Copying is not allowed here. The link is in the address bar.');
  await share.click();
  await expect(told).toBeVisible();
  await expectNoViolation(page, faults);
  await share.blur();
  await expect(told).toHaveCount(0);
});

test('a link cited with another version says so', async ({ page }) => {
  await open(page, '/?t=2005-12-15&v=0123456789');
  const note = page.getByText('made for version 0123456789');
  await expect(note).toBeVisible();
  await page.getByRole('button', { name: 'Close this note' }).click();
  await expect(note).toBeHidden();
  const { version } = await (await page.request.get('/api/atlas')).json();
  await open(page, `/?t=2005-12-15&v=${version}`);
  await expect(sentence(page)).toContainText('features');
  await expect(page.getByText('made for version')).toBeHidden();
});

test.describe('on a phone, in the dark', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' });

  test('the menu is a part of the sheet', async ({ page, faults }) => {
    await open(page);
    await page.getByRole('button', { name: 'Layers', exact: true }).tap();
    await page.getByRole('button', { name: 'Take it away' }).tap();
    await expect(menu(page).getByRole('button', { name: 'PNG' })).toBeVisible();
    await expectNoViolation(page, faults);
  });
});
