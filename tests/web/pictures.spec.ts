// A few views as pictures: what no other test sees is whether the map looks as it did.
// After a change that is meant, look at the new ones: `npm run test:browser -- pictures --update-snapshots`.
import { expect, open, test } from './atlas';

const views = [
  { name: 'opening', path: '/?t=2026-06-30' },
  { name: 'opening-dark', path: '/?t=2026-06-30', dark: true },
  { name: 'globe', path: '/?t=2026-06-30&z=1.8&c=42,70' },
  { name: 'fergana', path: '/?t=2012-06-30&z=6.3&c=40.6,72.2' },
  { name: 'khorgos-zh', path: '/?t=2020-06-30&z=8&c=44.2,80.3&lang=zh' },
  { name: 'aral-1960', path: '/?t=1960-06-30&z=5.6&c=45,60' },
  { name: 'aral-2003', path: '/?t=2003-06-30&z=5.6&c=45,60' },
  { name: 'aral-2018', path: '/?t=2018-06-30&z=5.6&c=45,60' },
];

test.use({ viewport: { width: 900, height: 700 } });

for (const { name, path, dark } of views) {
  test(`${name} looks as it did`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await open(page, path);
    // The map between card and edges; what lies on it has tests of its own.
    await expect(page).toHaveScreenshot(`${name}.png`, {
      clip: { x: 328, y: 64, width: 560, height: 430 },
      // Other machines smooth edges otherwise; a colour, a label or a line that is gone is more than this.
      maxDiffPixelRatio: 0.03,
      threshold: 0.15,
    });
  });
}
