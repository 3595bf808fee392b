// Puts compressed copies beside the built files, so that the server never compresses them again: Brotli,
// and gzip by Zopfli, which finds 5 % more than gzip at its best and is read by the same clients. What is
// compressed already (woff2) or small is left alone.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { gzipAsync } from '@gfx/zopfli';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const TEXTS = new Set(['.js', '.mjs', '.css', '.html', '.svg', '.json']);
const SMALLEST = 1024; // bytes; below it the copy saves no packet
const ROUNDS = 5; // more take longer and find nothing worth it

const copies = [
  ['.gz', (bytes) => gzipAsync(bytes, { numiterations: ROUNDS })],
  ['.br', (bytes) => promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })],
];

const entries = await readdir(dist, { recursive: true, withFileTypes: true });
await Promise.all(entries.filter((e) => e.isFile() && TEXTS.has(extname(e.name))).map(async (entry) => {
  const file = join(entry.parentPath, entry.name);
  const bytes = await readFile(file);
  if (bytes.length < SMALLEST) return;
  await Promise.all(copies.map(async ([ending, pack]) => writeFile(file + ending, await pack(bytes))));
}));
