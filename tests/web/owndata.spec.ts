// An atlas of other people's files: what `steppe init` makes of a table and a GeoJSON file shows its
// layers, its kinds and its years like ours.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { start } from '../../web/scripts/start-atlas.cjs';
import { expect, open, test as base } from './atlas';

const binary = process.env.STEPPE_BIN ?? resolve(__dirname, '../../target/release/steppe');

const WELLS = `code;title;type;opened;closed;lon;lat
W1;North well;gas;1998;2011-05;69,3;42,4
W2;South well;oil;2003;;66,1;39,9
W3;Old well;gas;1962;1995;60,5;44,2
`;

const road = { type: 'LineString', coordinates: [[64, 40], [69.3, 41.3], [74.6, 42.9]] };
const ROADS = JSON.stringify({
  type: 'FeatureCollection',
  features: [{ type: 'Feature', properties: { name: 'Road A', built: 1975 }, geometry: road }],
});

const test = base.extend<object, { origin: string }>({
  origin: [async ({}, use) => {
    const around = mkdtempSync(join(tmpdir(), 'atlas-'));
    const [wells, roads] = [join(around, 'gas_wells.csv'), join(around, 'roads.geojson')];
    writeFileSync(wells, WELLS);
    writeFileSync(roads, ROADS);
    const folder = join(around, 'my-region');
    execFileSync(binary, ['init', folder, wells, roads]);
    const { origin, stop } = await start(folder);
    await use(origin);
    await stop();
    rmSync(around, { recursive: true });
  }, { scope: 'worker' }],
});

test('files of your own have layers, kinds and years', async ({ page }) => {
  await open(page);
  await expect(page).toHaveTitle(/My region/);
  const layers = page.getByRole('region', { name: 'Layers' });
  await expect(layers.getByRole('checkbox', { name: 'Gas wells' })).toBeChecked();
  await expect(layers.getByRole('checkbox', { name: 'Roads' })).toBeChecked();
  await expect(page.getByText('2 features on this day')).toBeVisible();
  await open(page, '/?t=2005-06-01');
  await expect(page.getByText('3 features on this day')).toBeVisible();
});
