/** How a session ends: what is kept, what is asked first, what is shown afterwards. */
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { createButton, field, fillFirstRow } from '../../support/create.ts';
import {
  chooseAction,
  dialog,
  dialogStatus,
  fillSignIn,
  flipSiteAdmin,
  listSummary,
  openPage,
  row,
  search,
  signInAgainDialog,
} from '../../support/page.ts';
import { passwordsHeading } from '../../support/passwords.ts';
import { expect, test } from '../../support/test.ts';

const sessionEnded = (page: Page) => page.getByRole('status').filter({ hasText: 'Your session has ended' });

/** Disables all users in the list, including the one who is signed in. */
async function disableAllIncludingSelf(page: Page, button: string): Promise<void> {
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await page.getByRole('button', { name: 'Disable…' }).click();
  await dialog(page).getByRole('button', { name: 'Include' }).click();
  await dialog(page).getByRole('button', { name: button }).click();
}

test.beforeEach(async ({ world }) => world.expectRefusal({ http_status: 401 }));

test.describe('three users', () => {
  const users = ['admin', 'ada', 'alan'].map((username) => ({
    username,
    email: `${username}@globex.net`,
    site_admin: username === 'admin',
  }));
  test.use({ seed: { users } });

  test('Disabling your own account among others shows the results before the session ends', async ({
    page,
    signIn,
    world,
    a11y,
  }) => {
    await world.faults.add({ operation: 'disable', account: 'ada', effect: { error: { msg: 'Not on a Friday.' } } });
    await signIn('admin');
    await disableAllIncludingSelf(page, 'Disable 3 users');
    await expect(dialogStatus(page, '2 users disabled · 1 failed')).toBeVisible();
    await expect(dialog(page).getByRole('listitem').first()).toHaveText('adaNot on a Friday.');
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    const notice = page.getByRole('main').getByRole('alert');
    await expect(notice).toContainText('Your account is disabled. You cannot make any more changes.');
    await a11y.audit();
    await page
      .getByRole('region', { name: 'Jobs' })
      .getByRole('button', { name: /^Disable/ })
      .click();
    await expect(dialog(page).getByRole('listitem').first()).toHaveText('adaNot on a Friday.');
    // A retry would overwrite the results.
    await expect(dialog(page).getByRole('button', { name: 'Retry 1 failed' })).toBeHidden();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await notice.getByRole('button', { name: 'Sign out' }).click();
    await expect(sessionEnded(page)).toContainText('Your account is disabled.');
    expect((await world.account('admin')).state).toBe('disabled');
  });
});

test('Disabling your own account warns about accounts that are not created yet', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await field(page, 'Username', 1).fill('ada');
  await openPage(page, 'Users');
  await search(page, 'admin');
  await chooseAction(page, 'admin', 'Disable…');
  await expect(dialog(page)).toContainText('You have new accounts that you have not created yet.');
});

test('Resetting your own password warns about accounts that are not created yet', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await field(page, 'Username', 1).fill('ada');
  await page.getByRole('button', { name: 'Account menu: admin' }).click();
  await page.getByRole('menuitem', { name: 'Change my password…' }).click();
  await expect(dialog(page)).toContainText('You have new accounts that you have not created yet.');
});

test('A lost response to disabling your own account ends the session without asking for a token', async ({
  page,
  signIn,
  world,
}) => {
  await signIn('admin', '/users?q=admin');
  await world.faults.add({ operation: 'disable', times: 1, effect: 'cut_off' });
  await chooseAction(page, 'admin', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(sessionEnded(page)).toContainText('Your account is disabled.');
  await expect(signInAgainDialog(page)).toBeHidden();
  expect((await world.account('admin')).state).toBe('disabled');
});

test('“Sign in again” names the change that was rejected, and warns before it is lost', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  await signIn('admin', '/users?q=member');
  await expect(listSummary(page)).toHaveText(/users · Updated/);
  await world.revokeTokens('admin');
  await chooseAction(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  const question = signInAgainDialog(page);
  await expect(question).toContainText('“Disable member” will be sent again.');
  await question.getByRole('button', { name: 'Sign out instead' }).click();
  await expect(question.getByRole('alert').filter({ hasText: '“Disable member” is waiting' })).toBeVisible();
  await a11y.audit();
  await question.getByRole('button', { name: 'Sign out and discard' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'You are signed out' })).toBeVisible();
  expect((await world.account('member')).state).toBe('active');
});

test.describe('asking for another token', () => {
  test.beforeEach(async ({ page, signIn, world }) => {
    await signIn('admin', '/users/new');
    await fillFirstRow(page, 'ada', 'ada@globex.example');
    // A list request in flight would ask for another token first.
    await expect(page.getByRole('status').filter({ hasText: '1 ready' })).toBeVisible();
    await expect(page.getByText('Accounts are still loading')).toBeHidden();
    await world.revokeTokens('admin');
    await createButton(page, 1).click();
    await expect(signInAgainDialog(page)).toBeVisible();
  });

  test('“Sign out instead” warns that a running job would be lost', async ({ page, a11y }) => {
    const reauthentication = signInAgainDialog(page);
    await reauthentication.getByRole('button', { name: 'Sign out instead' }).click();
    await expect(reauthentication.getByRole('alert').filter({ hasText: 'A job is still running.' })).toBeVisible();
    await a11y.audit();
    await reauthentication.getByRole('button', { name: 'Sign out and discard' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'You are signed out' })).toBeVisible();
  });

  test('Signing out while a new token is being checked leaves the user signed out', async ({ page, world }) => {
    const gate = await world.gates.close({ operation: 'get_admins' });
    await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
    await gate.waitUntilHeld();
    await signInAgainDialog(page).getByRole('button', { name: 'Sign out instead' }).click();
    await signInAgainDialog(page).getByRole('button', { name: 'Sign out and discard' }).click();
    await gate.open();
    await expect.poll(() => world.journal.count({ operation: 'get_admins', http_status: 200 })).toBe(2);
    await expect(page.getByRole('status').filter({ hasText: 'You are signed out' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  test('Signing in again sends the rejected request once more', async ({ page, world }) => {
    await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
    await expect(passwordsHeading(page, 1)).toBeVisible();
    expect((await world.account('ada')).email).toBe('ada@globex.example');
  });
});

test('The activity can be saved from the dialog that asks for another token', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  await chooseAction(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  await world.updateAccount('admin', { state: 'disabled' });
  await flipSiteAdmin(page.getByRole('switch', { name: 'Site admin: member' }));
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    signInAgainDialog(page).getByRole('button', { name: 'Download activity (CSV)' }).click(),
  ]);
  expect(await readFile(await file.path(), 'utf8')).toContain('disable,member,Done');
});

test('Signing in again gives the focus back to where it was', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  // A list request in flight would ask for another token first.
  await expect(row(page, 'member')).toBeVisible();
  await world.revokeTokens('admin');
  const refresh = page.getByRole('button', { name: 'Refresh' });
  await refresh.click();
  await expect(signInAgainDialog(page)).toBeVisible();
  await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
  await expect(signInAgainDialog(page)).toBeHidden();
  await expect(refresh).toBeFocused();
});

test('A late 401 for the previous token does not ask for a token again', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  const gate = await world.gates.close({ operation: 'disable' });
  await chooseAction(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await gate.waitUntilHeld();
  await world.revokeTokens('admin');
  // Clicked by script: the dialog is in front of the button.
  await page.getByRole('button', { name: 'Refresh' }).evaluate((button: HTMLElement) => button.click());
  await expect(signInAgainDialog(page)).toBeVisible();
  await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
  await expect(signInAgainDialog(page)).toBeHidden();
  await gate.open();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  await expect(signInAgainDialog(page)).toBeHidden();
  expect((await world.journal.entries({ operation: 'disable' })).map((entry) => entry.http_status)).toEqual([401, 200]);
});
