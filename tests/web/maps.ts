// A data folder with maps of its own beside the atlas, and how to see that they are drawn.
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from './atlas';
import { line, png, PNG, pmtiles, VECTOR } from './pmtiles';

const geodata = resolve(__dirname, '../../geodata');

/** A copy of the data with a red picture (`hills`) and a map of rivers in it; who asks for it removes it. */
export function folderWithMaps(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-'));
  cpSync(geodata, folder, { recursive: true, filter: (path) => path === geodata || /\.\w+$/.test(path) });
  const rivers = { name: 'Rivers', attribution: '<a href="/r">River people</a>', vector_layers: [{ id: 'river', fields: {} }] };
  writeFileSync(join(folder, 'hills.pmtiles'), pmtiles(PNG, { name: 'Red hills', attribution: 'Hill people' }, png(200, 0, 0)));
  writeFileSync(join(folder, 'rivers.pmtiles'), pmtiles(VECTOR, rivers, line()));
  return folder;
}

/** The switch of such a map. */
export const box = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Maps from your folder' }).getByRole('checkbox', { name, exact: true });

export const credits = (page: Page) => page.getByRole('button', { name: 'Whose data the map shows' });

/** Red, green and blue where nothing of ours lies: in the north-east of the map. */
export async function colour(page: Page): Promise<number[]> {
  const picture = (await page.screenshot({ clip: { x: 900, y: 110, width: 1, height: 1 } })).toString('base64');
  return page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.drawImage(image, 0, 0);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }, picture);
}
