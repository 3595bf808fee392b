// What every browser test stands on: a running atlas a worker, a page that is watched for faults,
// and words for what a reader does.
import AxeBuilder from '../../web/node_modules/@axe-core/playwright';
import { expect, test as base, type Page } from '../../web/node_modules/@playwright/test';
import { start } from '../../web/scripts/start-atlas.cjs';

/** What went wrong on a page without anybody looking. */
export interface Faults { console: string[]; hosts: string[] }

export const test = base.extend<{ faults: Faults; firstVisit: boolean }, { origin: string }>({
  origin: [async ({}, use) => {
    const { origin, stop } = await start();
    await use(origin);
    await stop();
  }, { scope: 'worker' }],

  baseURL: async ({ origin }, use) => use(origin),

  // The hint of a first visit would lie on every picture; its own tests let it come.
  firstVisit: [false, { option: true }],
  page: async ({ page, firstVisit }, use) => {
    if (!firstVisit) {
      await page.addInitScript(() => {
        if (location.protocol.startsWith('http')) localStorage.setItem('steppe-hint', 'gone'); // an empty page has no storage
      });
    }
    await use(page);
  },

  // Every test fails on an error in the console (a CSP violation is one) or a request to elsewhere.
  faults: [async ({ page, origin }, use) => {
    const faults: Faults = { console: [], hosts: [] };
    page.on('console', (message) => {
      // Reading pixels back is slow in software, and Chromium says so.
      const noise = /GPU stall|GroupMarkerNotSet/.test(message.text());
      if (['error', 'warning'].includes(message.type()) && !noise) faults.console.push(message.text());
    });
    page.on('pageerror', (error) => faults.console.push(String(error)));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== origin) faults.hosts.push(url.href);
    });
    await use(faults);
    expect(faults.console, 'nothing is wrong in the console').toEqual([]);
    expect(faults.hosts, 'nothing is asked of another host').toEqual([]);
  }, { auto: true }],
});

export { expect };
export type { Page };

// ---- what axe finds ----------------------------------------------------------------------------

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No rule of axe is broken in the state the page is in; `without` names rules that do not apply there. */
export async function expectNoViolation(page: Page, faults: Faults, without: string[] = []): Promise<void> {
  const before = faults.console.length;
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).disableRules(without).analyze();
  faults.console.length = before; // what axe itself does to the page breaks the policy, and is told so
  expect(violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((n) => n.target.join(' ')) }))).toEqual([]);
}

// ---- what a reader does ------------------------------------------------------------------------

/** Waits until everything asked of the map is drawn. */
export const mapAtRest = (page: Page) =>
  page.waitForFunction(() => document.documentElement.dataset.mapIdle === '1', undefined, { timeout: 60_000 });

export async function open(page: Page, path = '/'): Promise<void> {
  await page.goto(path);
  await mapAtRest(page);
}

/** Presses the middle of the map. */
export async function pressMiddle(page: Page): Promise<void> {
  const box = (await page.locator('canvas.maplibregl-canvas').boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** The share of pixels that differ visibly between two pictures of one size; a filled country differs by 20 of 255 from a plain one. */
export const difference = (page: Page, one: Buffer, other: Buffer) => page.evaluate(async (pictures) => {
  const [a, b] = await Promise.all(pictures.map(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  }));
  let differing = 0;
  for (let i = 0; i < a!.length; i += 4) {
    if ([0, 1, 2].some((part) => Math.abs(a![i + part]! - b![i + part]!) > 8)) differing += 1;
  }
  return differing / (a!.length / 4);
}, [one.toString('base64'), other.toString('base64')]);

/** Types a date into the date field. */
export async function goTo(page: Page, date: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Date' });
  await field.click();
  await field.fill(date);
  await field.press('Enter');
  await mapAtRest(page);
}

/** The panel of the selected feature. */
export const panel = (page: Page) => page.getByRole('region', { name: 'Feature', exact: true });

export async function choose(page: Page, words: string, name: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: 'Search names and places' }).fill(words);
  await results(page).filter({ hasText: name }).first().click();
}

/** The results of a search. */
export const results = (page: Page) => page.getByRole('listbox', { name: 'Results' }).getByRole('option');

/** The line under the slider, and the number of features in it. */
export const sentence = (page: Page) => page.locator('.sentence');
export const numberIn = (text: string | null) => Number(/[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));
