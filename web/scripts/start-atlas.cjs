// Starts the built program on a free port for browser tests and pictures, and says where it serves; or
// lets it write its atlas as files.
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const { resolve } = require('node:path');
const { createInterface } = require('node:readline');

const root = resolve(__dirname, '../..');
const binary = process.env.STEPPE_BIN ?? resolve(root, 'target/release/steppe');

/** The day taken for today, so that no count and no picture depends on when it is made. */
const TODAY = '2026-11-24';

async function address(output) {
  for await (const line of createInterface({ input: output })) {
    const origin = /http:\/\/\S+/.exec(line)?.[0];
    if (origin) return origin;
  }
  throw new Error(`${binary} did not say where it serves`);
}

/** Resolves once it serves a data folder: its address, and `stop` to end it. */
async function start(data = 'geodata') {
  const child = spawn(binary, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--today', TODAY], {
    cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, RUST_LOG: 'warn' },
  });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${binary} ended with ${code}`)));
  const origin = await Promise.race([address(child.stdout), ended]);
  ended.catch(() => undefined); // from here on its end is the caller's doing
  child.stdout.resume(); // a full pipe would stop it
  const stop = async () => {
    const over = once(child, 'exit');
    child.kill('SIGTERM');
    await over;
  };
  return { origin, stop };
}

/** Writes the atlas of a data folder as files. */
function write(folder, data = 'geodata') {
  execFileSync(binary, ['export', '--static', folder, '--data', data, '--today', TODAY], { cwd: root });
}

module.exports = { start, write, TODAY };
