// On the line of credits an owner stands without the licence.
import { expect, test } from 'vitest';
import { nameOf } from './owners';

test.each([
  ['© OpenStreetMap contributors, ODbL 1.0', '© OpenStreetMap contributors'],
  ['Global Energy Monitor (CC BY 4.0)', 'Global Energy Monitor'],
  ['Relief: Tom Patterson, shadedrelief.com', 'Relief: Tom Patterson, shadedrelief.com'],
  ['Natural Earth', 'Natural Earth'],
])('%s', (owner, name) => expect(nameOf(owner)).toBe(name));
