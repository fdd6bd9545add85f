/** Every operation of the Account API from the console, as a site admin, a manager and a member. */
import type { Page } from '@playwright/test';
import { createButton, fillFirstRow } from '../../support/create.ts';
import { chooseAction, dialog, dialogStatus, fillSecret, flipSiteAdmin, openPage, row } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

/** Makes a change from the row menu, and expects its message, or a refusal where that is `null`. */
async function changeFromRow(page: Page, name: string, action: string, message: string | null): Promise<void> {
  await chooseAction(page, name, `${action}…`);
  const tryAnyway = dialog(page).getByRole('button', { name: 'Try anyway' });
  const confirm = dialog(page).getByRole('button', { name: action, exact: true });
  await expect(tryAnyway.or(confirm)).toBeVisible();
  if (await tryAnyway.isVisible()) await tryAnyway.click();
  await confirm.click();
  if (message === null) {
    await expect(dialog(page).getByRole('alert')).toContainText('Manage users');
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  } else {
    await expect(page.getByText(message)).toBeVisible();
  }
}

for (const [username, mayManage, isAdmin, title] of [
  ['admin', true, true, 'A site admin can run all eleven operations'],
  ['manager', true, false, 'A manager can run every operation but those on site admins'],
  ['member', false, false, 'A member can read accounts and change their own password, and is refused the rest'],
] as const) {
  test(title, async ({ page, signIn, world }) => {
    world.expectRefusal({ caller: username, branch: 'not_permitted' });
    const [before, accounts] = [await world.state(), await world.accounts()];

    await test.step('list_users and account_type: find a user, look up an organization', async () => {
      await signIn(username, '/users?q=janedoe1');
      await expect(row(page, 'janedoe1')).toBeVisible();
      await openPage(page, 'Bulk lookup');
      await page.getByLabel('Usernames or email addresses').fill('globex');
      await page.getByRole('button', { name: 'Look up 1' }).click();
      await expect(page.getByRole('row').filter({ hasText: 'globex' })).toContainText('Organization');
    });

    await test.step('disable, reactivate and deactivate a user', async () => {
      await page.goto('/users?q=abruno');
      await expect(row(page, 'abruno')).toBeVisible();
      await changeFromRow(page, 'abruno', 'Disable', mayManage ? 'Disabled abruno.' : null);
      expect((await world.account('abruno')).state).toBe(mayManage ? 'disabled' : 'active');
      if (mayManage) {
        await changeFromRow(page, 'abruno', 'Reactivate', 'Reactivated abruno.');
        expect((await world.account('abruno')).state).toBe('active');
      }
      await changeFromRow(page, 'abruno', 'Deactivate', mayManage ? 'Deactivated abruno.' : null);
      expect((await world.account('abruno')).state).toBe(mayManage ? 'deactivated' : 'active');
    });

    await test.step('reset_password of another user', async () => {
      await chooseAction(page, 'abruno', 'Reset password…');
      if (!mayManage) await dialog(page).getByRole('button', { name: 'Try anyway' }).click();
      await dialog(page).getByRole('button', { name: 'Reset password' }).click();
      if (mayManage) await expect(dialog(page)).toContainText('Password reset for');
      else await expect(dialog(page).getByRole('alert')).toContainText('The password was not changed.');
      await dialog(page)
        .getByRole('button', { name: mayManage ? 'Done' : 'Cancel' })
        .click();
      if (mayManage) await dialog(page).getByRole('button', { name: 'Close without copying' }).click();
    });

    await test.step('create_users', async () => {
      await page.getByRole('link', { name: 'Create users' }).click();
      await fillFirstRow(page, 'ada', 'ada@globex.example');
      await createButton(page, 1).click();
      const outcome = mayManage ? '1 user created' : '1 failed';
      await expect(dialogStatus(page, outcome)).toBeVisible();
      await dialog(page).getByRole('button', { name: 'Done' }).click();
      if (mayManage) await dialog(page).getByRole('button', { name: 'Close without copying' }).click();
      expect((await world.accounts()).some((account) => account.username === 'ada')).toBe(mayManage);
    });

    await test.step('get_admins, set_admins and remove_admins', async () => {
      if (isAdmin) {
        await openPage(page, 'Site admins');
        await page.getByRole('button', { name: 'Add site admins' }).click();
        await dialog(page).getByLabel('Usernames').fill('ada');
        await dialog(page).getByRole('button', { name: 'Review' }).click();
        await dialog(page).getByRole('button', { name: 'Make 1 user a site admin' }).click();
        await expect(dialogStatus(page, '1 user made a site admin')).toBeVisible();
        await dialog(page).getByRole('button', { name: 'Done' }).click();
        expect((await world.account('ada')).site_admin).toBe(true);
        await flipSiteAdmin(page.getByRole('switch', { name: 'Site admin: ada' }));
        await expect(page.getByRole('switch', { name: 'Site admin: ada' })).not.toBeChecked();
        await expect(page.getByText('ada is no longer a site admin.')).toBeVisible();
        expect((await world.account('ada')).site_admin).toBe(false);
      } else {
        await expect(
          page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Site admins' }),
        ).toHaveCount(0);
        if (!mayManage) expect(await world.state()).toEqual(before);
      }
    });

    await test.step('reset_own_password', async () => {
      await page.getByRole('button', { name: `Account menu: ${username}` }).click();
      await page.getByRole('menuitem', { name: 'Change my password…' }).click();
      await fillSecret(dialog(page).getByLabel('Current password'), 'mock-password');
      await fillSecret(dialog(page).getByLabel('New password'), 'a new one');
      await dialog(page).getByRole('button', { name: 'Change password' }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Your password has been changed' })).toBeVisible();
      // The new password is valid and the old one is not.
      const resetAgain = (old: string) => ({
        token: `${world.token(username)}~2`,
        body: { old_password: old, new_password: 'next' },
      });
      expect(
        (await world.call('POST', `/${username}/reset_password`, resetAgain('mock-password'))).envelope.status,
      ).toBe('ERROR');
      expect((await world.call('POST', `/${username}/reset_password`, resetAgain('a new one'))).envelope.status).toBe(
        'OK',
      );
    });

    // The changed accounts are as requested, and all others are as before.
    const after = await world.accounts();
    const touched = mayManage ? [username, 'abruno', 'ada'] : [username];
    const untouched = (all: typeof after) => all.filter((account) => !touched.includes(account.username));
    expect(untouched(after)).toEqual(untouched(accounts));
    const [abruno, ada] = ['abruno', 'ada'].map((name) => after.find((account) => account.username === name));
    expect(abruno).toMatchObject({ state: mayManage ? 'deactivated' : 'active', site_admin: false });
    if (mayManage)
      expect(ada).toMatchObject({
        email: 'ada@globex.example',
        state: 'active',
        site_admin: false,
        manage_users: false,
      });
    else expect(ada).toBeUndefined();
  });
}
