/** Back while a dialog is open, in browsers that tell before the page changes. */
import {
  chooseAction,
  dialog,
  fillSignIn,
  openPage,
  pressBack,
  row,
  search,
  signInAgainDialog,
} from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test.beforeEach(async ({ page, signIn }) => {
  await signIn('admin', '/overview');
  await openPage(page, 'Users');
  await search(page, 'member');
  await expect(row(page, 'member')).toBeVisible();
});

test('Back closes a dialog and gives the focus back, and the next one leaves the page', async ({ page }) => {
  await chooseAction(page, 'member', 'Disable…');
  await expect(dialog(page)).toBeVisible();
  await pressBack(page);
  await expect(dialog(page)).toBeHidden();
  await expect(page).toHaveURL(/\/users\?q=member$/);
  await expect(row(page, 'member').getByRole('button', { name: 'Actions for member' })).toBeFocused();
  await pressBack(page);
  await expect(page).not.toHaveURL(/q=member/);
});

test('Back closes the command palette', async ({ page }) => {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('over');
  await pressBack(page);
  await expect(page.getByRole('combobox')).toBeHidden();
  await expect(page).toHaveURL(/\/users\?q=member$/);
});

test('Back keeps what was typed below the dialog that asks for another token', async ({ page, world }) => {
  await chooseAction(page, 'member', 'Reset password…');
  const password = dialog(page).getByLabel('New password');
  await password.fill('Heron-Pine-31');
  await world.revokeTokens('admin');
  await world.expectRefusal({ http_status: 401 });
  await dialog(page).getByRole('button', { name: 'Reset password' }).click();
  const signIn = signInAgainDialog(page);
  await expect(signIn).toBeVisible();
  await pressBack(page);
  await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
  await expect(signIn).toBeHidden();
  await expect(dialog(page).getByRole('status').filter({ hasText: 'Password reset for' })).toBeVisible();
  await expect(page).toHaveURL(/\/users\?q=member$/);
});
