// Style rules name small windows, and what a name means is put in.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { withScreens } from './screens';

it('puts in the meaning as one condition, wherever it stands', () => {
  expect(withScreens('@media (width < 1180px) and (not (--turned)) {')).toBe(
    '@media (width < 1180px) and (not ((640px <= width < 1024px) and (height < 520px))) {',
  );
});

it('no style says by itself what a phone is', () => {
  const folder = resolve(import.meta.dirname, '..');
  const styles = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(svelte|css)$/.test(name));
  expect(styles.length).toBeGreaterThan(100);
  expect(styles.filter((name) => readFileSync(resolve(folder, name), 'utf8').includes('639px'))).toEqual([]);
});
