/** The `test` of the walk: a browser per worker, and a world with a signed-in user per test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from 'account-admin-mock';
import type { Driver } from './drivers/driver.ts';
import { type Engine, launch } from './engine.ts';
import { Screen } from './screen.ts';

interface WalkFixtures {
  app: Screen;
  signIn: (path: string) => Promise<void>;
  /** Signs in, opens a list of accounts and waits until all of them are loaded. */
  openList: (path: string) => Promise<void>;
}

interface WalkWorkerFixtures {
  engine: Engine;
  driver: Driver;
}

export const test = base.extend<WalkFixtures, WalkWorkerFixtures>({
  engine: ['chromium', { scope: 'worker', option: true }],

  driver: [
    async ({ engine }, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'walk-'));
      const driver = await launch(engine, folder);
      await use(driver);
      await driver.close();
      await rm(folder, { recursive: true, force: true });
    },
    // Starting a browser takes longer on a busy machine.
    { scope: 'worker', timeout: 60_000 },
  ],

  app: async ({ driver, baseURL }, use) => {
    const app = new Screen(driver, baseURL!);
    await driver.resize(1280, 800);
    // Not a page of the console, which would write to the storage again.
    await app.open('/config.json');
    await driver.evaluate('sessionStorage.clear(); localStorage.clear()');
    await use(app);
    await app.expectNoErrors();
  },

  signIn: async ({ app, world }, use) =>
    use(async (path) => {
      const { session_storage } = await world.issueSession('admin');
      await app.driver.evaluate(
        'for (const [key, value] of argument) sessionStorage.setItem(key, value)',
        Object.entries(session_storage),
      );
      await app.open(path);
      await app.expectShown('navigation', 'Main');
    }),

  openList: async ({ app, signIn }, use) =>
    use(async (path) => {
      await signIn(path);
      // Rows move while accounts are being loaded.
      await app.expectText('status', / · Updated /);
      await app.expectShown('rowheader');
    }),
});

export { expect };
