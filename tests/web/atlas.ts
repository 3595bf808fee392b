// What every browser test stands on: a running atlas a worker, pages that are watched for faults, and words
// for what a reader does.
import AxeBuilder from '../../web/node_modules/@axe-core/playwright';
import { expect, test as base, type BrowserContext, type Locator, type Page } from '../../web/node_modules/@playwright/test';
import { start } from '../../web/scripts/start-atlas.cjs';

/** What went wrong on any page without anybody looking. */
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

  // Every test fails on an error in the console (a CSP violation is one) or a request to elsewhere, on whatever
  // page it opens.
  faults: [async ({ browser, context, origin }, use) => {
    const faults: Faults = { console: [], hosts: [] };
    watch(context, origin, faults);
    const { newContext } = browser;
    browser.newContext = async (options) => {
      const fresh = await newContext.call(browser, options);
      watch(fresh, origin, faults);
      return fresh;
    };
    await use(faults);
    browser.newContext = newContext;
    expect(faults.console, 'nothing is wrong in the console').toEqual([]);
    expect(faults.hosts, 'nothing is asked of another host').toEqual([]);
  }, { auto: true }],
});

/** Writes down what goes wrong on all pages of a context. */
function watch(context: BrowserContext, origin: string, faults: Faults): void {
  context.on('console', (message) => {
    // Reading pixels back is slow in software, and Chromium says so.
    const noise = /GPU stall|GroupMarkerNotSet/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !noise) faults.console.push(message.text());
  });
  context.on('weberror', (error) => faults.console.push(String(error.error())));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) faults.hosts.push(url.href);
  });
}

export { expect };
export type { Locator, Page };

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

/** From the next page on the browser cannot draw a map. */
export const withoutWebGl = (page: Page) => page.addInitScript(() => {
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
    return /webgl/.test(kind) ? null : (original as Function).call(this, kind, ...rest);
  } as typeof original;
});

/** Presses the middle of the map. */
export async function pressMiddle(page: Page): Promise<void> {
  const box = (await page.locator('canvas.maplibregl-canvas').boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

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

/** The bars of the years, read back from what is drawn: heights against the scale of the picture. */
export async function drawnYears(page: Page): Promise<{ year: number; count: number; chosen: boolean }[]> {
  const picture = page.getByRole('img', { name: /^Features in each year/ });
  const [, first, highest] = /from (\d+) .* at most (\d+)/.exec((await picture.getAttribute('aria-label'))!)!.map(Number);
  const bars = await picture.locator('g').evaluateAll((groups) => groups.map((group) => ({
    height: [...group.querySelectorAll('rect')].reduce((sum, rect) => sum + Number(rect.getAttribute('height')), 0),
    chosen: group.classList.contains('now'),
  })));
  const tallest = Math.max(...bars.map(({ height }) => height));
  return bars.map(({ height, chosen }, i) => ({ year: first! + i, count: Math.round((height / tallest) * highest!), chosen }));
}
