// For every reader: axe finds nothing wrong in any state, and the keyboard alone is enough.
import { expect, expectNoViolation, goTo, mapAtRest, open, panel, results, sentence, test, withoutWebGl, type Page } from './atlas';
import { difference } from './pixels';

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test('the map with its cards', async ({ page, faults }) => {
      await open(page);
      await expectNoViolation(page, faults);
    });

    test('with a feature open, everything unfolded', async ({ page, faults }) => {
      await open(page, '/feature/atasu-alashankou?t=2005-12-15');
      await expect(panel(page).getByRole('heading', { level: 2 })).toBeVisible();
      await panel(page).locator('details').evaluateAll((all) => all.forEach((d) => ((d as HTMLDetailsElement).open = true)));
      await expectNoViolation(page, faults);
    });

    test('with results of a search, the menu of files and a citation', async ({ page, faults }) => {
      await open(page, '/feature/khorgos-icbc?t=2012-06-01');
      await panel(page).getByRole('button', { name: 'Cite' }).click();
      await page.getByRole('combobox', { name: 'Search names and places' }).fill('khorgos');
      await expect(results(page).first()).toBeVisible();
      // The list lies over switches; those half covered are small only while it is open.
      await expectNoViolation(page, faults, ['target-size']);
      await page.getByRole('button', { name: 'Take it away' }).click();
      await expectNoViolation(page, faults);
    });
  });
}

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the map', async ({ page, faults }) => {
    await open(page);
    await expectNoViolation(page, faults);
  });

  test('the sheet of layers', async ({ page, faults }) => {
    await open(page);
    await page.getByRole('button', { name: 'Layers' }).click();
    await expect(page.getByRole('checkbox', { name: 'Pipelines', exact: true })).toBeVisible();
    await expectNoViolation(page, faults);
  });

  test('the sheet of a feature, and its three heights by keyboard', async ({ page, faults }) => {
    await open(page, '/feature/atasu-alashankou?t=2005-12-15');
    const sheet = panel(page);
    await expect(sheet.getByRole('heading', { level: 2 })).toBeVisible();
    await expectNoViolation(page, faults);
    const height = async () => (await sheet.boundingBox())!.height;
    expect(await height()).toBeCloseTo(412, 0);
    await sheet.getByRole('button', { name: /^Height of this sheet/ }).focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(height).toBeGreaterThan(600);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(height).toBeCloseTo(96, 0);
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  });

  test('a drag opens the sheet further', async ({ page }) => {
    await open(page, '/feature/atasu-alashankou?t=2005-12-15');
    const grip = (await panel(page).getByRole('button', { name: /^Height of this sheet/ }).boundingBox())!;
    await page.mouse.move(grip.x + grip.width / 2, grip.y + 8);
    await page.mouse.down();
    await page.mouse.move(grip.x + grip.width / 2, 120, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await panel(page).boundingBox())!.height).toBeGreaterThan(600);
  });
});

test('the live region speaks the state once time is at rest', async ({ page }) => {
  await open(page);
  await goTo(page, '2005-12-15');
  const spoken = page.getByRole('status').filter({ hasText: '15 Dec 2005' });
  await expect(spoken).toHaveText(/^15 Dec 2005: \d+ features, 9 changed this year/);
  expect(await spoken.textContent()).toContain((await sentence(page).locator('b').textContent())!);
});

test('at 200 % everything is there, and nothing is to be scrolled sideways', async ({ page, faults }) => {
  await page.setViewportSize({ width: 640, height: 400 }); // a window of 1280 × 800 at 200 %
  await open(page, '/?t=2012-06-01');
  for (const name of ['Play', 'One year on']) await expect(page.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  await page.getByRole('button', { name: 'Layers' }).click();
  await expect(page.getByRole('checkbox', { name: 'Pipelines', exact: true })).toBeInViewport({ ratio: 1 });
  await expectNoViolation(page, faults);
  const stories = page.getByRole('button', { name: 'Stories', exact: true });
  await stories.scrollIntoViewIfNeeded();
  await expect(stories).toBeInViewport({ ratio: 1 });
  await open(page, '/feature/atasu-alashankou?t=2005-12-15');
  await expect(panel(page).getByText('since 15 Dec 2005').first()).toBeInViewport({ ratio: 1 });
  await expectNoViolation(page, faults);
  const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
  expect(scroll).toBe(client);
});

test('with forced colours what is chosen can still be told from what is not', async ({ page, faults }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await open(page);
  const look = (name: string) => page.getByRole('button', { name, exact: true }).evaluate((button) => {
    const { backgroundColor, outlineStyle, borderTopStyle } = getComputedStyle(button);
    return [backgroundColor, outlineStyle, borderTopStyle].join();
  });
  expect(await look('Map')).not.toBe(await look('Table'));
  const box = page.getByRole('checkbox', { name: 'Pipelines', exact: true });
  expect(await box.evaluate((input) => getComputedStyle(input).appearance)).toBe('auto');
  await expectNoViolation(page, faults);

  for (const edged of [page.locator('.layers'), page.locator('.tools.card'), page.getByRole('button', { name: 'One year on' }), page.getByRole('search')]) {
    await expect(edged).toHaveCSS('outline-style', 'solid');
  }
  await page.getByRole('button', { name: 'One year on' }).focus();
  await page.keyboard.press('Shift+Tab');
  await expect(page.locator(':focus-visible')).toHaveCSS('outline-width', '2px'); // of the focus, not of the edge

  const ground = (of: ReturnType<Page['locator']>) => of.evaluate((element) => getComputedStyle(element).backgroundColor);
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await mapAtRest(page);
  const side = (name: string) => ground(page.locator('.sides label').filter({ has: page.getByRole('radio', { name }) }));
  expect(await side('Day A')).not.toBe(await side('Day B'));
  await expectNoViolation(page, faults);
  for (const part of ['line', 'knob svg'].map((name) => page.locator(`.divider .${name}`))) {
    const seen = await part.screenshot();
    await part.evaluate((element) => { (element as HTMLElement).style.opacity = '0'; });
    expect(await difference(page, seen, await part.screenshot())).toBeGreaterThan(0.1);
  }

  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const icon = (kind: string) => page.getByRole('row').filter({ hasText: kind }).first().locator('.icon').screenshot();
  expect(await difference(page, await icon('Gas pipeline'), await icon('Railway'))).toBeGreaterThan(0.1);
  const names = page.getByRole('rowheader');
  await names.nth(1).getByRole('button').click();
  await expect(panel(page)).toBeVisible();
  await page.mouse.move(640, 4); // off the rows
  expect(await ground(names.nth(1))).not.toBe(await ground(names.nth(2)));
  await expectNoViolation(page, faults);

  await page.getByRole('combobox', { name: 'Search names and places' }).fill('kant');
  await expect(results(page).nth(1)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const chosen = results(page).and(page.locator('[aria-selected=true]'));
  const other = results(page).and(page.locator('[aria-selected=false]')).first();
  expect(await ground(chosen)).not.toBe(await ground(other));
});

test('the keyboard alone moves time and opens and closes a feature', async ({ page }) => {
  await open(page);
  const date = page.getByRole('textbox', { name: 'Date' });
  const tabTo = async (reached: () => Promise<boolean>, key = 'Tab') => {
    for (let i = 0; i < 120 && !(await reached()); i++) await page.keyboard.press(key);
    expect(await reached()).toBe(true);
  };
  const isFocused = (role: string, name: string) => () =>
    page.evaluate(([r, n]) => {
      const element = document.activeElement;
      return (element?.getAttribute('role') ?? (element as HTMLInputElement | null)?.type) === r && element?.getAttribute('aria-label') === n;
    }, [role, name] as const);

  await tabTo(isFocused('range', 'Day on the map'));
  await page.keyboard.press('PageDown');
  await expect(date).toHaveValue('24 Nov 2025');
  await page.keyboard.press('Home');
  await expect(date).toHaveValue('1 Jan 1980');
  await page.keyboard.press('PageUp');
  await expect(date).toHaveValue('1 Jan 1981');

  await page.keyboard.press('/');
  await page.keyboard.type('manas');
  await expect(results(page).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('heading', { level: 2 })).toBeFocused();
  await tabTo(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Close'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(panel(page)).toHaveCount(0);
});

test('without WebGL the same features are a table', async ({ page, faults }) => {
  await withoutWebGl(page);
  await page.goto('/?t=2005-12-15');
  await expect(page.getByText('This browser cannot draw the map.')).toBeVisible();
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await page.getByRole('button', { name: 'Atasu–Alashankou', exact: true }).click();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Atasu');
  await expectNoViolation(page, faults);
  faults.console.length = 0; // the library reports what it lacks
});
