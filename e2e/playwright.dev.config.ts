/** The developer panel, which only a debug build has: `make test` builds one into dist-dev. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './browser.mjs';

// What fixtures/server.ts serves.
process.env.MOCK_ASSETS ??= join(import.meta.dirname, '..', 'dist-dev');

export default defineConfig({
  testDir: 'specs-dev',
  globalSetup: './fixtures/server.ts',
  outputDir: 'test-results/dev',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  // Some machines take twice as long as others.
  timeout: 60_000,
  reporter: [['list']],
  use: {
    launchOptions: launchOptions(),
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
  },
});
