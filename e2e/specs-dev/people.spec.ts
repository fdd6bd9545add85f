/** The tab of the developer panel that signs in as other users. */
import { expectSignedIn, failure, openPanel, outcome, worldOf } from '../support/dev-panel.ts';
import { row } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test('Clicking a person in the developer panel signs the page in as them', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member');
  await expect(page.getByRole('switch', { name: 'Site admin: member' })).toBeVisible();
  const panel = await openPanel(page, 'People');
  const member = panel.getByRole('button', { name: 'member no permissions' });
  await member.click();
  await expectSignedIn(page, 'member');
  await expect(page).toHaveURL(/\/users\?q=member$/);
  await expect(row(page, 'member').getByRole('cell', { name: 'No', exact: true })).toBeVisible();
  await expect(member).toHaveAttribute('aria-current', 'true');
  await expect(member).toBeFocused();

  await page.reload();
  await expectSignedIn(page, 'member');
});

test('A person is signed in from the developer panel while every call hangs', async ({ page, world, signIn }) => {
  await signIn('member', '/users?q=member');
  await world.faults.add({ effect: 'hang' });
  const panel = await openPanel(page, 'People');
  await panel.getByRole('button', { name: 'admin site admin', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Account menu: admin' })).toContainText('Site admin');
});

test('Any user is signed in by username, and signed out, in the developer panel', async ({ page, world, signIn }) => {
  await world.revokeTokens('abruno');
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'People');
  const name = panel.getByRole('textbox', { name: 'Username' });
  await name.fill('nobody-of-that-name');
  await panel.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(failure(panel)).toContainText('User (nobody-of-that-name) not found.');
  await expectSignedIn(page, 'admin');

  await name.fill('abruno');
  await name.press('Enter');
  await expectSignedIn(page, 'abruno');
  await panel.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Account Admin' })).toBeVisible();
});

test('A person of a chosen world is signed in from the signed-out page', async ({ page, world }) => {
  await page.goto('/users?q=janedoe1');
  const panel = await openPanel(page, 'People');
  await worldOf(panel).selectOption(world.id);
  await expect(outcome(panel)).toHaveText(`Switched to ${world.id}.`);
  await panel.getByRole('button', { name: 'manager may manage users' }).click();
  await expectSignedIn(page, 'manager');
  await expect(row(page, 'janedoe1')).toBeVisible();
});
