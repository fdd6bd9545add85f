/** Every flow with the keyboard alone: what is walked to with Tab, where the focus goes afterwards, and what is said. */
import type { Locator, Page } from '@playwright/test';
import { expect, row, signInAgain, test } from '../console.ts';

const dialog = (page: Page) => page.getByRole('dialog');
const said = (page: Page, text: string | RegExp) => expect(page.getByRole('status').filter({ hasText: text })).toBeVisible();

/** Walks to something with Tab, as somebody does who has no pointer. */
async function walkTo(page: Page, to: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(to).toBeVisible();
  const isThere = () => to.evaluate((element) => element === document.activeElement);
  for (let steps = 0; !(await isThere()); steps += 1) {
    expect(steps, 'it cannot be come to with Tab').toBeLessThan(80);
    await page.keyboard.press(key);
  }
}

/** Types what no report may show: `type` names its value in the title of its step. */
async function typeToken(page: Page, token: string): Promise<void> {
  await page.evaluate((text) => document.execCommand('insertText', false, text), token);
}

test('signing in, and in again', async ({ page, world }) => {
  await page.goto('/users?q=member');
  await expect(page.getByLabel('User name', { exact: true })).toBeFocused();
  await page.keyboard.type('admin');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Token')).toBeFocused();
  await typeToken(page, world.token('admin'));
  await page.keyboard.press('Enter');
  const refresh = page.getByRole('button', { name: 'Refresh' });
  await expect(row(page, 'member')).toBeVisible();
  await walkTo(page, refresh);
  await world.revokeTokens('admin');
  await page.keyboard.press('Enter');
  await expect(signInAgain(page).getByLabel('Token')).toBeFocused();
  await typeToken(page, `${world.token('admin')}~2`);
  await page.keyboard.press('Enter');
  await expect(signInAgain(page)).toBeHidden();
  await expect(refresh).toBeFocused();
});

test('creating somebody, and handing the password over', async ({ page, signIn, world }) => {
  await signIn('admin', '/users');
  await walkTo(page, page.getByRole('link', { name: 'Create users' }));
  await page.keyboard.press('Enter');
  await walkTo(page, page.getByRole('textbox', { name: 'User name, row 1' }));
  await page.keyboard.type('ada');
  await page.keyboard.press('Tab');
  await page.keyboard.type('ada@globex.example');
  await said(page, '1 row 1 ready');
  await walkTo(page, page.getByRole('button', { name: 'Create 1 user', exact: true }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await said(page, '1 created.');
  await walkTo(page, dialog(page).getByRole('button', { name: 'Copy all' }));
  await walkTo(page, dialog(page).getByRole('button', { name: 'Done' }));
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('alert')).toContainText('The passwords are forgotten when this closes');
  await walkTo(page, dialog(page).getByRole('button', { name: 'Forget them' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Create 0 users' })).toBeFocused();
  expect((await world.account('ada')).state).toBe('active');
});

test('resetting the password of another, and one’s own', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  const menu = page.getByRole('button', { name: 'Actions for member' });
  await walkTo(page, menu);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Reset password…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await walkTo(page, dialog(page).getByRole('button', { name: 'Reset password' }));
  await page.keyboard.press('Enter');
  await said(page, 'The password of member has been reset.');
  await expect(dialog(page).getByRole('button', { name: 'Done' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(menu).toBeFocused();
  expect(await world.journal.count({ operation: 'reset_password', http_status: 200 })).toBe(1);

  await walkTo(page, page.getByRole('button', { name: 'Your account, admin' }), 'Shift+Tab');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Reset my password…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await walkTo(page, dialog(page).getByLabel('Current password'));
  await typeToken(page, 'mock-password');
  await page.keyboard.press('Tab');
  await typeToken(page, 'another-password');
  await page.keyboard.press('Enter');
  await said(page, 'Your password has been changed');
  await expect(page.getByLabel('User name', { exact: true })).toBeFocused();
});

test('looking up, planning, doing it to many, and reading what was done', async ({ page, signIn, world }) => {
  await signIn('admin', '/lookup');
  await walkTo(page, page.getByLabel('User names or addresses'));
  await page.keyboard.type('member');
  await page.keyboard.press('Enter');
  await page.keyboard.type('manager');
  await walkTo(page, page.getByRole('button', { name: 'Look up 2' }));
  await page.keyboard.press('Enter');
  await said(page, '2 found, 0 not');
  const doing = page.getByRole('button', { name: 'Do with these' });
  await walkTo(page, doing);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Disable…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveAccessibleName('Disable 2 accounts');
  await walkTo(page, dialog(page).getByRole('button', { name: 'Show those who will be disabled' }));
  await page.keyboard.press('Enter');
  await walkTo(page, dialog(page).getByRole('checkbox', { name: 'manager' }));
  await page.keyboard.press('Space');
  await walkTo(page, dialog(page).getByRole('button', { name: 'Disable 1 account' }));
  await page.keyboard.press('Enter');
  await said(page, '1 disabled.');
  await walkTo(page, dialog(page).getByRole('button', { name: 'Done' }));
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expect(doing).toBeFocused();
  expect((await world.account('member')).state).toBe('disabled');
  expect((await world.account('manager')).state).toBe('active');

  await walkTo(page, page.getByRole('link', { name: 'Activity' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const entry = page.getByRole('button', { name: 'Disable member' });
  await walkTo(page, entry);
  await page.keyboard.press('Enter');
  await walkTo(page, dialog(page).getByRole('button', { name: /^Copy.*Python/ }));
  await page.keyboard.press('Escape');
  await expect(entry).toBeFocused();
});

test('making and unmaking site admins', async ({ page, signIn, world }) => {
  await signIn('admin', '/admins');
  const add = page.getByRole('button', { name: 'Add site admins' });
  await walkTo(page, add);
  await page.keyboard.press('Enter');
  await walkTo(page, dialog(page).getByLabel('User names or addresses'));
  await page.keyboard.type('member');
  await walkTo(page, dialog(page).getByRole('button', { name: 'Go on' }));
  await page.keyboard.press('Enter');
  await walkTo(page, dialog(page).getByRole('button', { name: 'Make 1 account site admins' }));
  await page.keyboard.press('Enter');
  await said(page, '1 made a site admin.');
  await walkTo(page, dialog(page).getByRole('button', { name: 'Done' }));
  await page.keyboard.press('Enter');
  await expect(add).toBeFocused();
  expect((await world.account('member')).site_admin).toBe(true);
  await walkTo(page, page.getByRole('switch', { name: 'Site admin: member' }));
  await page.keyboard.press('Space');
  await said(page, 'member is no longer a site admin.');
  expect((await world.account('member')).site_admin).toBe(false);
});
