/** What members and managers see, and what is refused to them. */
import { chooseAction, row } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test('A member sees all users and is told why a change is refused', async ({ page, world, signIn, a11y }) => {
  world.expectRefusal({ caller: 'member', branch: 'not_permitted' });
  const before = await world.state();
  await signIn('member', '/users?q=janedoe1');
  await expect(page.getByText('Changing them needs the Manage users permission.')).toBeVisible();
  await expect(row(page, 'janedoe1')).toBeVisible();
  // A member gets no switches. The column says in words who is a site admin.
  await expect(page.getByRole('switch')).toHaveCount(0);
  await expect(row(page, 'janedoe1').getByRole('cell', { name: 'No', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Account menu: member' })).not.toContainText('Site admin');

  await chooseAction(page, 'janedoe1', 'Disable…');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Could not disable janedoe1.');
  await expect(dialog.getByRole('alert')).toContainText('Manage users');
  await a11y.audit();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  // From then on, the console says so before the next attempt.
  await chooseAction(page, 'janedoe1', 'Reset password…');
  await expect(dialog).toHaveAccessibleName('You cannot change accounts');
  await expect(dialog).toContainText('Your account does not have the Manage users permission.');
  await a11y.audit();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await chooseAction(page, 'janedoe1', 'Reset password…');
  await dialog.getByRole('button', { name: 'Try anyway' }).click();
  await dialog.getByRole('button', { name: 'Reset password' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The password was not changed.');
  expect(await world.state()).toEqual(before);
});

test('A user with Manage users can disable users but not change site admins', async ({ page, world, signIn }) => {
  await signIn('manager', '/users?q=member');
  await expect(row(page, 'member')).toBeVisible();
  await expect(page.getByRole('switch')).toHaveCount(0);
  await chooseAction(page, 'member', 'Disable…');
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  expect((await world.account('member')).state).toBe('disabled');
});

test('A site admin who was removed meanwhile loses the switches on reload', async ({ page, world, signIn }) => {
  await world.call('POST', '/admins', { body: { usernames: ['manager'] } });
  await signIn('manager', '/users?q=member');
  await expect(page.getByRole('switch')).toHaveCount(1);
  await world.call('DELETE', '/admins', { body: { usernames: ['manager'] } });
  await page.reload();
  await expect(row(page, 'member').getByRole('cell', { name: 'No', exact: true })).toBeVisible();
});
