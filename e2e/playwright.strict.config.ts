/**
 * Tests that break the strict rules of the fixtures. specs/fixtures.spec.ts runs them and expects
 * them to fail.
 */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'specs-strict',
  globalSetup: 'account-admin-mock/server',
  outputDir: 'test-results/strict',
  workers: 1,
  reporter: [['json']],
});
