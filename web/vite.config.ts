// How the app is built: one entry, the map worker as a file of its own, no inline script (the CSP
// forbids it), files that name each other by relative addresses. In development, requests of data go
// to a running server.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { withScreens } from './src/core/screens';

const server = process.env.STEPPE_SERVER ?? 'http://127.0.0.1:8080';
const served = ['/api', '/tiles', '/styles', '/sprites', '/search', '/download', '/health'];

const screens = {
  name: 'screens',
  enforce: 'pre' as const,
  transform: (code: string, id: string) => (/\.(svelte|css)$/.test(id) ? { code: withScreens(code), map: null } : null),
};

export default defineConfig({
  base: './',
  plugins: [screens, svelte()],
  // MapLibre alone is above the default warning; the budget is measured in the tests.
  build: {
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        // Many web hosts do not know the ending .mjs, and a browser runs no script of an unknown kind.
        assetFileNames: ({ names }) => `assets/[name]-[hash]${names[0]?.endsWith('.mjs') ? '.js' : '[extname]'}`,
        // All that the first map needs as one file: in forty small ones it is fetched slower and compressed worse.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
  server: { proxy: Object.fromEntries(served.map((path) => [path, server])) },
  test: { include: ['src/**/*.test.ts', 'scripts/**/*.test.mjs'] },
});
