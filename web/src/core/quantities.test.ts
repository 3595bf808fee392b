// Figures keep every value with its source and say how many differ.
import { describe, expect, it } from 'vitest';
import type { Quantity } from './api';
import { figures, rounded, scaled, unitOf } from './quantities';

const km = (value: number, source: string): Quantity => ({ value, unit: 'km', source });
const one = (list: Quantity[]) => figures({ length_km: list })[0]!;

describe('figures', () => {
  it('joins those who give the same value and counts the different ones', () => {
    const figure = one([km(962, 'a'), km(962, 'b'), km(965, 'c'), km(1200, 'd')]);
    expect(figure.headline.given.map((q) => q.source)).toEqual(['a', 'b']);
    expect(figure.differing).toBe(3);
    expect(figure.all).toHaveLength(4);
  });

  it('does not call values of another day, scope or unit a difference', () => {
    const figure = one([
      { value: 17, unit: 'USD/yr', as_of: '2005', source: 'a' },
      { value: 60, unit: 'USD/yr', as_of: '2009', source: 'b' },
    ]);
    expect(figure.differing).toBe(0);
    expect(figure.others).toHaveLength(1);
  });

  it('puts three and more values on one line, the first one filled, the ends labelled', () => {
    const figure = one([km(962, 'a'), km(936, 'b'), km(965, 'c'), km(1200, 'd')]);
    expect(figure.dots!.map((d) => d.chosen)).toEqual([true, false, false, false]);
    expect(figure.dots![1]!.from).toBe(0);
    expect(figure.dotLabels.at(-1)!.values).toEqual([1200, 1200]);
    expect(one([km(1, 'a'), km(2, 'b')]).dots).toBeNull();
  });

  it('draws values of one unit on different days as bars in the order of time', () => {
    const at = (as_of: string, value: number): Quantity => ({ value, unit: 'Mt/yr', as_of, source: 's' });
    const figure = one([at('2007', 4.77), at('2006', 1.76), at('2024', 18.789)]);
    expect(figure.bars!.map((b) => b.at)).toEqual(['2006', '2007', '2024']);
    expect(figure.bars!.at(-1)!.height).toBe(1);
    expect(figure.dots).toBeNull();
  });

  it('keeps ranges as ranges', () => {
    const figure = one([{ low: 8, high: 10, unit: 'km', source: 'a' }, km(9, 'b'), km(12, 'c')]);
    expect(figure.dots![0]).toEqual({ from: 0, until: 0.5, chosen: true });
  });
});

describe('numbers and units', () => {
  it('tells money from things', () => {
    expect(unitOf('USD/yr')).toEqual({ currency: 'USD', name: 'USD', perYear: true });
    expect(unitOf('Mt/yr')).toEqual({ currency: null, name: 'Mt', perYear: true });
    expect(unitOf('TEU').currency).toBeNull();
  });

  it('says large numbers in words and rounds only beside bars', () => {
    expect(scaled(700_000_000)).toEqual({ value: 700, scale: 'million' });
    expect(scaled(8_500_000_000)).toEqual({ value: 8.5, scale: 'billion' });
    expect(scaled(210_000)).toEqual({ value: 210_000, scale: null });
    expect(rounded(10.8827)).toBe(10.9);
  });
});
