// A value of a figure in words: number, scale, unit, and what it counts.
import type { Quantity } from './api';
import { clauses } from './joining';
import { extent, scaled, unitOf } from './quantities';
import './record-words';
import { formatEdtf, formatExact, hasWords, t } from './words';

/** `USD 8–10 billion`, `20 Mt a year`, `210,000 barrels a day`. */
export function valueText(quantity: Quantity): string {
  const numbers = extent(quantity);
  if (!numbers) return [quantity.value, quantity.unit].filter(Boolean).join(' ');
  const { currency, name, perYear } = unitOf(quantity.unit);
  const amount = amountText(numbers, currency !== null);
  const key = `feature.unit.${quantity.unit}`;
  if (hasWords(key)) return t(key, { amount });
  const text = currency
    ? t('feature.figures.money', { currency, amount })
    : unitText(name, amount);
  return perYear ? t('feature.figures.perYear', { value: text }) : text;
}

function unitText(name: string, amount: string): string {
  const key = `feature.unit.${name}`;
  return hasWords(key) ? t(key, { amount }) : t('feature.figures.counted', { amount, unit: name });
}

/** Money is said in millions; counts and measures keep their digits up to a million. */
function amountText([low, high]: [number, number], money: boolean): string {
  const { scale } = scaled(high);
  const divisor = scale === 'billion' ? 1e9 : scale === 'million' ? 1e6 : 1;
  const number = (value: number) => formatExact(divisor === 1 ? value : Number((value / divisor).toPrecision(12)));
  const amount = low === high ? number(low) : t('feature.figures.from', { from: number(low), until: number(high) });
  if (!scale || (!money && high < 1e6)) return amount;
  return t(scale === 'billion' ? 'feature.figures.billion' : 'feature.figures.million', { amount });
}

/** The number alone, for the second and later values beside a first one of the same unit. */
export function bareText(quantity: Quantity): string {
  const numbers = extent(quantity);
  return numbers ? amountText(numbers, unitOf(quantity.unit).currency !== null) : String(quantity.value ?? '');
}

/** What the value counts, on which day: `troops (multinational), Jul 2002`. */
export function circumstance({ scope, as_of }: Quantity): string {
  return clauses(scope, as_of ? formatEdtf(as_of) : null);
}

/** The label of a figure; a key nobody has words for is shown as the file has it. */
export function figureLabel(key: string): string {
  const known = `feature.quantity.${key}`;
  return hasWords(known) ? t(known) : (key.charAt(0).toUpperCase() + key.slice(1)).replaceAll('_', ' ');
}
