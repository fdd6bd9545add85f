/**
 * The walk through the console in Firefox, WebKit and an old Chromium: `make test` runs it. Each
 * browser is driven in its own way (engines/drivers), so there are no `page` and no locators here.
 *
 *     WALK_ENGINES='firefox webkit' playwright test --config playwright.engines.config.ts
 */
import { defineConfig } from '@playwright/test';
import type { Engine } from './engines/engine.ts';

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

const engines = (process.env.WALK_ENGINES ?? 'firefox firefox-forced-colors webkit chromium-126').split(/\s+/);

export default defineConfig<object, { engine: Engine }>({
  testDir: 'engines',
  globalSetup: './fixtures/server.ts',
  outputDir: 'test-results/engines',
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  reporter: [['list']],
  projects: (engines as Engine[])
    .filter((engine) => PROJECTS[engine] !== undefined)
    .map((engine) => ({ name: engine, testMatch: PROJECTS[engine], use: { engine } })),
});
