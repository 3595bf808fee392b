// What the server hands the map: styles that are valid, a strict policy, nothing from elsewhere, and not too much.
import { get } from 'node:http';
import { validateStyleMin } from '../../web/node_modules/@maplibre/maplibre-gl-style-spec';
import { choose, expect, goTo, mapAtRest, open, test } from './atlas';

for (const name of ['light', 'dark', 'light.json?glyphs=pbf'] as const) {
  test(`the style ${name} is valid`, async ({ page }) => {
    const path = name.includes('.') ? name : `${name}.json`;
    const style = await (await page.request.get(`/styles/${path}`)).json();
    expect(validateStyleMin(style).map((error) => error.message)).toEqual([]);
  });
}

test('the policy allows nothing inline, nothing evaluated and no other host', async ({ page }) => {
  const response = await page.goto('/');
  const policy = response!.headers()['content-security-policy']!;
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|https?:/);
});

// Faults of the console and requests to other hosts fail every test; this one walks through the whole app.
test('a walk through the app asks no other host and breaks no policy', async ({ page }) => {
  await open(page);
  await choose(page, 'Atasu', /Atasu.Alashankou oil pipeline/);
  await mapAtRest(page);
  await goTo(page, '1995');
  await goTo(page, '2040');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('button', { name: /^Theme/ }).click();
  await mapAtRest(page);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('zh');
  await mapAtRest(page);
  await page.getByRole('button', { name: '取用', exact: true }).click();
});

/** How many bytes an address takes on the wire for a client that reads gzip and nothing better. */
const onTheWire = (url: string) => new Promise<number>((resolve, reject) => {
  get(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
    let bytes = 0;
    answer.on('data', (part: Buffer) => (bytes += part.length));
    answer.on('end', () => resolve(bytes));
  }).on('error', reject);
});

test('everything up to the first map, without tiles, pictures and data, is at most 520 kB with gzip', async ({ page }) => {
  const asked = new Set<string>();
  page.on('response', (response) => response.status() === 200 && asked.add(response.url()));
  await open(page);
  const counted = [...asked].filter((url) => !/^\/(tiles|api|sprites)\//.test(new URL(url).pathname));
  const sizes = await Promise.all(counted.map(async (url) => [new URL(url).pathname, await onTheWire(url)] as const));
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  console.log(`to the first map: ${Math.round(total / 1000)} kB`);
  expect(total, JSON.stringify(Object.fromEntries(sizes), null, 2)).toBeLessThanOrEqual(520_000);
});

// The aim is 1.5 s on an idle machine. A bound here would fail on a busy one, so the time is only told.
test('the time to the first map is told', async ({ page }) => {
  await open(page); // Chromium's own start is not the app's
  await page.goto('about:blank');
  await open(page);
  const { stands, whole } = await page.evaluate(() => ({
    stands: performance.getEntriesByName('map-stands')[0]!.startTime, whole: performance.now(),
  }));
  console.log(`ground and features after ${Math.round(stands)} ms, with names and panels after ${Math.round(whole)} ms`);
});
