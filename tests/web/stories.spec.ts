// Guided stories: every step opens, shows the day and the feature it tells of with its sources, survives
// reload and the history, leaves the reader's own view as it was, and serves every reader.
import type { Stories, StoryStep } from '../../web/src/core/api';
import { expect, expectNoViolation, goTo, mapAtRest, open, panel, test, type Page } from './atlas';

const STORIES = ['oil-east', 'bases-after-2001', 'khorgos', 'cku-railway', 'aral', 'sco'];

const card = (page: Page) => page.getByRole('region', { name: 'Story', exact: true });
const list = (page: Page) => page.getByRole('region', { name: 'Stories', exact: true });
const heading = (page: Page) => card(page).getByRole('heading', { level: 2 });
const next = (page: Page) => card(page).getByRole('button', { name: 'Next' });
const stories = async (page: Page): Promise<Stories> => (await page.request.get('/api/stories')).json();

/** `2005-12-15` as the date field shows it. */
const shown = (iso: string) => {
  const [year, month, day] = iso.split('-').map(Number);
  const name = new Date(Date.UTC(year!, month! - 1, day)).toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  return `${day} ${name} ${year}`;
};

/** The address says what the step tells. */
async function expectTold(page: Page, step: StoryStep): Promise<void> {
  const address = () => new URL(page.url());
  const told = {
    t: step.date, k: step.asOf ?? null, vs: step.versus ?? null, org: step.organisation ?? null,
    outcomes: step.outcomes ? '1' : null,
  };
  await expect.poll(() => Object.fromEntries(Object.keys(told).map((name) => [name, address().searchParams.get(name)]))).toEqual(told);
  expect(address().pathname).toBe(step.selected ? `/feature/${step.selected}` : '/');
}

test('the stories are the six of the folder', async ({ page }) => {
  const told = await stories(page);
  expect(told.stories.map(({ id }) => id)).toEqual(STORIES);
  expect(told.stories.flatMap(({ steps }) => steps).every(({ sources }) => sources.every((key) => told.sources[key]))).toBe(true);
});

for (const id of STORIES) {
  test(`${id}, told from its first step to its last`, async ({ page }) => {
    test.setTimeout(420_000); // up to eight maps, one after the other; the globe is slow in software
    const { stories: all, sources } = await stories(page);
    const story = all.find((s) => s.id === id)!;
    await open(page);
    await page.getByRole('button', { name: 'Stories', exact: true }).click();
    await list(page).getByRole('button', { name: story.title.en! }).click();
    for (const [i, step] of story.steps.entries()) {
      await expect(heading(page)).toHaveText(step.title.en!);
      await expect(card(page)).toContainText(step.text.en!);
      await expect(card(page)).toContainText(`${i + 1} of ${story.steps.length}`);
      await expect(card(page)).toContainText(shown(step.date));
      if (!step.versus) await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue(shown(step.date));
      for (const key of step.sources) await expect(card(page).getByText(sources[key]!.title, { exact: true })).toBeVisible();
      await expectTold(page, step);
      await expect(panel(page)).toHaveCount(0);
      if (i < story.steps.length - 1) await next(page).click();
    }
    await mapAtRest(page);
    await card(page).getByRole('button', { name: 'All stories' }).click();
    await expect(list(page)).toBeVisible();
  });
}

test('the reader gets the own view back', async ({ page }) => {
  await open(page, '/?t=2012-06-01&z=5&c=45,70&off=gas&on=closed');
  const before = new URL(page.url());
  await page.getByRole('button', { name: 'Stories', exact: true }).click();
  await list(page).getByRole('button', { name: /oil line east/ }).click();
  await next(page).click();
  await expect(heading(page)).toHaveText('A start that is put off');
  await card(page).getByRole('button', { name: 'Close the story' }).click();
  await expect(card(page)).toHaveCount(0);
  await expect.poll(() => [...new URL(page.url()).searchParams]).toEqual([...before.searchParams]);
  await expect(page.getByRole('checkbox', { name: 'Closed', exact: true })).toBeChecked();
});

test('a story goes on after a reload, and back and forward turn its pages', async ({ page }) => {
  await open(page, '/?story=khorgos&step=3');
  await expect(heading(page)).toHaveText('Rails from the east');
  await expect(page).toHaveURL(/t=2010-07-31/);
  await mapAtRest(page);
  await next(page).click();
  await expect(heading(page)).toHaveText('Three dates for one opening');
  await expect(page).toHaveURL(/step=4/);
  await page.reload();
  await expect(heading(page)).toHaveText('Three dates for one opening');
  await page.goBack();
  await expect(heading(page)).toHaveText('Rails from the east');
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('31 Jul 2010');
  await page.goForward();
  await expect(heading(page)).toHaveText('Three dates for one opening');
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('30 Apr 2012');
});

test('the reader may look elsewhere, read the record and return to the step', async ({ page }) => {
  await open(page, '/?story=oil-east&step=4');
  await expect(heading(page)).toHaveText('Opened in the month promised');
  await expect(page).toHaveURL(/z=/);
  await goTo(page, '2010-12-31');
  await expect(page).toHaveURL(/t=2010-12-31/);
  await expect(heading(page)).toHaveText('Opened in the month promised');
  await card(page).getByRole('button', { name: 'Return to the step' }).click();
  await expect(page.getByRole('textbox', { name: 'Date' })).toHaveValue('20 Dec 2005');
  await card(page).getByRole('button', { name: /^Open the record/ }).click();
  await expect(panel(page).getByRole('heading', { level: 2 })).toContainText('Atasu');
  await panel(page).getByRole('button', { name: 'Close', exact: true }).click();
  await expect(heading(page)).toHaveText('Opened in the month promised');
});

test('the keys alone are enough', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Stories', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(list(page).getByRole('heading', { level: 2 })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(card(page)).toContainText('2 of 8');
  await page.keyboard.press('ArrowLeft');
  await expect(card(page)).toContainText('1 of 8');
  await page.keyboard.press('Escape');
  await expect(card(page)).toHaveCount(0);
});

test('in another language the card says in which one its text is', async ({ page }) => {
  await open(page, '/?story=aral&lang=ru');
  const story = page.getByRole('region', { name: 'История', exact: true });
  await expect(story.getByText('Тексты историй есть пока только на одном языке: English.')).toBeVisible();
  await expect(story.locator('.text')).toHaveAttribute('lang', 'en');
  await open(page, '/?story=aral');
  await expect(card(page).locator('.text')).toBeVisible();
  await expect(card(page).getByText('The texts of the stories are in')).toBeHidden();
});

test('where the texts are in several languages, the card does not say that there is but one', async ({ page }) => {
  await page.route('**/api/stories*', async (route) => {
    const answer = await (await route.fetch()).json();
    for (const story of answer.stories) for (const step of story.steps) step.text.zh = '正文';
    await route.fulfill({ json: answer });
  });
  await open(page, '/?story=aral&lang=ru');
  const story = page.getByRole('region', { name: 'История', exact: true });
  await expect(story.getByText('Текстов историй на вашем языке пока нет, они показаны на языке: English.')).toBeVisible();
  await expect(story.getByText('только на одном языке')).toBeHidden();
  await page.getByRole('button', { name: 'Закрыть историю' }).click();
  await open(page, '/?story=aral&lang=zh');
  await expect(page.locator('.text')).toHaveText('正文');
});

test('a story that is not there is told so, with the way to the others', async ({ page }) => {
  await open(page, '/?story=no-such-story&step=2');
  await expect(card(page)).toContainText('There is no story “no-such-story” in this atlas.');
  await card(page).getByRole('button', { name: 'All stories' }).click();
  await expect(list(page).getByRole('button')).toHaveCount(STORIES.length + 1);
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test('axe finds nothing in the list or in a step', async ({ page, faults }) => {
      await open(page);
      await page.getByRole('button', { name: 'Stories', exact: true }).click();
      await expect(list(page).getByRole('heading', { level: 2 })).toBeVisible();
      await expectNoViolation(page, faults);
      await list(page).getByRole('button', { name: /promised since 1996/ }).click();
      await expect(heading(page)).toBeVisible();
      await expectNoViolation(page, faults);
    });
  });
}

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('a story in the sheet', async ({ page, faults }) => {
    await open(page);
    await page.getByRole('button', { name: 'Layers' }).click();
    await page.getByRole('button', { name: 'Stories', exact: true }).click();
    await expectNoViolation(page, faults);
    await list(page).getByRole('button', { name: /shrinking Aral/ }).click();
    await expect(heading(page)).toHaveText('The sea of 1960');
    await next(page).click();
    await expect(heading(page)).toHaveText('Two seas in 1987');
    await expect(card(page)).toContainText('2 of 7');
    for (const name of ['Back', 'Next', 'Return to the step']) {
      const box = (await card(page).getByRole('button', { name }).boundingBox())!;
      expect(Math.round(box.height), `${name} is high enough for a finger`).toBeGreaterThanOrEqual(44);
    }
    await expectNoViolation(page, faults);
  });
});
