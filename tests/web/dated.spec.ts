// The ground that has dates: right on every day and wherever one looks, and laid out anew only where it changes.
import { expect, goTo, mapAtRest, open, test, type Page } from './atlas';

declare global {
  interface Window { asked: string[] }
}

/** Keeps which source each message to the worker of the map is about. */
function watchWorker(): void {
  window.asked = [];
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message: { data?: { source?: string } }, ...rest: unknown[]) {
    if (message?.data?.source) window.asked.push(message.data.source);
    return (post as (...call: unknown[]) => void).call(this, message, ...rest);
  };
}

/** Steps a year on, and how often the sources were laid out for it. */
async function stepOn(page: Page): Promise<Record<'ground' | 'atlas', number>> {
  await page.evaluate(() => (window.asked = []));
  await page.getByRole('slider', { name: 'Day on the map' }).press('ArrowRight');
  await mapAtRest(page);
  const asked = await page.evaluate(() => window.asked);
  const of = (source: string) => asked.filter((one) => one === source).length;
  return { ground: of('basemap-dated'), atlas: of('atlas') };
}

/** The colour of the ground in the middle of the map: water or land. */
async function ground(page: Page): Promise<string> {
  const box = (await page.locator('canvas.maplibregl-canvas').boundingBox())!;
  const clip = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2), width: 1, height: 1 };
  return (await page.screenshot({ clip })).toString('base64');
}

const EAST_OF_THE_ARAL = 'z=6&c=44.7,60.4';

test.beforeEach(({ page }) => page.addInitScript(watchWorker));

test('a step lays the ground anew only where it changes, and it is right on both sides', async ({ page }) => {
  await open(page, `/?t=1985-06-30&${EAST_OF_THE_ARAL}`);
  const water = await ground(page);
  const still = await stepOn(page);
  expect(still.ground, 'no shore moves in 1986').toBe(0);
  expect(still.atlas, 'features are laid out').toBeGreaterThan(0);
  expect(await ground(page)).toBe(water);
  expect((await stepOn(page)).ground, 'the shore of 1987').toBeGreaterThan(0);
  const land = await ground(page);
  expect(land).not.toBe(water);
  await goTo(page, '1986-12-31');
  expect(await ground(page)).toBe(water);
  await goTo(page, '1987-01-01');
  expect(await ground(page)).toBe(land);
});

test('ground that comes into sight after a step is that of the day', async ({ page }) => {
  await open(page, '/?t=1985-06-30&z=6&c=41,82');
  for (const year of [1986, 1987]) expect((await stepOn(page)).ground, `${year}, where no shore is in sight`).toBe(0);
  await page.evaluate((place) => {
    history.pushState(null, '', `?t=1987-06-30&${place}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, EAST_OF_THE_ARAL);
  await mapAtRest(page);
  const seen = await ground(page);
  await open(page, `/?t=1987-06-30&${EAST_OF_THE_ARAL}`);
  expect(await ground(page)).toBe(seen);
  await open(page, `/?t=1986-06-30&${EAST_OF_THE_ARAL}`);
  expect(await ground(page), 'a year before there was water').not.toBe(seen);
});
