// The ground under the atlas: whose it is, that no tile of it is missing, and its heights from aslant.
import { BORDER_DASHES } from '../../web/src/core/borders';
import { expect, mapAtRest, open, test } from './atlas';

test('every source on the map is credited, those with a copyright first', async ({ page }) => {
  await open(page, '/?z=6.5&c=41,72');
  const credits = page.getByRole('button', { name: 'Whose data the map shows' });
  await expect(credits).toHaveText(/^© OpenStreetMap contributors/);
  for (const owner of ['Natural Earth', 'GeoNames', 'GSHHG', 'CLDR', 'airportsdata', 'shadedrelief.com', 'GEBCO', 'Global Energy Monitor']) {
    await expect(credits).toContainText(owner);
  }
});

test('no tile is missing in the region, near and far', async ({ page }) => {
  const missing: string[] = [];
  page.on('response', (response) => response.status() === 404 && missing.push(response.url()));
  for (const place of ['z=4&c=44,66', 'z=6.6&c=46.5,70.3', 'z=7.4&c=46,71', 'z=9.5&c=45,71', 'z=8&c=38.6,73.5']) {
    await open(page, `/?${place}`);
  }
  expect(missing).toEqual([]);
});

test('the ground can be seen from aslant, in another theme too, and flat again', async ({ page }) => {
  await open(page, '/?3d=1&z=7&c=40,72.5');
  const button = page.getByRole('button', { name: 'See the heights from aslant' });
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Whose data the map shows' })).toContainText('ETOPO5');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await mapAtRest(page);
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await expect(page).not.toHaveURL(/3d=1/);
  await mapAtRest(page);
});

test('the legend draws borders with the dashes of the style', async ({ page }) => {
  const style = await (await page.request.get('/styles/light.json')).json();
  const doubtful = style.layers.find((layer: { id: string }) => layer.id === 'border-disputed');
  const [, , ...rest] = doubtful.paint['line-dasharray'] as unknown[];
  const dash = (value: unknown) => (value as [string, number[]])[1];
  const otherwise = dash(rest.pop());
  const drawn: Record<string, number[]> = { disputed: otherwise };
  for (let i = 0; i < rest.length; i += 2) drawn[rest[i] as string] = dash(rest[i + 1]);
  const { international: _, ...legend } = BORDER_DASHES;
  expect(drawn).toEqual(legend);
});
