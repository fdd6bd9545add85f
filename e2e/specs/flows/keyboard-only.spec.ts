/** Complete flows by keyboard alone: reachable with Tab, focus restored, outcome announced. */
import type { Locator, Page } from '@playwright/test';
import { createButton } from '../../support/create.ts';
import { dialog, row, signInAgainDialog } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

const expectStatus = (page: Page, text: string | RegExp) =>
  expect(page.getByRole('status').filter({ hasText: text })).toBeVisible();

/** Presses Tab until an element has the focus. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await isThere()); presses += 1) {
    expect(presses, 'presses of Tab until the element has the focus').toBeLessThan(80);
    await page.keyboard.press(key);
  }
}

/** Types a secret. `keyboard.type` would write it into the title of its step in the report. */
async function typeToken(page: Page, token: string): Promise<void> {
  await page.evaluate((text) => document.execCommand('insertText', false, text), token);
}

test('Signing in, and signing in again after the session ended, works by keyboard alone', async ({ page, world }) => {
  world.expectRefusal({ branch: 'token_revoked' });
  await test.step('Sign in', async () => {
    await page.goto('/users?q=member');
    await expect(page.getByLabel('Username', { exact: true })).toBeFocused();
    await page.keyboard.type('admin');
    await page.keyboard.press('Tab');
    await expect(page.getByLabel('Token')).toBeFocused();
    await typeToken(page, world.token('admin'));
    await page.keyboard.press('Enter');
  });

  const refresh = page.getByRole('button', { name: 'Refresh' });

  await test.step('Press Refresh with a revoked token', async () => {
    await expect(row(page, 'member')).toBeVisible();
    await tabTo(page, refresh);
    await world.revokeTokens('admin');
    await page.keyboard.press('Enter');
  });

  await test.step('Sign in again', async () => {
    await expect(signInAgainDialog(page).getByLabel('Token')).toBeFocused();
    await typeToken(page, `${world.token('admin')}~2`);
    await page.keyboard.press('Enter');
    await expect(signInAgainDialog(page)).toBeHidden();
    await expect(refresh).toBeFocused();
  });
});

test('Creating a user and handing the password over works by keyboard alone', async ({ page, signIn, world }) => {
  await signIn('admin', '/users');

  await test.step('Fill in one row', async () => {
    await tabTo(page, page.getByRole('link', { name: 'Create users' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('textbox', { name: 'Username, row 1' }));
    await page.keyboard.type('ada');
    await page.keyboard.press('Tab');
    await page.keyboard.type('ada@globex.example');
    await expectStatus(page, '1 row 1 ready');
  });

  await test.step('Create the user', async () => {
    await tabTo(page, createButton(page, 1), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expectStatus(page, '1 user created');
  });

  await test.step('Close the dialog and forget the password', async () => {
    await tabTo(page, dialog(page).getByRole('button', { name: 'Copy all' }));
    await tabTo(page, dialog(page).getByRole('button', { name: 'Done' }));
    await page.keyboard.press('Enter');
    await expect(dialog(page).getByRole('alert')).toContainText('You will not see these passwords again');
    await tabTo(page, dialog(page).getByRole('button', { name: 'Close without copying' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Create users' })).toBeFocused();
    expect((await world.account('ada')).state).toBe('active');
  });
});

test('Resetting another password and changing your own works by keyboard alone', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  const menu = page.getByRole('button', { name: 'Actions for member' });

  await test.step("Reset another user's password", async () => {
    await tabTo(page, row(page, 'member').getByRole('link'));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(menu).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Reset password…' })).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, dialog(page).getByRole('button', { name: 'Reset password' }));
    await page.keyboard.press('Enter');
    await expectStatus(page, 'Password reset for member.');
    await expect(dialog(page).getByRole('button', { name: 'Done' })).toBeFocused();
    await page.keyboard.press('Enter');
    // Nothing was copied, so the dialog asks.
    await tabTo(page, dialog(page).getByRole('button', { name: 'Close without copying' }));
    await page.keyboard.press('Enter');
    await expect(menu).toBeFocused();
    expect(await world.journal.count({ operation: 'reset_password', http_status: 200 })).toBe(1);
  });

  await test.step('Change your own password', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Account menu: admin' }), 'Shift+Tab');
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name: 'Change my password…' })).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, dialog(page).getByLabel('Current password'));
    await typeToken(page, 'mock-password');
    await page.keyboard.press('Tab');
    await typeToken(page, 'another-password');
    await page.keyboard.press('Enter');
    await expectStatus(page, 'Your password has been changed');
    await expect(page.getByLabel('Username', { exact: true })).toBeFocused();
  });
});

test('Looking up, disabling and reading the activity works by keyboard alone', async ({ page, signIn, world }) => {
  await signIn('admin', '/lookup');

  await test.step('Look up two users', async () => {
    await tabTo(page, page.getByLabel('Usernames or email addresses'));
    await page.keyboard.type('member');
    await page.keyboard.press('Enter');
    await page.keyboard.type('manager');
    await tabTo(page, page.getByRole('button', { name: 'Look up 2' }));
    await page.keyboard.press('Enter');
    await expectStatus(page, '2 found · 0 not found');
  });

  const actionsButton = page.getByRole('button', { name: 'Actions' });

  await test.step('Plan to disable one of them', async () => {
    await tabTo(page, actionsButton);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Disable…' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toHaveAccessibleName('Disable 2 users');
    await tabTo(page, dialog(page).getByRole('checkbox', { name: 'manager' }));
    await page.keyboard.press('Space');
  });

  await test.step('Disable that one', async () => {
    await tabTo(page, dialog(page).getByRole('button', { name: 'Disable 1 user' }));
    await page.keyboard.press('Enter');
    await expectStatus(page, '1 user disabled');
    await tabTo(page, dialog(page).getByRole('button', { name: 'Done' }));
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeHidden();
    await expect(actionsButton).toBeFocused();
    expect((await world.account('member')).state).toBe('disabled');
    expect((await world.account('manager')).state).toBe('active');
  });

  await test.step('Read the activity', async () => {
    await tabTo(page, page.getByRole('link', { name: 'Activity' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    const entry = page.getByRole('button', { name: 'Details: Disabled member' });
    await tabTo(page, entry);
    await page.keyboard.press('Enter');
    await tabTo(page, dialog(page).getByText('Repeat with curl or Python'));
    await page.keyboard.press('Enter');
    await tabTo(page, dialog(page).getByRole('button', { name: /^Copy.*Python/ }));
    await page.keyboard.press('Escape');
    await expect(entry).toBeFocused();
  });
});

test('Adding and removing a site admin works by keyboard alone', async ({ page, signIn, world }) => {
  await signIn('admin', '/admins');
  const addButton = page.getByRole('button', { name: 'Add site admins' });

  await test.step('Add a site admin', async () => {
    await tabTo(page, addButton);
    await page.keyboard.press('Enter');
    await tabTo(page, dialog(page).getByLabel('Usernames or email addresses'));
    await page.keyboard.type('member');
    await tabTo(page, dialog(page).getByRole('button', { name: 'Review' }));
    await page.keyboard.press('Enter');
    await tabTo(page, dialog(page).getByRole('button', { name: 'Make 1 user a site admin' }));
    await page.keyboard.press('Enter');
    await expectStatus(page, '1 user made a site admin');
    await tabTo(page, dialog(page).getByRole('button', { name: 'Done' }));
    await page.keyboard.press('Enter');
    await expect(addButton).toBeFocused();
    expect((await world.account('member')).site_admin).toBe(true);
  });

  await test.step('Remove the site admin', async () => {
    await tabTo(page, page.getByRole('switch', { name: 'Site admin: member' }));
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await expectStatus(page, 'member is no longer a site admin.');
    expect((await world.account('member')).site_admin).toBe(false);
  });
});
