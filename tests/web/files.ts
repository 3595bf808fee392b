// The plainest of web hosts: hands out the files of a folder below a path, whole or by a range of bytes.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const KINDS: Record<string, string> = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png',
};

/** Serves a folder at `path` (with a slash at both ends): where it is, and `stop` to end it. */
export async function host(folder: string, path: string): Promise<{ origin: string; stop: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const name = decodeURIComponent(pathname.slice(path.length)) || 'index.html';
    const file = join(folder, normalize(`/${name}`));
    const bytes = pathname.startsWith(path) ? await readFile(file).catch(() => null) : null;
    if (!bytes) return void response.writeHead(404).end('no such file');
    response.setHeader('content-type', KINDS[extname(name)] ?? 'application/octet-stream');
    answer(response, bytes, /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? ''));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  };
  return { origin: `http://127.0.0.1:${port}`, stop };
}

function answer(response: ServerResponse, bytes: Buffer, range: RegExpExecArray | null): void {
  if (!range) return void response.end(bytes);
  const [from, last] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
  response.writeHead(206, { 'content-range': `bytes ${from}-${last}/${bytes.length}`, 'content-length': last - from + 1 });
  response.end(bytes.subarray(from, last + 1));
}
