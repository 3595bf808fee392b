// On a phone everything that is pressed is large enough for a finger, in every state.
import { expect, open, test, type Page } from './atlas';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

const FINGER = 44; // px

/**
 * What a finger may miss: each control that can be seen, with the size of what takes its presses. Left out are words in
 * running text, the line of credits among them, and the grip of a sheet, which is as wide as the screen.
 */
const tooSmall = (page: Page) => page.evaluate((finger) => {
  const controls = [...document.querySelectorAll<HTMLInputElement>('button, a[href], summary, select, textarea, input:not([type=range])')];
  return controls.flatMap((control) => {
    const inText = getComputedStyle(control).display === 'inline' || control.closest('p') || control.matches('p + button[aria-expanded], .owners, .grip');
    if (inText || control.disabled || !control.checkVisibility({ visibilityProperty: true })) return [];
    const target = control.closest(control.type === 'text' ? '.chip' : 'label') ?? control; // of a label the first field is pressed
    target.scrollIntoView({ block: 'center' });
    const box = target.getBoundingClientRect();
    if (box.width <= 1) return []; // for screen readers alone
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const takes = (right: number, down: number) => target.contains(document.elementFromPoint(x + right, y + down));
    if (!takes(0, 0)) return []; // under another card
    const reach = (right: number, down: number) => {
      let far = 0;
      while (far < finger && takes(right * (far + 1), down * (far + 1))) far += 1;
      return far;
    };
    const [width, height] = [Math.max(box.width, reach(-1, 0) + reach(1, 0) + 1), Math.max(box.height, reach(0, -1) + reach(0, 1) + 1)];
    if (Math.min(width, height) >= finger - 1) return [];
    return [`${control.ariaLabel ?? control.textContent?.trim()}: ${Math.round(width)} x ${Math.round(height)}`];
  });
}, FINGER);

const whole = (page: Page) => page.getByRole('button', { name: 'Height of this sheet: half' }).press('ArrowUp');
async function layers(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Layers' }).click();
  await whole(page);
}
const unfold = (page: Page, name: RegExp) => page.getByRole('button', { name, expanded: false }).click();

const STATES: [name: string, path: string, reach: (page: Page) => Promise<void>][] = [
  ['the layers, with a kind unfolded', '/?t=2012-06-01', async (page) => {
    await layers(page);
    await unfold(page, /^Kinds of Bases/);
  }],
  ['organisations and plan against outcome', '/?t=2012-06-01&org=sco&outcomes=1', async (page) => {
    await layers(page);
    await unfold(page, /^Organisations/);
  }],
  ['the menu of files, with all of them', '/?t=2012-06-01', async (page) => {
    await layers(page);
    await page.getByRole('button', { name: 'Take it away' }).click();
    for (const more of await page.locator('summary').all()) await more.click();
  }],
  ['a feature whose date was moved to', '/feature/gabala-radar-station', whole],
  ['as known on another day', '/feature/atasu-alashankou?t=2006-06-30&k=2005-04-03', whole],
  ['a search', '/', async (page) => page.getByRole('combobox', { name: 'Search names and places' }).fill('kant')],
  ['a link to another version', '/?v=0123456789abcdef', async () => {}],
  ['a day before the first record', '/?t=1900-01-01', async () => {}],
  ['two days that are compared', '/?mode=compare&t=2001-06-30&vs=2014-06-30', async () => {}],
  ['the table', '/?mode=table', async () => {}],
];

for (const [name, path, reach] of STATES) {
  test(name, async ({ page }) => {
    await open(page, path);
    await reach(page);
    expect(await tooSmall(page)).toEqual([]);
  });
}

for (const width of [320, 360, 390]) {
  test(`all years are on a screen of ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 700 });
    await open(page, '/?t=2012-06-01');
    const slider = page.getByRole('slider', { name: 'Day on the map' });
    const box = (await slider.boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    await page.mouse.click(box.x + box.width - 2, box.y + box.height / 2);
    await expect(page).toHaveURL(/t=204\d/);
  });
}

test('what fills the map stands among the chips, and goes with one press', async ({ page }) => {
  await open(page, '/?t=2012-06-01&outcomes=1&org=sco');
  await page.getByRole('button', { name: 'Remove filter: SCO' }).click();
  await expect(page).not.toHaveURL(/org=/);
  await page.getByRole('button', { name: 'Remove filter: Plan against outcome' }).click();
  await expect(page).not.toHaveURL(/outcomes=/);
  await expect(page.getByRole('group', { name: 'Filters that are set' })).toHaveCount(0);
});

test('what is unfolded at the end of a sheet leaves the grip where it is', async ({ page }) => {
  await open(page, '/?t=2012-06-01&org=sco');
  await layers(page);
  await unfold(page, /^Organisations/);
  await unfold(page, /^Countries with dates/);
  await expect(page.getByText('Kazakhstan', { exact: true }).last()).toBeInViewport();
  await expect(page.getByRole('button', { name: /^Height of this sheet/ })).toBeInViewport({ ratio: 1 });
});

test('a note with two buttons says its sentence in a row of its own', async ({ page }) => {
  await open(page, '/feature/khorgos-icbc?t=2012-06-01&k=2001-06-30');
  const text = (await page.getByText('Nothing was known of Khorgos on 30 Jun 2001.').boundingBox())!;
  const back = (await page.getByRole('button', { name: 'Back to today' }).boundingBox())!;
  expect(text.y + text.height).toBeLessThanOrEqual(back.y);
});

test.describe('a first visit', () => {
  test.use({ firstVisit: true });

  test('the hint', async ({ page }) => {
    await open(page);
    await expect(page.getByRole('button', { name: 'Got it' })).toBeVisible();
    expect(await tooSmall(page)).toEqual([]);
  });
});
