/** Tokens and passwords are nowhere but where they must be shown or sent. */
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { createButton, field, fillFirstRow } from '../../support/create.ts';
import { chooseAction, dialog, fillSecret, fillSignIn, openPage, signInAgainDialog } from '../../support/page.ts';
import { forgetPasswords, passwordsHeading } from '../../support/passwords.ts';
import { expect, test } from '../../support/test.ts';

/** Everything the page stores and shows, except the one entry that must hold the token. */
async function everythingKept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { token: _, ...session } = JSON.parse(sessionStorage.getItem('account-admin.session') ?? '{}');
    const fields = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value);
    const databases = (await indexedDB.databases()).map((database) => database.name);
    return JSON.stringify([
      location.href,
      history.state,
      document.title,
      document.cookie,
      document.documentElement.outerHTML,
      fields,
      session,
      { ...localStorage },
      await caches.keys(),
      databases,
      performance.getEntries().map((entry) => entry.name),
    ]);
  });
}

test('Tokens and passwords are used in every way and left nowhere', async ({ page, world, signIn }) => {
  world.expectRefusal({ operation: 'reset_own_password', branch: 'old_password_wrong' });
  world.expectRefusal({ branch: 'token_revoked' });
  const consoleMessages: string[] = [];
  page.on('console', (message) => consoleMessages.push(message.text()));
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url(), request.headers()['referer'] ?? ''));
  const [token, next] = [world.token('admin'), `${world.token('admin')}~2`];
  const secrets = [token, next, 'Typed-Secret-1', 'Typed-Secret-2', 'Own-Old-Secret-3', 'Own-New-Secret-4'];

  await test.step('Create a user with a typed password', async () => {
    await signIn('admin', '/users/new');
    await fillFirstRow(page, 'ada', 'ada@globex.example');
    await fillSecret(field(page, 'Password', 1), secrets[2]!);
    await createButton(page, 1).click();
    await expect(passwordsHeading(page, 1)).toBeVisible();
    await forgetPasswords(page);
  });

  await test.step("Reset another user's password", async () => {
    await openPage(page, 'Users');
    await page.getByRole('searchbox').fill('member');
    await chooseAction(page, 'member', 'Reset password…');
    await fillSecret(dialog(page).getByLabel('New password'), secrets[3]!);
    await dialog(page).getByRole('button', { name: 'Reset password' }).click();
    await expect(dialog(page).getByLabel('New password')).toHaveText(secrets[3]!);
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await dialog(page).getByRole('button', { name: 'Close without copying' }).click();
  });

  await test.step('Fail to change your own password', async () => {
    await page.getByRole('button', { name: 'Account menu: admin' }).click();
    await page.getByRole('menuitem', { name: 'Change my password…' }).click();
    await fillSecret(dialog(page).getByLabel('Current password'), secrets[4]!);
    await fillSecret(dialog(page).getByLabel('New password'), secrets[5]!);
    await dialog(page).getByRole('button', { name: 'Change password' }).click();
    await expect(dialog(page).getByRole('alert')).toContainText('Your password was not changed.');
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('Sign in again with another token', async () => {
    await world.revokeTokens('admin');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(signInAgainDialog(page)).toBeVisible();
    await fillSignIn(page, 'admin', next);
    await expect(signInAgainDialog(page)).toBeHidden();
  });

  const shownTexts: string[] = [];

  await test.step('Show and export the activity', async () => {
    await openPage(page, 'Activity');
    const entries = page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem');
    await expect(entries).toHaveCount(3);
    for (const entry of await entries.getByRole('button').all()) {
      await entry.click();
      shownTexts.push((await dialog(page).textContent())!);
      await dialog(page).getByRole('button', { name: 'Close' }).click();
    }
    for (const format of ['CSV', 'Shell script', 'Python script']) {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: format }).click();
      shownTexts.push(await readFile(await (await download).path(), 'utf8'));
    }
    expect(shownTexts.join()).toContain('$NEW_PASSWORD');
  });

  const allTexts = [await everythingKept(page), ...consoleMessages, ...addresses, ...shownTexts].join('\n');
  for (const secret of secrets) expect(allTexts.includes(secret), 'a secret was left somewhere').toBe(false);

  await test.step('Sign out', async () => {
    await page.getByRole('button', { name: 'Account menu: admin' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'You are signed out' })).toBeVisible();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    const keptAfterSignOut = await everythingKept(page);
    for (const secret of secrets)
      expect(keptAfterSignOut.includes(secret), 'a secret outlived the session').toBe(false);
  });
});
