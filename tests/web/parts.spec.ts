// What is not on the first map is fetched when it is first used, and not before.
import { expect, mapAtRest, open, test, type Page } from './atlas';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

const parts: { part: string; code: RegExp; use: (page: Page) => Promise<void> }[] = [
  { part: 'the table', code: /\/Table-/, use: (page) => press(page, 'Table') },
  { part: 'the comparison', code: /\/(Compare|Changes)-/, use: (page) => press(page, 'Compare') },
  { part: 'the stories', code: /\/StoryCard-|\/api\/stories/, use: (page) => press(page, 'Stories') },
  { part: 'the guide', code: /\/Guide-/, use: (page) => press(page, 'How to read this map') },
  { part: 'the filters', code: /\/Filters-/, use: (page) => press(page, 'Filters') },
  {
    part: 'the picture for print',
    code: /\/plating-/,
    use: async (page) => {
      await press(page, 'Take it away');
      await Promise.all([page.waitForEvent('download'), press(page, 'SVG')]);
    },
  },
];

for (const { part, code, use } of parts) {
  test(`${part} comes when it is first used`, async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await open(page);
    await expect(page.getByRole('button', { name: 'Take it away' })).toBeVisible(); // the last part that comes by itself
    expect(asked.filter((path) => code.test(path)), 'before').toEqual([]);
    await use(page);
    await expect.poll(() => asked.filter((path) => code.test(path)).length, 'after').toBeGreaterThan(0);
    await mapAtRest(page);
  });
}
