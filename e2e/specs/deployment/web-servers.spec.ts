/** The recipes in deploy/, each in the real server: a walk through the console, and the headers. */
import { readdirSync } from 'node:fs';
import { chooseAction, fillSignIn, flipSiteAdmin, openPage, row, search } from '../../support/page.ts';
import { expect, test as base } from '../../support/test.ts';
import { SERVERS, startWebServer, type WebServer } from '../../support/web-servers.ts';

const ASSETS = process.env.MOCK_ASSETS!;
const AWKWARD = 'x/../member';

const test = base.extend<{ server: keyof typeof SERVERS; path: '/' | '/a/b/'; installed: WebServer }>({
  server: ['nginx', { option: true }],
  path: ['/', { option: true }],
  seed: { users: [{ username: 'admin', site_admin: true }, { username: 'member' }, { username: AWKWARD }] },
  installed: async ({ server, path, world }, use) => {
    const installed = await startWebServer(server, path, world.url);
    await use(installed);
    await installed.stop();
  },
});

test.skip(Boolean(process.env.NO_WEB_SERVERS), 'NO_WEB_SERVERS is set.');

for (const server of Object.keys(SERVERS) as (keyof typeof SERVERS)[]) {
  for (const path of ['/', '/a/b/'] as const) {
    test.describe(`${server} at ${path}`, () => {
      test.use({ server, path });

      test('The console works, and acts on exactly the account that is shown', async ({ page, world, installed }) => {
        const missing: string[] = [];
        page.on('response', (response) => {
          if (response.status() >= 400) missing.push(response.url());
        });
        await page.goto(`${installed.url}users?user=member`);
        await fillSignIn(page, 'admin', world.token('admin'));
        await expect(page.getByRole('complementary').getByRole('heading', { name: 'member' })).toBeVisible();
        await page.reload();
        await expect(page.getByRole('complementary').getByRole('heading', { name: 'member' })).toBeVisible();
        await page.goto(`${installed.url}users/new`);
        await expect(page.getByRole('heading', { name: 'Create users' })).toBeVisible();

        await openPage(page, 'Users');
        await expect(page).toHaveURL(`${installed.url}users`);
        await search(page, AWKWARD);
        const toggle = page.getByRole('switch', { name: `Site admin: ${AWKWARD}` });
        await flipSiteAdmin(toggle);
        await expect(toggle).toBeChecked();
        expect((await world.account(AWKWARD)).site_admin).toBe(true);
        // This sends DELETE with a body.
        await flipSiteAdmin(toggle);
        await expect(toggle).not.toBeChecked();
        expect((await world.account(AWKWARD)).site_admin).toBe(false);

        // The console first asks for an account that does not exist: do paths arrive unchanged?
        world.expectRefusal({ operation: 'account_type', branch: 'account_not_found' });
        await chooseAction(page, AWKWARD, 'Disable…');
        await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
        await expect(row(page, AWKWARD).getByRole('cell', { name: 'Disabled' })).toBeVisible();
        expect((await world.account(AWKWARD)).state).toBe('disabled');
        expect((await world.account('member')).state).toBe('active');
        expect(missing).toEqual([]);
      });

      test('Files come compressed, with their types, cache rules and the policy', async ({ installed }) => {
        const get = async (file: string, headers: Record<string, string> = {}) => {
          const response = await fetch(new URL(file, installed.url), { headers, redirect: 'manual' });
          return { status: response.status, headers: response.headers, text: await response.text() };
        };
        const names = readdirSync(ASSETS);
        const hashed = (end: string) => names.find((name) => name.endsWith(end)) ?? `no *${end}`;

        for (const [file, type] of [
          [hashed('_bg.wasm'), 'application/wasm'],
          [hashed('.js'), 'text/javascript'],
          [hashed('.css'), 'text/css'],
          [hashed('.svg'), 'image/svg+xml'],
        ] as const) {
          const { status, headers } = await get(file, { 'Accept-Encoding': 'gzip' });
          expect([file, status]).toEqual([file, 200]);
          expect(headers.get('content-type')?.replace('application/javascript', 'text/javascript')).toContain(type);
          expect(headers.get('content-encoding')).toBe('gzip');
          expect(headers.get('vary')).toContain('Accept-Encoding');
          expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
          expect((await get(file, { 'Accept-Encoding': 'identity' })).headers.get('content-encoding')).toBeNull();
        }
        for (const file of ['', 'index.html', 'users', 'users/new', 'config.json', 'version.json']) {
          const { status, headers } = await get(file);
          expect([file, status, headers.get('cache-control')]).toEqual([file, 200, 'no-cache']);
          expect(headers.get('x-content-type-options')).toBe('nosniff');
          expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
        }
        // The policy in the header allows exactly the scripts that the one in the page does.
        const { text, headers } = await get('users');
        const scripts = /script-src [^;]+/;
        expect(scripts.exec(headers.get('content-security-policy')!)?.[0]).toBe(scripts.exec(text)?.[0]);

        for (const file of ['app-0123456789abcdef.js', 'missing.css', 'users/missing.js']) {
          const { status, headers } = await get(file, { Accept: 'text/html,*/*' });
          expect([file, status]).toEqual([file, 404]);
          expect(headers.get('cache-control') ?? '').not.toContain('immutable');
        }
        expect((await get('/api/v1/accounts/admins')).status).toBe(401);
        if (installed.url.endsWith('/a/b/')) {
          const { status, headers } = await get('/a/b');
          expect([status < 309 && status > 300, headers.get('location')?.endsWith('/a/b/')]).toEqual([true, true]);
        }
      });
    });
  }
}
