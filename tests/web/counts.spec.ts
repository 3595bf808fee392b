// One number, four places: the layer card, the sentence, the histogram and the API count alike.
import { drawnYears, expect, goTo, numberIn, open, sentence, test, type Page } from './atlas';

const DAYS = [
  '1991-12-31', '1995-06-30', '1996-12-31', '1999-12-31', '2001-12-31', '2005-12-31',
  '2008-12-31', '2012-12-31', '2014-12-31', '2020-12-31', '2030-12-31',
];
const LAYERS = ['pipelines', 'corridors', 'zones', 'bases'];
const SHOWN = 'proposed,reported,agreed,construction,operating,idle,shelved';

async function askedOfApi(page: Page, layer: string, parameters: Record<string, string>): Promise<number> {
  const query = new URLSearchParams({ ...parameters, limit: '1' });
  const response = await page.request.get(`/api/collections/${layer}/items?${query}`);
  expect(response.status(), await response.text()).toBe(200);
  return (await response.json()).numberMatched;
}

async function countOf(page: Page, name: string): Promise<number> {
  const row = page.locator('.row').filter({ has: page.getByRole('checkbox', { name, exact: true }) });
  return numberIn(await row.locator('.count').textContent());
}

test('card, sentence, histogram and API agree on eleven days, ten of them year ends', async ({ page }) => {
  test.slow();
  await open(page);
  for (const day of DAYS) {
    await goTo(page, day);
    const inSentence = numberIn(await sentence(page).textContent());
    const asked = await Promise.all(LAYERS.map((layer) => askedOfApi(page, layer, { datetime: day, status: SHOWN })));
    const names = ['Pipelines', 'Corridors', 'Zones', 'Bases'];
    const inCard = await Promise.all(names.map((name) => countOf(page, name)));

    expect(inCard, `${day}: card and API`).toEqual(asked);
    expect(inSentence, `${day}: sentence`).toBe(asked.reduce((a, b) => a + b, 0));
    expect(numberIn(await page.getByText(/\d+ shown/).textContent()), `${day}: head of the card`).toBe(inSentence);
    if (day.endsWith('12-31')) expect((await drawnYears(page)).filter(({ chosen }) => chosen), `${day}: histogram`).toEqual([{ year: Number(day.slice(0, 4)), count: inSentence, chosen: true }]);
  }
});

test('events of the twelve months up to the day are counted by card and API alike', async ({ page }) => {
  await open(page, '/?t=2005-12-15');
  const asked = await askedOfApi(page, 'events', { datetime: '2004-12-16/2005-12-15' });
  expect(await countOf(page, 'Events, last 12 months')).toBe(asked);
});

test('the number beside each status is that of the API', async ({ page }) => {
  await open(page, '/?t=2012-12-31');
  for (const [name, id] of [['Operating', 'operating'], ['Construction', 'construction'], ['Proposed', 'proposed']] as const) {
    const asked = await Promise.all(LAYERS.map((layer) => askedOfApi(page, layer, { datetime: '2012-12-31', status: id })));
    expect(await countOf(page, name), name).toBe(asked.reduce((a, b) => a + b, 0));
  }
});

test('what changed this year is what the server says of the ends of the two years', async ({ page }) => {
  await open(page);
  for (const year of [1992, 2004, 2005, 2012, 2024]) {
    await goTo(page, `${year}-06-30`);
    const { counts } = await (await page.request.get(`/changes?from=${year - 1}-12-31&to=${year}-12-31`)).json();
    const changed = counts.opened.features + counts.closed.features + counts.changed.features;
    await expect(sentence(page), String(year)).toContainText(`${changed} changed this year`);
  }
});
