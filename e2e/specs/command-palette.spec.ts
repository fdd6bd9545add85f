/** The command palette and the list of keyboard shortcuts. */
import { dialog, dialogStatus, openPage, row } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test.describe('users with similar names', () => {
  const users = ['admin', ...Array.from({ length: 12 }, (_, number) => `aa-mary-${number}`), 'mary', 'overview'].map(
    (username) => ({ username, email: `${username}@globex.net`, site_admin: username === 'admin' }),
  );
  test.use({ seed: { users } });

  test('The command palette lists an exact name first and leaves out actions that do not apply', async ({
    page,
    signIn,
    world,
  }) => {
    for (let number = 0; number < 10; number += 1)
      await world.updateAccount(`aa-mary-${number}`, { state: 'disabled' });
    await signIn('admin', '/users');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('mary');
    await expect(page.getByRole('option').first()).toContainText('mary@globex.net');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('overview');
    await expect(page.getByRole('option')).toHaveText([/^overview/, /^Overview/]);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('disable aa-mary');
    await expect(page.getByRole('option')).toHaveText([/^Disable aa-mary-10…/, /^Disable aa-mary-11…/]);
  });
});

test('The command palette opens an account, disables one and opens a page by keyboard alone', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  await signIn('admin', '/overview');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await page.keyboard.press('Control+k');
  const input = page.getByRole('combobox', { name: 'Search people, pages and actions' });
  await expect(input).toBeFocused();
  await a11y.audit();
  // Enter by mistake opens a page, and exports nothing.
  await expect(page.getByRole('option').first()).toHaveText(/^Users/);
  await page.keyboard.type('janedoe1');
  await expect(page.getByRole('option', { name: 'janedoe1' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'janedoe1' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('disable member');
  await expect(page.getByRole('option', { name: 'Disable member…' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('button', { name: 'Disable' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Disabled member.')).toBeVisible();
  expect((await world.account('member')).state).toBe('disabled');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('lookup');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Bulk lookup' })).toBeVisible();
});

test('The command palette exports the list and changes the selected accounts', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  await signIn('admin', '/users?q=man');
  await expect(row(page, 'manager')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('export csv');
  const option = page.getByRole('option', { name: /^Export as CSV \d+ users?$/ });
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await a11y.audit();
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toMatch(/^users-.*\.csv$/);
  await row(page, 'manager').getByRole('checkbox').check();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('disable sel');
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('button', { name: 'Disable 1 user' }).click();
  await expect(dialogStatus(page, '1 user disabled')).toBeVisible();
  expect((await world.account('manager')).state).toBe('disabled');
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  // Nothing is selected any more, and another page has no list to export.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('selected');
  await expect(page.getByRole('option')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await openPage(page, 'Overview');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('export');
  await expect(page.getByRole('option', { name: /^Export as/ })).toHaveCount(0);
});

test('The command palette runs every action on an account', async ({ page, signIn, world }) => {
  await signIn('admin');
  const runCommand = async (text: string, option: string) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(text);
    await expect(page.getByRole('option', { name: option })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
  };
  const confirm = async (button: string, done: string) => {
    await dialog(page).getByRole('button', { name: button, exact: true }).click();
    await expect(page.getByText(done)).toBeVisible();
    await expect(dialog(page)).toBeHidden();
  };
  await runCommand('make site admin member', 'Make member a site admin…');
  await confirm('Make site admin', 'member is now a site admin.');
  await runCommand('remove site admin member', 'Remove member as site admin…');
  await confirm('Remove as site admin', 'member is no longer a site admin.');
  await runCommand('deactivate member', 'Deactivate member…');
  await confirm('Deactivate', 'Deactivated member.');
  await runCommand('reactivate member', 'Reactivate member…');
  await confirm('Reactivate', 'Reactivated member.');
  expect(await world.account('member')).toMatchObject({ state: 'active', site_admin: false });
  await runCommand('reset password member', 'Reset password for member…');
  await dialog(page).getByRole('button', { name: 'Reset password' }).click();
  await expect(dialog(page)).toContainText('Password reset for');
});

test('The command palette is found in the sidebar, and a verb alone is understood', async ({ page, signIn, a11y }) => {
  await signIn('admin');
  await page.getByRole('button', { name: 'Search… or run' }).click();
  await page.keyboard.type('disable');
  const verb = page.getByRole('group', { name: 'Actions' }).getByRole('option', { name: /^Disable…/ });
  await expect(verb).toBeVisible();
  await a11y.audit();
  await verb.click();
  await expect(page.getByRole('combobox')).toHaveValue('disable ');
  // Accounts that can be disabled, each with its email, and how many there are.
  await expect(page.getByRole('option').first()).toHaveText(/^Disable .+….+@/);
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText(/^\d+ of \d+ accounts$/);
  await page.keyboard.type('member');
  await expect(page.getByRole('option').first()).toHaveText(/^Disable member…/);
});

test('The command palette shows accounts that an action does not apply to', async ({ page, signIn, world }) => {
  await world.updateAccount('member', { state: 'disabled' });
  await signIn('admin', '/overview');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('disable member');
  const group = page.getByRole('group', { name: 'Not available for this action' });
  await expect(group.getByRole('option')).toHaveText([/^member/]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'member' })).toBeVisible();
});

test('The command palette lists names that start with the text first', async ({ page, signIn }) => {
  await signIn('admin');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('disable ma');
  await expect(page.getByRole('option').first()).toHaveText(/^Disable ma/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('unapproved');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/users\?approved=no$/);
});

test('Pressing ? lists the keyboard shortcuts, and Escape gives the focus back', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/overview');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' });
  await link.focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Keyboard shortcuts' })).toBeFocused();
  await a11y.audit();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(link).toBeFocused();
  // The palette gives the focus back too.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(link).toBeFocused();
});
