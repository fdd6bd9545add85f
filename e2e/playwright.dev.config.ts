/**
 * Tests of the developer panel, which only debug builds contain: `make test` makes one in dist-dev.
 */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/browser.mjs';

// fixtures/server.ts serves this folder.
process.env.MOCK_ASSETS ??= join(import.meta.dirname, '..', 'dist-dev');

export default defineConfig({
  testDir: 'specs-dev',
  globalSetup: './fixtures/server.ts',
  outputDir: 'test-results/dev',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  // Slow machines need about twice as long as fast ones.
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
