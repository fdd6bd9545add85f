import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/browser.mjs';
import { writeExamples } from './support/examples.ts';
import { shuffled } from './support/shuffle.ts';

// Workers load this file too; the examples are written once, before there are any.
if (process.env.TEST_WORKER_INDEX === undefined) writeExamples();

// Playwright would write what stands in the fields of a failed page, tokens and passwords among it, into a file for chat bots.
process.env.PLAYWRIGHT_NO_COPY_PROMPT = '1';

const { SHUFFLE_LIST, SHUFFLE_SEED } = process.env;

export default defineConfig({
  testDir: 'specs',
  globalSetup: './fixtures/server.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  projects: SHUFFLE_LIST ? shuffled(SHUFFLE_LIST, Number(SHUFFLE_SEED)) : undefined,
  workers: 2,
  forbidOnly: true,
  // A test that passes at the second try has found something.
  retries: 0,
  // Some machines take twice as long as others.
  timeout: 60_000,
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    launchOptions: launchOptions(),
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
  },
});
