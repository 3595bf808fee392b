// What the server hands the map: styles that are valid, a strict policy, nothing from elsewhere, and not too much.
import { gzipSync } from 'node:zlib';
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
  await page.getByRole('combobox', { name: 'Language of names' }).selectOption('zh');
  await mapAtRest(page);
  await page.getByRole('button', { name: 'Download' }).click();
});

test('everything up to the first map, without tiles and data, is at most 520 kB compressed', async ({ page }) => {
  const sizes: Record<string, number> = {};
  page.on('response', async (response) => {
    const path = new URL(response.url()).pathname;
    if (/^\/(tiles|api)\//.test(path) || response.status() !== 200) return;
    const body = await response.body().catch(() => null);
    // Fonts and pictures are compressed already.
    if (body) sizes[path] = /\.(woff2|png)$/.test(path) ? body.length : gzipSync(body, { level: 9 }).length;
  });
  await open(page);
  const total = Object.values(sizes).reduce((a, b) => a + b, 0);
  console.log(`to the first map: ${Math.round(total / 1000)} kB`, sizes);
  expect(total).toBeLessThanOrEqual(520_000);
});
