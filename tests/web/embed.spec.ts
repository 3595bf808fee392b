// The map in a page of somebody else: it may be framed there, alone or with time; no other page may.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, expectNoViolation, mapAtRest, open, test, type Page } from './atlas';

const caption = (page: Page) => page.getByRole('region', { name: 'What this map shows' });

test('it shows the map with what it is of, whose data it is, and the way to the whole', async ({ page, faults }) => {
  await page.setViewportSize({ width: 800, height: 520 });
  await open(page, '/embed?t=2005-12-15&feature=atasu-alashankou');
  await expect(caption(page)).toContainText('15 Dec 2005');
  await expect(caption(page)).toContainText('Atasu–Alashankou');
  await expect(page.getByRole('region', { name: 'Time' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Layers' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Whose data the map shows' })).toBeVisible();
  await expectNoViolation(page, faults);
  await expect(caption(page).getByRole('link')).toHaveAttribute('href', /feature=atasu-alashankou|\/feature\/atasu-alashankou/);
});

test('the caption says what was left out and whose countries are filled', async ({ page }) => {
  await open(page, '/embed?t=2006-12-15&country=KZ&off=gas&org=sco');
  await expect(caption(page)).toContainText('Filters: Gas pipeline: off, Kazakhstan');
  await expect(caption(page)).toContainText('SCO on this day: 6 members, 4 observers');
  await open(page, '/embed?mode=compare&t=1999-06-30&vs=2006-12-15&org=sco');
  await expect(caption(page)).toContainText(/SCO: .+ → 6 members, 4 observers/);
});

test('of a comparison it names both days with their counts, and the line stands in the middle', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 520 });
  await open(page, '/embed?mode=compare&t=2001-06-30&vs=2014-06-30');
  await expect(caption(page)).toContainText(/30 Jun 2001: \d+ features → 30 Jun 2014: \d+ features/);
  const boxOf = async (name: string, role: 'slider' | 'textbox') => (await page.getByRole(role, { name }).boundingBox())!;
  const line = await boxOf('Line between the two maps', 'slider');
  expect(Math.abs(line.x + line.width / 2 - 500)).toBeLessThan(5);
  const lower = await caption(page).boundingBox().then((box) => box!.y + box!.height);
  for (const side of ['A', 'B']) expect((await boxOf(`Day ${side}`, 'textbox')).y, side).toBeGreaterThanOrEqual(lower);
});

test('without the slider the map fills the frame', async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 520 });
  await open(page, '/embed?t=2005-12-15&bar=0');
  await expect(caption(page)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Time' })).toHaveCount(0);
  expect((await page.locator('canvas.maplibregl-canvas').boundingBox())!.height).toBe(520);
});

test('a page of another origin may frame it, and nothing else', async ({ page, origin, faults }) => {
  const host = createServer((request, response) => {
    const path = new URL(request.url!, 'http://x').searchParams.get('path');
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><title>Article</title><iframe title="Map" src="${origin}${path}" width="800" height="520"></iframe>`);
  }).listen(0, '127.0.0.1');
  await once(host, 'listening');
  const other = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  try {
    await page.goto(`${other}/?path=/embed%3Ft=2005-12-15`);
    await expect(page.frameLocator('iframe').getByRole('region', { name: 'What this map shows' })).toBeVisible({ timeout: 60_000 });
    await page.goto(`${other}/?path=/`);
    await expect.poll(() => faults.console.join()).toContain('frame-ancestors');
    faults.console.length = 0; // the refusal is what is asked for
  } finally {
    host.close();
    faults.hosts.length = 0; // the article itself comes from elsewhere
  }
});

test('the caption follows the slider', async ({ page }) => {
  await open(page, '/embed?t=2005-12-15');
  await page.getByRole('button', { name: 'One year on' }).click();
  await mapAtRest(page);
  await expect(caption(page)).toContainText('15 Dec 2006');
});
