// The life bar keeps order, stays inside its width and says where the scale changes.
import { describe, expect, it } from 'vitest';
import { dayOf } from './day';
import { lifeBar, type LifeInput, type LifePeriod } from './life';

const period = (status: LifePeriod['status'], from: number, certainFrom = from): LifePeriod =>
  ({ status, planned: false, from, certainFrom, word: status, year: '2004' });

const atasu: LifeInput = {
  periods: [
    period('proposed', dayOf(1997), dayOf(1997, 12, 31)),
    period('agreed', dayOf(2004, 5, 17)),
    period('construction', dayOf(2004, 9, 28)),
    period('operating', dayOf(2005, 12, 15)),
  ],
  plans: [{ said: dayOf(2005, 4, 3), due: dayOf(2005, 12, 31), text: 'opening promised for Dec 2005', late: null }],
  day: dayOf(2005, 12, 15),
  today: dayOf(2026, 11, 24),
};

describe('life bar', () => {
  it('is nothing without periods or room', () => {
    expect(lifeBar({ ...atasu, periods: [] }, 360)).toBeNull();
    expect(lifeBar(atasu, 0)).toBeNull();
  });

  it('fades in over the days of an uncertain start', () => {
    const [proposed, agreed] = lifeBar(atasu, 360)!.segments;
    expect(proposed!.x).toBe(0);
    expect(proposed!.fade).toBeGreaterThan(5);
    expect(agreed!.fade).toBe(0);
  });

  it('gives the eventful years most of the width and marks the cut', () => {
    const life = lifeBar(atasu, 360)!;
    expect(life.knee).toBeCloseTo(273.6);
    expect(life.segments.at(-1)!.x).toBeGreaterThan(200);
    expect(life.segments.at(-1)!.x + life.segments.at(-1)!.width).toBe(360);
  });

  it('is straight where the changes fill at least half of the time', () => {
    expect(lifeBar({ ...atasu, day: dayOf(2005), today: dayOf(2006, 6) }, 360)!.knee).toBeNull();
  });

  it('puts the words before a strip where there is room, with the chosen day on the scale', () => {
    const life = lifeBar(atasu, 360)!;
    expect(life.strips[0]!.anchor).toBe('end');
    expect(life.strips[0]!.textX).toBeLessThan(life.strips[0]!.x);
    expect(life.mark).toBeCloseTo(life.segments.at(-1)!.x);
    expect(life.markOutside).toBe(false);
  });

  it('draws a bracket from the promise to a late outcome, with its chip inside the bar', () => {
    const day = dayOf(2006, 9, 1);
    const plan = { ...atasu.plans[0]!, late: { day, text: '244 d late' } };
    const life = lifeBar({ ...atasu, plans: [plan] }, 360)!;
    const { bracket, chip } = life.strips[0]!;
    expect(bracket!.width).toBeGreaterThan(5);
    expect(chip!.x + chip!.width).toBeLessThanOrEqual(360);
  });

  it('keeps labels inside the bar and names a shared year once', () => {
    const life = lifeBar(atasu, 360)!;
    for (const label of life.labels) {
      expect(label.x).toBeGreaterThanOrEqual(0);
      expect(label.x + label.text.length * 6.1).toBeLessThanOrEqual(361);
    }
    const words = life.labels.map((l) => l.text).join(' | ');
    for (const status of ['proposed', 'agreed', 'construction', 'operating']) expect(words).toContain(status);
  });

  it('puts the labels on one line where each can stay under its period', () => {
    const dated = atasu.periods.map((p, i) => ({ ...p, year: ['1997', '2004', '2004', '2005'][i]! }));
    const { labels } = lifeBar({ ...atasu, periods: dated }, 360)!;
    expect(labels.map((l) => l.text)).toEqual(['proposed 1997', 'agreed, construction 2004', 'operating 2005']);
    expect(new Set(labels.map((l) => l.y)).size).toBe(1);
    const two = lifeBar({ ...atasu, periods: dated }, 240)!.labels;
    expect(new Set(two.map((l) => l.y)).size).toBe(2);
  });

  it('says when the chosen day lies outside the life', () => {
    expect(lifeBar({ ...atasu, day: dayOf(1990) }, 360)!.markOutside).toBe(true);
  });
});
