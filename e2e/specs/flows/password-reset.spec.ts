/** Resetting another user's password, and one's own. */
import type { Page } from '@playwright/test';
import { loseResponse } from '../../support/faults.ts';
import { chooseAction, fillSecret, fillSignIn, openPage, pressBack, row, search } from '../../support/page.ts';
import { copyWith } from '../../support/passwords.ts';
import { expect, test } from '../../support/test.ts';

test.describe("another user's password", () => {
  test.beforeEach(async ({ signIn, page }) => {
    await signIn('admin', '/users?q=member');
    await expect(row(page, 'member')).toBeVisible();
    await chooseAction(page, 'member', 'Reset password…');
  });

  test('Resetting a password signs the user out and shows the generated password once', async ({
    page,
    world,
    a11y,
  }) => {
    const dialog = page.getByRole('dialog', { name: 'Reset password for member' });
    await expect(dialog).toContainText('will be signed out everywhere');
    const field = dialog.getByLabel('New password');
    const first = await field.inputValue();
    expect(first).toMatch(/^[a-zA-Z2-7]{4}(-[a-zA-Z2-7]{4}){3}$/);
    await dialog.getByRole('button', { name: 'Generate a new one' }).click();
    await expect(field).not.toHaveValue(first);
    const password = await field.inputValue();
    await a11y.audit();

    await test.step('Reset the password and copy it', async () => {
      // A password that is copied too early does not work yet.
      await expect(dialog.getByRole('button', { name: 'Copy', exact: true })).toBeHidden();
      await dialog.getByRole('button', { name: 'Reset password' }).click();
      await expect(dialog.getByRole('status').filter({ hasText: 'Password reset for' })).toBeVisible();
      await expect(dialog.getByLabel('New password')).toHaveText(password);
      expect(await copyWith(page, dialog.getByRole('button', { name: 'Copy', exact: true }))).toBe(password);
      const copyBoth = dialog.getByRole('button', { name: 'Copy with username' });
      await copyBoth.click();
      const copied = () => page.evaluate(() => navigator.clipboard.readText());
      await expect.poll(copied).toBe(`Username: member\nPassword: ${password}`);
      await a11y.audit();
    });

    await test.step('The user is signed out, and the new password is valid', async () => {
      expect((await world.call('GET', '/member/type', { as: 'member' })).httpStatus).toBe(401);
      const body = { new_password: 'next', old_password: password };
      const token = `${world.token('member')}~2`;
      expect((await world.call('POST', '/member/reset_password', { token, body })).envelope.status).toBe('OK');
    });

    await test.step('The password is gone from the page', async () => {
      await dialog.getByRole('button', { name: 'Done' }).click();
      await expect(page.getByRole('button', { name: 'Actions for member' })).toBeFocused();
      expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(password);
      const stored = await page.evaluate(() => JSON.stringify([sessionStorage, localStorage, location.href]));
      expect(stored).not.toContain(password);
    });
  });

  test('A new password is not lost by pressing Escape or leaving the page', async ({ page, a11y }) => {
    const dialog = page.getByRole('dialog');
    await page.keyboard.press('Escape');
    const main = page.getByRole('navigation', { name: 'Main' });
    await main.getByRole('link', { name: 'Overview' }).click();
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
    await main.getByRole('link', { name: 'Users' }).click();
    await search(page, 'member');
    await chooseAction(page, 'member', 'Reset password…');
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await expect(dialog.getByRole('status').filter({ hasText: 'Password reset for' })).toBeVisible();
    const shownPassword = dialog.getByLabel('New password');
    const password = await shownPassword.textContent();
    await page.keyboard.press('Escape');
    await expect(dialog.getByRole('alert')).toContainText('You will not see this password again');
    await expect(dialog.getByRole('button', { name: 'Go back' })).toBeFocused();
    await expect(dialog.getByRole('button', { name: 'Done' })).toBeHidden();
    await a11y.audit();
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: 'Done' })).toBeFocused();
    await pressBack(page);
    await expect(dialog.getByRole('alert')).toContainText('You will not see this password again');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/users\?/);
    await expect(shownPassword).toHaveText(password!);
    const confirmation = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const question = await confirmation;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Close without copying' }).click();
    await expect(dialog).toBeHidden();
  });

  test('A new password for a disabled user is said not to work yet', async ({ page }) => {
    const dialog = page.getByRole('dialog');
    await page.keyboard.press('Escape');
    await chooseAction(page, 'member', 'Disable…');
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    await chooseAction(page, 'member', 'Reset password…');
    await expect(dialog).toContainText('member is disabled. The new password will not work until');
  });

  test('A new password can be typed and must not be empty', async ({ page, world }) => {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('New password').fill('');
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await expect(dialog.getByText('Enter or generate a password')).toBeVisible();
    await expect(dialog.getByLabel('New password')).toBeFocused();
    await fillSecret(dialog.getByLabel('New password'), 'hunter2');
    await expect(dialog.getByLabel('New password')).toHaveAccessibleDescription(/^Short passwords are easy to guess\./);
    await fillSecret(dialog.getByLabel('New password'), 'correct horse "battery" ✓');
    await page.keyboard.press('Enter');
    await expect(dialog.getByLabel('New password')).toHaveText('correct horse "battery" ✓');
    const body = { new_password: 'next', old_password: 'correct horse "battery" ✓' };
    const token = `${world.token('member')}~2`;
    expect((await world.call('POST', '/member/reset_password', { token, body })).envelope.status).toBe('OK');
  });

  test('A refused password reset shows the reason and keeps the password', async ({ page, world }) => {
    const msg = 'The password is on a list of leaked ones.';
    await world.faults.add({ operation: 'reset_password', effect: { error: { msg } } });
    const dialog = page.getByRole('dialog');
    const password = await dialog.getByLabel('New password').inputValue();
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await expect(dialog.getByRole('alert')).toHaveText(
      'The password was not changed. The password is on a list of leaked ones.',
    );
    await expect(dialog.getByLabel('New password')).toHaveValue(password);
  });
});

test.describe('your own password', () => {
  test.beforeEach(async ({ signIn, page }) => {
    await signIn('member');
    await page.getByRole('button', { name: 'Account menu: member' }).click();
    await page.getByRole('menuitem', { name: 'Change my password…' }).click();
  });

  test('Changing your own password needs the current one and ends the session', async ({ page, world, a11y }) => {
    world.expectRefusal({ operation: 'reset_own_password', branch: 'old_password_wrong' });
    world.expectRefusal({ branch: 'token_revoked' });
    const dialog = page.getByRole('dialog', { name: 'Change your password' });

    await test.step('A wrong current password is refused', async () => {
      await expect(dialog).toContainText('You will be signed out everywhere');
      await dialog.getByRole('button', { name: 'Change password' }).click();
      await expect(dialog.getByLabel('Current password')).toBeFocused();
      await a11y.audit();
      await fillSecret(dialog.getByLabel('Current password'), 'not it');
      await fillSecret(dialog.getByLabel('New password'), 'a new one');
      await dialog.getByRole('button', { name: 'Change password' }).click();
      await expect(dialog.getByRole('alert')).toContainText('Your password was not changed.');
      await a11y.audit();
    });

    await test.step('The right current password changes it', async () => {
      await dialog.getByLabel('Show passwords').check();
      await expect(dialog.getByLabel('New password')).toHaveAttribute('type', 'text');
      await fillSecret(dialog.getByLabel('Current password'), 'mock-password');
      await dialog.getByRole('button', { name: 'Change password' }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Your password has been changed' })).toContainText(
        'new token',
      );
      await a11y.audit();
    });

    await test.step('Only a new token is accepted', async () => {
      await fillSignIn(page, 'member', world.token('member'));
      await expect(page.getByRole('alert')).toContainText('Token not accepted');
      await fillSignIn(page, 'member', `${world.token('member')}~2`);
      await expect(page.getByRole('table')).toBeVisible();
    });
  });

  const submitOwnPassword = async (page: Page) => {
    await fillSecret(page.getByRole('dialog').getByLabel('Current password'), 'mock-password');
    await fillSecret(page.getByRole('dialog').getByLabel('New password'), 'a new one');
    await page.getByRole('dialog').getByRole('button', { name: 'Change password' }).click();
  };

  test('Your own password is reported as changed when the response is lost and the session has ended', async ({
    page,
    world,
  }) => {
    world.expectRefusal({ branch: 'token_revoked' });
    await loseResponse(world, 'reset_own_password', true);
    await submitOwnPassword(page);
    await expect(page.getByRole('status').filter({ hasText: 'Your password has been changed' })).toBeVisible();
    expect(await world.journal.count({ operation: 'reset_own_password' })).toBe(1);
  });

  test('Your own password is reported as unchanged when the response is lost and the session works', async ({
    page,
    world,
  }) => {
    await loseResponse(world, 'reset_own_password', false);
    await submitOwnPassword(page);
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Your password was not changed.');
    await page.getByRole('dialog').getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Your password has been changed' })).toBeVisible();
  });

  test('A refused change of your own password is reported after the page was left', async ({ page, world }) => {
    const gate = await world.gates.close({ operation: 'reset_own_password' });
    await world.faults.add({ operation: 'reset_own_password', effect: { error: { msg: 'Not on a Friday.' } } });
    await page.keyboard.press('Escape');
    await openPage(page, 'Overview');
    await page.getByRole('button', { name: 'Account menu: member' }).click();
    await page.getByRole('menuitem', { name: 'Change my password…' }).click();
    await submitOwnPassword(page);
    await gate.waitUntilHeld();
    // The first one is ignored, because a request is pending.
    await pressBack(page);
    await pressBack(page);
    await expect(page.getByRole('dialog')).toBeHidden();
    await gate.open();
    await expect(
      page.getByRole('status').filter({ hasText: 'Your password was not changed. Not on a Friday.' }),
    ).toBeVisible();
  });

  test('“Reset password…” in your own row opens the dialog for your own password', async ({ page }) => {
    await page.keyboard.press('Escape');
    await search(page, 'member');
    await chooseAction(page, 'member', 'Reset password…');
    await expect(page.getByRole('dialog', { name: 'Change your password' })).toBeVisible();
  });
});
