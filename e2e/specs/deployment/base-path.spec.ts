/** One build works at any path: here below /a/b/, as behind a proxy that strips it. */
import { World } from 'account-admin-mock';
import { startServer } from 'account-admin-mock/server';
import { fillSignIn, openPage } from '../../support/page.ts';
import { expect, test as base } from '../../support/test.ts';

const ASSETS = process.env.MOCK_ASSETS!;

/** A server below /a/b/, with a world. */
const test = base.extend<{ mounted: World; missing: string[] }, { mountedUrl: string }>({
  mountedUrl: [
    async ({}, use) => {
      const server = await startServer('--assets', ASSETS, '--base-path', '/a/b/');
      await use(server.url);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  mounted: async ({ mountedUrl }, use) => use(await World.create(mountedUrl, { seed: 'demo' })),
  /** What the page asked for and did not get. */
  missing: async ({ page }, use) => {
    const missing: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 400) missing.push(response.url());
    });
    await use(missing);
  },
});

test('Below a path, every page, link and reload stays there', async ({ page, mounted, mountedUrl, missing }) => {
  await page.goto(mountedUrl);
  await expect(page).toHaveURL(`${mountedUrl}/`);
  await fillSignIn(page, 'admin', mounted.token('admin'));
  await expect(page).toHaveURL(`${mountedUrl}/users`);
  for (const [name, path] of [
    ['Overview', 'overview'],
    ['Site admins', 'admins'],
    ['Bulk lookup', 'lookup'],
    ['Activity', 'activity'],
    ['Service accounts', 'service-accounts'],
  ] as const) {
    await openPage(page, name);
    await expect(page).toHaveURL(`${mountedUrl}/${path}`);
    await page.reload();
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
    await expect(link).toHaveAttribute('aria-current', 'page');
    const urls = await page
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    expect(urls.filter((url) => !url.startsWith(`${mountedUrl}/`))).toEqual([]);
  }
  await page.goBack();
  await expect(page).toHaveURL(`${mountedUrl}/activity`);
  expect(missing).toEqual([]);
});

test('Below a path, links to an account and to a page one level deeper open there', async ({
  page,
  mounted,
  mountedUrl,
  missing,
}) => {
  await page.goto(`${mountedUrl}/users/new`);
  await fillSignIn(page, 'admin', mounted.token('admin'));
  await expect(page.getByRole('heading', { name: 'Create users' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Create users' })).toBeVisible();
  await page.goto(`${mountedUrl}/users?user=member`);
  await expect(page.getByRole('complementary').getByRole('heading', { name: 'member' })).toBeVisible();
  expect(missing).toEqual([]);
});

test('An unknown address of any depth shows “Page not found”', async ({ browser, mounted, mountedUrl }) => {
  // The browser reports the files that it does not find on the way up, so the fixture would fail.
  const page = await browser.newPage();
  await page.goto(`${mountedUrl}/nowhere/and/deeper`);
  await fillSignIn(page, 'admin', mounted.token('admin'));
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to Users' }).click();
  await expect(page).toHaveURL(`${mountedUrl}/users`);
  await page.close();
});

test('Consoles at different paths of a host do not share a session', async ({ page, mounted, mountedUrl }) => {
  await page.goto(mountedUrl);
  await fillSignIn(page, 'admin', mounted.token('admin'));
  await expect(page.getByRole('table')).toBeVisible();
  const keys = await page.evaluate(() => Object.keys(sessionStorage));
  expect(keys).toEqual(['account-admin.session@/a/b/']);
});
