// No page escapes the watch for faults, however a test opens it.
import { expect, test } from './atlas';

test('what goes wrong is seen on the page of the test, on a second one, and in a fresh browser', async ({ page, context, browser, faults }) => {
  const fresh = await browser.newContext();
  const pages = [page, await context.newPage(), await fresh.newPage(), await browser.newPage()];
  for (const [i, each] of pages.entries()) {
    await each.evaluate((i) => {
      console.error(`fault ${i}`);
      setTimeout(() => { throw new Error(`thrown ${i}`); });
    }, i);
  }
  const expected = pages.flatMap((_, i) => [`fault ${i}`, `Error: thrown ${i}`]).sort();
  await expect.poll(() => [...faults.console].sort()).toEqual(expected);
  faults.console.length = 0; // all of it was asked for
  await fresh.close();
  await pages.at(-1)!.close();
});
