// The browser tests: real Chromium against the real program, which each worker starts for itself.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '../tests/web',
  outputDir: 'test-results',
  snapshotPathTemplate: '../tests/golden/pictures/{arg}{ext}',
  // Drawing a map in software takes a core of its own.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
});
