import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/browser.mjs';
import type { WorldFixtures } from 'account-admin-mock';
import { writeExamples } from './support/examples.ts';
import { EXPECTED_REFUSALS, useMock } from './support/mock.ts';
import { shuffled } from './support/shuffle.ts';

// Workers load this file too. Only the main process writes the examples.
if (process.env.TEST_WORKER_INDEX === undefined) writeExamples();

useMock('unpacked/www');

// On a failure Playwright would copy the page, with tokens and passwords in its fields, to a file.
process.env.PLAYWRIGHT_NO_COPY_PROMPT = '1';

const { SHUFFLE_LIST, SHUFFLE_SEED } = process.env;

export default defineConfig<WorldFixtures>({
  testDir: 'specs',
  globalSetup: 'account-admin-mock/server',
  outputDir: 'test-results',
  fullyParallel: true,
  projects: SHUFFLE_LIST ? shuffled(SHUFFLE_LIST, Number(SHUFFLE_SEED)) : undefined,
  workers: 2,
  forbidOnly: true,
  // A test that passes only on retry has found a bug.
  retries: 0,
  // Slow machines need about twice as long as fast ones.
  timeout: 60_000,
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    launchOptions: launchOptions(),
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    expectedRefusals: EXPECTED_REFUSALS,
  },
});
