// Which file of a font has a sign.
import { expect, test } from 'vitest';
import { covers } from './faces';

test.each([
  ['U+0020, U+0028-0029', ' ', true], ['U+0020, U+0028-0029', ')', true], ['U+0020, U+0028-0029', '*', false],
  ['U+0400-045F', 'Қ', false], ['U+0490-04FF', 'Қ', true], ['', '阿', true],
])('%s has %s: %s', (ranges, sign, has) => expect(covers(ranges, sign.codePointAt(0)!)).toBe(has));
