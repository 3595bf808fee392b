// A span of days reads as the date it came from.
import { expect, it } from 'vitest';
import { fromIso } from './day';
import { vagueDate } from './vague';

it.each([
  ['2005-12-15', '2005-12-15', '15 Dec 2005'],
  ['2005-12-01', '2005-12-31', 'Dec 2005'],
  ['2005-01-01', '2005-12-31', '2005'],
  ['2000-01-01', '2009-12-31', 'the 2000s'],
  ['2004-09-01', '2004-11-30', 'autumn 2004'],
  ['2004-12-01', '2005-02-28', 'winter 2004'],
  ['2001-10-01', '2001-12-31', '1 Oct 2001 – 31 Dec 2001'],
])('%s to %s is %s', (first, last, text) => expect(vagueDate(fromIso(first)!, fromIso(last)!)).toBe(text));
