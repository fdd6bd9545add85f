/**
 * The walk through the console in Firefox, WebKit and an old Chromium: `make test` runs it. Each
 * browser is driven in its own way (engines/drivers), so there are no `page` and no locators here.
 *
 * WALK_ENGINES names them: scripts/env.
 */
import { defineConfig } from '@playwright/test';
import type { Engine } from './engines/engine.ts';
import type { WorldFixtures } from 'account-admin-mock';
import { EXPECTED_REFUSALS, useMock } from './support/mock.ts';

useMock('unpacked/www');

/** What of the walk an engine runs. */
const PROJECTS: Record<Engine, string | string[]> = {
  firefox: ['list.spec.ts', 'menus.spec.ts', 'pages.spec.ts'],
  'firefox-forced-colors': 'forced-colors.spec.ts',
  webkit: ['list.spec.ts', 'menus.spec.ts', 'pages.spec.ts'],
  // It has no anchor positioning, as browsers had none until 2025.
  'chromium-126': 'menus.spec.ts',
  // For comparison. It is tested by everything else.
  chromium: ['list.spec.ts', 'menus.spec.ts', 'pages.spec.ts'],
};

const engines = (process.env.WALK_ENGINES ?? '').split(/\s+/).filter(Boolean) as Engine[];
const unknown = engines.filter((engine) => PROJECTS[engine] === undefined);
if (unknown.length > 0) throw new Error(`The walk knows no ${unknown.join(', ')}`);

// Its build is for Linux.
const canRun = (engine: Engine) =>
  engine !== 'chromium-126' || (process.platform === 'linux' && process.arch === 'x64');

export default defineConfig<WorldFixtures, { engine: Engine }>({
  testDir: 'engines',
  globalSetup: 'account-admin-mock/server',
  outputDir: 'test-results/engines',
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  reporter: [['list']],
  use: { expectedRefusals: EXPECTED_REFUSALS },
  projects: engines.filter(canRun).map((engine) => ({ name: engine, testMatch: PROJECTS[engine], use: { engine } })),
});
