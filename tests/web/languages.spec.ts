// The page in seven languages: every word of it, its dates, its address, and nothing of a language nobody chose.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, expectNoViolation, mapAtRest, open, test, type Locator, type Page } from './atlas';

const folder = resolve(__dirname, '../../web/src/words');
type Tree = { [key: string]: string | Tree };
const words = (name: string) => JSON.parse(readFileSync(resolve(folder, `${name}.json`), 'utf8')) as Tree;

/** What 15 December 2005 is in each language. */
const DAY: Record<string, string> = {
  ru: '15 дек. 2005', zh: '2005年12月15日', kk: '2005 ж. 15 жел.', ky: '2005-ж. 15-дек.',
  uz: '2005-yil 15-dek.', tg: '15 дек. 2005',
};

/** Texts of a catalogue by key, each plural form by itself. */
function texts(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : texts(value, `${prefix}${key}.`));
}

/** Patterns of all English texts that the language says in other words. */
function english(lang: string): RegExp[] {
  const parts = readdirSync(folder).filter((name) => /^en\..*json$/.test(name) && !name.includes('.locale.'));
  return parts.map((name) => name.slice(2, -'.json'.length)).flatMap((part) => {
    const own = new Map(texts(words(`${lang}${part}`)));
    return texts(words(`en${part}`)).filter(([key, text]) => own.get(key) !== text).map(([, text]) => text.trim());
  }).filter((text) => text.replace(/\{\w+\}/g, '').replace(/[^A-Za-z]/g, '').length >= 4)
    .map((text) => text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+'))
    .map((pattern) => new RegExp(`^${pattern}$`, 's'));
}

/** Every text and every name of a control in the page, but what the records themselves say. */
const shown = (page: Page) => page.evaluate(() => {
  const found: string[] = [];
  for (const element of document.querySelectorAll('main *')) {
    if (element.closest('[lang=en], [data-source], option')) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext']) found.push(element.getAttribute(name) ?? '');
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? '');
  }
  return found.map((text) => text.trim()).filter(Boolean);
});

/** All texts of a language by key. */
function spokenIn(lang: string): (key: string) => string {
  const names = readdirSync(folder).filter((name) => name.startsWith(`${lang}.`) && !name.includes('.locale.'));
  const all = new Map(names.flatMap((name) => texts(words(name.slice(0, -'.json'.length)))));
  return (key) => all.get(key)!;
}

/** What is still in English of all that the page shows. */
async function leftIn(page: Page, patterns: RegExp[]): Promise<string[]> {
  const here = await shown(page);
  return here.filter((text) => patterns.some((pattern) => pattern.test(text)));
}

/** What is not as Chinese is written: marks of other languages, and spaces within a sentence. */
const WESTERN = /\p{Script=Han}[,;:(]|[,;:(] ?\p{Script=Han}|[\p{Script=Han}，、；：。] +\p{Script=Han}/u;
async function western(page: Page): Promise<string[]> {
  const lines = await page.evaluate(() => {
    /** Text as it stands in its lines: what is no part of a line begins and ends one. */
    function linesIn(element: Element): string {
      if (element.matches('[lang=en], [data-source], option')) return '…';
      const parts = [...element.childNodes].map((node) => (node instanceof Element ? linesIn(node) : node.textContent ?? ''));
      const inline = getComputedStyle(element).display.startsWith('inline') && !element.matches('.used'); // a tag, not a word
      return inline ? parts.join('').replace(/\s+/g, ' ') : `\n${parts.join('').replace(/[^\S\n]+/g, ' ')}\n`;
    }
    return linesIn(document.querySelector('main')!).split(/\s*\n\s*/);
  });
  return [...lines, ...await shown(page)].filter((text) => WESTERN.test(text));
}

for (const lang of Object.keys(DAY)) {
  test(`${lang}: card, time bar and panel are in it, at once and by its own rules`, async ({ page, faults }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    // The first heading that ever stands in the page.
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        const heading = document.querySelector('#app main h1');
        if (!heading) return;
        (window as { first?: string }).first = heading.textContent ?? '';
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    });
    const address = `/feature/atasu-alashankou?t=2005-12-15&lang=${lang}`;
    await open(page, address);
    const own = new Map(texts(words(lang)));
    const record = new Map(texts(words(`${lang}.record`)));
    expect(await page.evaluate(() => (window as { first?: string }).first)).toBe(own.get('app.heading'));
    await expect(page.locator('html')).toHaveAttribute('lang', lang);

    await expect(page.getByRole('region', { name: own.get('layers.title')!, exact: true })).toBeVisible();
    await expect(page.getByRole('textbox', { name: own.get('time.date')! })).toHaveValue(DAY[lang]!);
    await expect(page.getByRole('heading', { name: record.get('feature.sources.title')!, exact: true })).toBeVisible();
    expect((await shown(page)).length).toBeGreaterThan(100);
    expect(await leftIn(page, english(lang))).toEqual([]);
    if (lang === 'zh') expect(await western(page)).toEqual([]);

    // The vocabulary is in the language, too.
    const { layers } = await (await page.request.get('/api/atlas')).json();
    await expect(page.getByRole('checkbox', { name: layers[0].name[lang], exact: true })).toBeVisible();

    expect(new URL(page.url()).searchParams.get('lang')).toBe(lang);
    const catalogues = asked.flatMap((path) => /\/assets\/(ru|zh|kk|ky|uz|tg)[.-]/.exec(path)?.[1] ?? []);
    expect([...new Set(catalogues)]).toEqual([lang]);
    await expectNoViolation(page, faults);
  });
}

/** What opens beside the map, one after another in one page: how to come there, and what is there then. */
const OPENED: Record<string, (page: Page, say: (key: string) => string) => Promise<Locator>> = {
  hint: async (page, say) => page.getByRole('region', { name: say('hint.title') }),
  filters: async (page, say) => {
    await page.getByRole('button', { name: say('hint.done') }).click();
    await unfold(page, say('layers.filters'));
    await unfold(page, say('filters.facet.country'));
    return page.getByRole('textbox', { name: say('filters.text') });
  },
  organisations: async (page, say) => {
    await unfold(page, say('layers.organisations'));
    await page.getByRole('radio', { name: say('layers.organisation.sco') }).check();
    await unfold(page, say('organisations.countries'));
    return page.locator('.countries li').first();
  },
  outcomes: async (page, say) => {
    await page.getByRole('switch', { name: say('outcome.switch') }).click();
    return page.getByRole('list', { name: say('outcome.switch') });
  },
  guide: async (page, say) => {
    await page.getByRole('button', { name: say('layers.guide') }).click();
    return page.getByRole('region', { name: say('help.title') });
  },
  'take menu': async (page, say) => {
    await page.getByRole('button', { name: say('help.close') }).click();
    await page.getByRole('button', { name: say('take.title') }).click();
    return page.getByRole('group', { name: say('take.title') });
  },
  stories: async (page, say) => {
    await page.getByRole('button', { name: say('tools.stories'), exact: true }).click();
    return page.getByText(say('stories.about'));
  },
  'story step': async (page, say) => {
    await page.getByRole('region', { name: say('stories.title'), exact: true }).locator('li button').first().click();
    return page.getByRole('navigation', { name: say('story.steps') });
  },
  table: async (page) => {
    await page.goto(`${at(page)}&mode=table`);
    return page.getByRole('table').locator('td.layer').first();
  },
  compare: async (page, say) => {
    await page.goto(`${at(page)}&mode=compare&vs=2001-06-30`);
    return page.getByRole('region', { name: say('compare.list') });
  },
  range: async (page) => {
    await page.goto(`${at(page)}&since=2001-01-01`);
    return page.locator('.sentence b');
  },
  'as known': async (page, say) => {
    await page.goto(`${at(page)}&k=2005-04-03`);
    await page.getByRole('button', { name: new RegExp(`^${say('time.asKnown')}`) }).click();
    return page.getByRole('group', { name: say('known.title') });
  },
  notice: async (page, say) => {
    await page.goto(`${at(page)}&q=zzzz`);
    return page.getByRole('button', { name: say('notice.showAll'), exact: true });
  },
};
const unfold = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name}`), expanded: false }).last().click();
const at = (page: Page) => `/?t=2012-06-30&lang=${new URL(page.url()).searchParams.get('lang')}`;

test.describe('what opens beside the map', () => {
  test.use({ firstVisit: true });
  for (const lang of ['ru', 'zh']) {
    test(`is in the language, too (${lang})`, async ({ page }) => {
      test.setTimeout(240_000); // a dozen views of the map
      const [say, patterns] = [spokenIn(lang), english(lang)];
      await page.goto('/'); // whoever follows a link to something gets no hint
      await page.getByRole('combobox', { name: 'Language' }).selectOption(lang);
      await expect(page).toHaveURL(new RegExp(`lang=${lang}`));
      for (const [name, opened] of Object.entries(OPENED)) {
        await expect(await opened(page, say), name).toBeVisible({ timeout: 60_000 });
        // The words of a panel may come after it.
        await expect.poll(() => leftIn(page, patterns), name).toEqual([]);
        if (lang === 'zh') expect.soft(await western(page), name).toEqual([]);
      }
    });
  }
});

test('the language changes without a new page, says that a machine translated, and back goes back', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await open(page, '/?t=2005-12-15');
  expect(asked.filter((path) => /\/assets\/(ru|zh|kk|ky|uz|tg)[.-]|noto-sans-han/.test(path))).toEqual([]);
  const [ru, kk] = [new Map(texts(words('ru'))), new Map(texts(words('kk')))];
  await page.evaluate(() => ((window as { same?: boolean }).same = true));

  const select = page.getByRole('combobox', { name: 'Language' });
  await select.focus();
  await select.selectOption('ru');
  await expect(page.getByRole('heading', { name: ru.get('layers.title')!, exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(page.getByText(ru.get('tools.byMachine')!)).toBeVisible();
  await page.getByRole('combobox', { name: ru.get('tools.language')! }).selectOption('kk');
  await expect(page.getByRole('textbox', { name: kk.get('time.date')! })).toHaveValue(DAY.kk!);
  await expect(page).toHaveURL(/lang=kk/);
  await mapAtRest(page);

  await page.goBack();
  await expect(page.getByRole('heading', { name: ru.get('layers.title')!, exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Layers', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(await page.evaluate(() => (window as { same?: boolean }).same)).toBe(true);
});

test('a feature is headed by its name in the language, its own and the English one beside it', async ({ page }) => {
  await open(page, '/feature/atasu-alashankou?t=2005-12-15&lang=ru');
  const { properties } = await (await page.request.get('/api/collections/pipelines/items/atasu-alashankou')).json();
  const head = page.locator('#feature-name');
  await expect(head).toHaveText(properties.name.ru);
  await expect(head).toHaveAttribute('lang', 'ru');
  const beside = page.locator('header .names li');
  await expect(beside.filter({ hasText: properties.name.en })).toHaveCount(1);
  await expect(beside.filter({ hasText: properties.name.kk })).toHaveCount(1);
});

test('a language that nobody translated stays in English', async ({ page }) => {
  await open(page, '/?lang=fr');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { name: 'Layers', exact: true })).toBeVisible();
});

/** The 28th of the month whose name is longest in this language. */
async function longestDay(page: Page, lang: string): Promise<string> {
  const { months } = words(`${lang}.locale`) as unknown as { months: string[] };
  const widths = await page.evaluate((names) => {
    const pen = document.createElement('canvas').getContext('2d')!;
    pen.font = `600 16px ${getComputedStyle(document.body).fontFamily}`;
    return names.map((name) => pen.measureText(name).width);
  }, months);
  return `${String(widths.indexOf(Math.max(...widths)) + 1).padStart(2, '0')}-28`;
}

/** What is wider than where it stands, or higher than what is shown of it. */
const cutIn = (parts: Locator) => parts.evaluateAll((all) => all
  .filter((part) => part.scrollWidth > part.clientWidth
    || (part.scrollHeight > part.clientHeight && getComputedStyle(part).overflowY !== 'visible'))
  .map((part) => (part as HTMLInputElement).value ?? part.textContent));

/** Words that go on in the next line without a space. */
const brokenIn = (parts: Locator) => parts.evaluateAll((all) => all.flatMap((part) => {
  const [text, range] = [part.firstChild as Text, document.createRange()];
  return [...text.data.matchAll(/\p{L}+/gu)].filter(({ 0: word, index }) => {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return !/\p{Script=Han}/u.test(word) && new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
  }).map(([word]) => word);
}));

for (const lang of ['en', ...Object.keys(DAY)]) {
  test(`no date and no status is cut, wide or narrow (${lang})`, async ({ page }) => {
    test.setTimeout(180_000); // ten layouts
    await page.goto(`/?lang=${lang}&mode=table`);
    await expect(page.locator('td.outcome .date').first()).toBeAttached();
    const day = await longestDay(page, lang);
    for (const width of [1280, 390, 360]) {
      await page.setViewportSize({ width, height: 2000 }); // most rows at once
      await expect(page.locator('td.outcome .date').nth(9)).toBeAttached();
      expect(await cutIn(page.locator('td.since, td.outcome .date, td.status .text'))).toEqual([]);
      expect(await page.locator('td.outcome .date').evaluateAll((all) => Math.max(...all.map((date) => date.clientHeight)))).toBeLessThan(36); // in its row
      expect(await brokenIn(page.locator('td.status .text'))).toEqual([]);
    }
    for (const width of [1280, 700, 390, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`/?lang=${lang}&since=2001-${day}&t=2010-${day}`);
      await expect(page.locator('.bar input.range')).toBeVisible();
      expect(await cutIn(page.locator(width < 640 ? '.bar .ends' : '.bar input.range'))).toEqual([]);
    }
    await page.goto(`/?lang=${lang}&t=2001-${day}`);
    await expect(page.locator('.bar input[type=text]')).toBeVisible();
    expect(await cutIn(page.locator('.bar input[type=text]'))).toEqual([]);
    for (const width of [1280, 390, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`/?lang=${lang}&mode=compare&t=2001-${day}&vs=2010-${day}`);
      await expect(page.locator('.chip input')).toHaveCount(2);
      expect(await cutIn(page.locator('.chip input'))).toEqual([]);
    }
  });

  test(`the last rows of the layers fit a narrow phone (${lang})`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open(page, `/?lang=${lang}`);
    await page.locator('.buttons button').first().click();
    const last = page.locator('.tools .modes button').last();
    await last.scrollIntoViewIfNeeded();
    await expect(last).toBeInViewport({ ratio: 1 });
    const { right, across } = await last.evaluate((button) => ({
      right: button.getBoundingClientRect().right, across: button.closest('.content')!.scrollWidth - button.closest('.content')!.clientWidth,
    }));
    expect(right).toBeLessThanOrEqual(348);
    expect(across).toBe(0);
    expect(await cutIn(page.locator('.tools .modes button'))).toEqual([]);
  });

  test(`no kind and no column is cut (${lang})`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 2000 }); // all zones at once
    await open(page, `/?t=2020-06-30&mode=table&lang=${lang}`);
    const zones = page.locator('.row.layer').nth(2);
    await zones.hover();
    await zones.locator('.only').click();
    await zones.locator('.open').click();
    await expect(page.locator('.row.category .name')).toHaveCount(15);
    await page.getByRole('table').locator('td.layer').first().waitFor();
    const cut = await page.locator('.row .name, td.layer .text, thead th span, thead th small').evaluateAll((all) => all
      .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => scrollWidth > clientWidth || scrollHeight > clientHeight)
      .filter((part) => getComputedStyle(part).overflow !== 'visible' || part.scrollWidth > part.clientWidth)
      .map(({ textContent }) => textContent));
    expect(cut).toEqual([]);
  });
}
