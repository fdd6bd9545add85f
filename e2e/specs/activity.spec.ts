/** The activity page. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { chooseAction, dialog, dialogStatus, openPage } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test('Activity lists a change together with a curl command that repeats it', async ({ page, signIn, world, a11y }) => {
  await signIn('admin', '/users?q=member');
  await chooseAction(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText('Disabled member.')).toBeVisible();
  await openPage(page, 'Activity');
  await expect(page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem')).toContainText(
    'Disabled member',
  );
  await a11y.audit();
  await page.getByRole('button', { name: 'Disabled member' }).click();
  await a11y.audit();
  const curl = (await dialog(page).getByRole('region', { name: 'curl' }).locator('pre').textContent())!;
  expect(curl).not.toContain(world.token('admin'));
  await world.call('POST', '/member/reactivate');
  await promisify(execFile)('bash', ['-c', curl], { env: { ...process.env, TOKEN: world.token('admin') } });
  expect((await world.account('member')).state).toBe('disabled');
  await dialog(page).getByRole('button', { name: 'Close' }).click();

  await page.getByRole('searchbox', { name: 'Filter by account or action' }).fill('zzz');
  await expect(page.getByRole('status').filter({ hasText: 'No actions match.' })).toBeVisible();
  await a11y.audit();
});

test('Activity shows “No activity yet” before the first change', async ({ page, signIn, a11y }) => {
  await signIn('member', '/activity');
  await expect(page.getByRole('status').filter({ hasText: 'No activity yet' })).toBeVisible();
  await a11y.audit();
});

test('Activity shows what was found out about responses that were lost or not awaited', async ({
  page,
  signIn,
  world,
}) => {
  await signIn('admin', '/users?q=member');
  await world.faults.add({ operation: 'disable', effect: 'hang' });
  await chooseAction(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await dialog(page).getByRole('button', { name: 'Stop waiting' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('unchanged so far');
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await world.faults.clear();
  await world.faults.add({ operation: 'deactivate', effect: 'cut_off' });
  await chooseAction(page, 'member', 'Deactivate…');
  await dialog(page).getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByText('Deactivated member.')).toBeVisible();
  await openPage(page, 'Activity');
  const entries = page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem');
  await expect(entries).toHaveCount(2);
  await expect(entries.nth(0)).toContainText('Deactivated member');
  await expect(entries.nth(0)).toContainText('Checked afterwards: the change went through.');
  await expect(entries.nth(1)).toContainText(
    'You stopped waiting for the response. Checked afterwards: result unknown',
  );
  await expect(page.getByRole('button', { name: 'Failed or partial 1' })).toBeVisible();
});

test('Activity names the account that a bulk request was refused for', async ({ page, signIn, world }) => {
  world.expectRefusal({ operation: 'set_admins', branch: 'partially_applied' });
  await signIn('admin', '/admins');
  await page.getByRole('button', { name: 'Add site admins' }).click();
  await dialog(page).getByLabel('Usernames or email addresses').fill('member\nmanager');
  await dialog(page).getByRole('button', { name: 'Review' }).click();
  await expect(dialog(page).getByRole('button', { name: 'Make 2 accounts site admins' })).toBeVisible();
  await world.updateAccount('manager', { state: 'deactivated' });
  await dialog(page).getByRole('button', { name: 'Make 2 accounts site admins' }).click();
  await expect(dialogStatus(page, '1 account made a site admin · 1 failed')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await openPage(page, 'Activity');
  await expect(page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem')).toContainText(
    'Done, except for manager',
  );
});
