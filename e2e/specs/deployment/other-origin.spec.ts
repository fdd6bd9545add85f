/** An API on another origin, set up as docs/DEPLOY.md says. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from 'account-admin-mock/server';
import { World } from 'account-admin-mock';
import { fillSignIn, flipSiteAdminTwice, search } from '../../support/page.ts';
import { expect, test as base } from '../../support/test.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const ASSETS = process.env.MOCK_ASSETS!;

/** A platform of another origin, and a console whose config.json names it. */
const test = base.extend<{ platform: World; consoleUrl: string }>({
  platform: async ({}, use) => {
    const server = await startServer('--cors', '*');
    await use(await World.create(server.url, { seed: 'demo' }));
    await server.stop();
  },
  consoleUrl: async ({ platform }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'account-admin-origin-'));
    cpSync(ASSETS, folder, { recursive: true });
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ api_root: `${platform.url}/api/v1/accounts` }));
    const server = await startServer('--assets', folder);
    await use(server.url);
    await server.stop();
    rmSync(folder, { recursive: true });
  },
});

// Nothing is intercepted in these tests: Playwright would answer the preflights itself.
test('A console works with an API on another origin', async ({ page, platform, consoleUrl }) => {
  await page.goto(consoleUrl);
  await fillSignIn(page, 'admin', platform.token('admin'));
  await search(page, 'member');
  await flipSiteAdminTwice(page, platform, 'member');
});

test('The documented headers are those that the platform in this test sends', async ({ platform }) => {
  const text = readFileSync(join(ROOT, 'docs/DEPLOY.md'), 'utf8');
  const documented = /```http\n([\s\S]*?)```/.exec(text)![1]!.trim().split('\n');
  const headers = { Origin: 'https://admin.example.com', 'Access-Control-Request-Method': 'DELETE' };
  const url = `${platform.url}/api/v1/accounts/admins`;
  const preflight = await fetch(url, { method: 'OPTIONS', headers });
  const response = await fetch(url, { headers });
  expect(response.status).toBe(401);
  const words = (list: string | null) => (list ?? '').toLowerCase().split(/\s*,\s*/);
  for (const line of documented) {
    const [name, value] = line.split(': ') as [string, string];
    const sent = [...words(preflight.headers.get(name)), ...words(response.headers.get(name))];
    expect(sent, name).toEqual(expect.arrayContaining(words(value)));
  }
});
