// On a phone, upright or turned, and in other small windows everything that is pressed is large enough for a finger, in
// every state, and nothing is covered by halves.
import { expect, open, panel, test, type Locator, type Page } from './atlas';

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

function targets(): void {
  for (const [name, path, reach] of STATES) {
    test(name, async ({ page }) => {
      await open(page, path);
      await reach(page);
      expect(await tooSmall(page)).toEqual([]);
    });
  }
}
targets();

for (const size of [{ width: 844, height: 390 }, { width: 640, height: 400 }]) {
  test.describe(`low: ${size.width} x ${size.height}`, () => {
    test.use({ viewport: size });
    if (size.width === 844) targets(); // the other is a window at 200 %, for a pointer as well

    const free = async (...controls: Locator[]) => {
      for (const control of controls) {
        await expect(control).toBeInViewport({ ratio: 1 });
        await control.click({ trial: true }); // nothing lies over it
      }
    };
    const search = (page: Page) => page.getByRole('combobox', { name: 'Search names and places' });
    const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

    test('a feature or a story leaves search, layers and time free', async ({ page }) => {
      for (const path of ['/feature/atasu-alashankou?t=2005-12-15', '/?story=oil-east']) {
        await open(page, path);
        await expect(page.getByRole('button', { name: /^Height of this sheet/ })).toBeVisible();
        await free(search(page), button(page, 'Layers'), button(page, 'Play'), button(page, 'One year on'));
      }
      await free(button(page, 'Next'));
    });

    test('what a note offers is free beside a feature', async ({ page }) => {
      await open(page, '/feature/atasu-alashankou?t=2006-06-30&k=2005-04-03');
      await expect(panel(page)).toBeVisible();
      await free(button(page, 'Back to today'));
    });

    test('the days that are compared are free, and all that changed can be unfolded', async ({ page }) => {
      await open(page, '/?mode=compare&t=2001-06-30&vs=2014-06-30');
      const days = page.getByRole('group', { name: 'The days that are compared' });
      await free(search(page), days.getByRole('textbox', { name: 'Day A' }), days.getByRole('textbox', { name: 'Day B' }), button(page, 'One year on'));
      await page.getByRole('button', { name: /^Height of this sheet/ }).press('ArrowUp');
      await expect(page.getByRole('region', { name: 'List of changes' }).getByRole('listitem').first()).toBeInViewport({ ratio: 1 });
    });

    test('the ends of a range move by steps', async ({ page }) => {
      await open(page, '/?since=2001-01-01&t=2010-12-15');
      await free(button(page, 'One year back'), button(page, 'One year on'));
    });

    test('the table has more than its head', async ({ page }) => {
      await open(page, '/?mode=table');
      await expect(page.getByRole('rowheader').nth(2)).toBeInViewport({ ratio: 1 });
    });
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
