/**
 * Tests of the developer panel, which only debug builds contain: `make test` makes one in dist-dev.
 */
import { defineConfig } from '@playwright/test';
import type { WorldFixtures } from 'account-admin-mock';
import { launchOptions } from './support/browser.mjs';
import { EXPECTED_REFUSALS, useMock } from './support/mock.ts';

useMock('dist-dev');

export default defineConfig<WorldFixtures>({
  testDir: 'specs-dev',
  globalSetup: 'account-admin-mock/server',
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
    expectedRefusals: EXPECTED_REFUSALS,
    // The panel adds and removes faults and gates, ends sessions and resets worlds behind the
    // fixtures.
    strict: { unusedFaults: false, unusedGates: false, unexpectedRefusals: false },
  },
});
