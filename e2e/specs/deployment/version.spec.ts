/** Which version runs, and how a newer one on the server is mentioned. */
import type { Page } from '@playwright/test';
import { chooseAction, dialog, row, search } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

const CHECK_INTERVAL_MS = 30 * 60_000;

const mention = (page: Page) => page.getByText('There is a newer version of Account Admin.');

/** Lets the time pass in which the console checks once, and waits for the response. */
async function passCheck(page: Page): Promise<void> {
  const checked = page.waitForResponse('**/version.json');
  await page.clock.runFor(CHECK_INTERVAL_MS);
  await checked;
}

test.beforeEach(async ({ page }) => {
  await page.clock.install();
});

test('The account menu shows the version', async ({ page, signIn }) => {
  await signIn('admin');
  await page.getByRole('button', { name: 'Account menu: admin' }).click();
  await expect(page.getByRole('menuitem', { name: /^Copy version \d+\.\d+\.\d+/ })).toBeVisible();
});

test('A newer version is mentioned once a day, with a reload that keeps the session', async ({
  page,
  signIn,
  a11y,
}) => {
  await signIn('admin');
  await expect(row(page, 'admin')).toBeVisible();
  await page.getByRole('main').focus();
  await passCheck(page);
  await expect(mention(page)).toBeHidden();

  await page.route('**/version.json', (route) => route.fulfill({ json: { version: '99.0.0', commit: null } }));
  await passCheck(page);
  await expect(mention(page)).toBeVisible();
  await a11y.audit();
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(row(page, 'admin')).toBeVisible();

  await page.getByRole('main').focus();
  let checks = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/version.json')) checks += 1;
  });
  await page.clock.runFor(3 * CHECK_INTERVAL_MS);
  expect(checks).toBe(0);
  await expect(mention(page)).toBeHidden();
});

test('A newer version is not mentioned while a dialog is open', async ({ page, signIn }) => {
  await page.route('**/version.json', (route) => route.fulfill({ json: { version: '99.0.0', commit: null } }));
  await signIn('admin');
  await search(page, 'member');
  await chooseAction(page, 'member', 'Disable…');
  await expect(dialog(page)).toBeVisible();
  await page.clock.runFor(3 * CHECK_INTERVAL_MS);
  await expect(mention(page)).toBeHidden();
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('main').focus();
  await passCheck(page);
  await expect(mention(page)).toBeVisible();
});
