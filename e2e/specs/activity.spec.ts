/** The activity page. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { choose, dialog } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test.describe('activity', () => {
  test('lists what was done, with commands that do it again', async ({ page, signIn, world, a11y }) => {
    await signIn('admin', '/users?q=member');
    await choose(page, 'member', 'Disable…');
    await dialog(page).getByRole('button', { name: 'Disable' }).click();
    await expect(page.getByText('member is disabled.')).toBeVisible();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
    await expect(page.getByRole('list', { name: 'What was done' }).getByRole('listitem')).toContainText(
      'Disable member',
    );
    await a11y.audit();
    await page.getByRole('button', { name: 'Disable member' }).click();
    await a11y.audit();
    const curl = (await dialog(page).getByRole('region', { name: 'curl' }).locator('pre').textContent())!;
    expect(curl).not.toContain(world.token('admin'));
    await world.call('POST', '/member/reactivate');
    await promisify(execFile)('bash', ['-c', curl], { env: { ...process.env, TOKEN: world.token('admin') } });
    expect((await world.account('member')).state).toBe('disabled');
    await dialog(page).getByRole('button', { name: 'Close' }).click();

    await page.getByRole('searchbox', { name: 'Filter by account or action' }).fill('zzz');
    await expect(
      page.getByRole('status').filter({ hasText: 'Nothing that was done in this session fits.' }),
    ).toBeVisible();
    await a11y.audit();
  });

  test('says what it is for while nothing was done', async ({ page, signIn, a11y }) => {
    await signIn('member', '/activity');
    await expect(page.getByRole('status').filter({ hasText: 'Nothing done yet' })).toBeVisible();
    await a11y.audit();
  });
});

test.describe('activity', () => {
  test('tells what was not waited for, and what was found since', async ({ page, signIn, world }) => {
    await signIn('admin', '/users?q=member');
    await world.faults.add({ operation: 'disable', effect: 'hang' });
    await choose(page, 'member', 'Disable…');
    await dialog(page).getByRole('button', { name: 'Disable' }).click();
    await dialog(page).getByRole('button', { name: 'Stop waiting' }).click();
    await expect(dialog(page).getByRole('alert')).toContainText('nothing has changed so far');
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await world.faults.clear();
    await world.faults.add({ operation: 'deactivate', effect: 'cut_off' });
    await choose(page, 'member', 'Deactivate…');
    await dialog(page).getByRole('button', { name: 'Deactivate' }).click();
    await expect(page.getByText('member is deactivated.')).toBeVisible();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
    const entries = page.getByRole('list', { name: 'What was done' }).getByRole('listitem');
    await expect(entries).toHaveCount(2);
    await expect(entries.nth(0)).toContainText('Deactivate member');
    await expect(entries.nth(0)).toContainText('Looked up since: it was done.');
    await expect(entries.nth(1)).toContainText('The answer was not waited for. Looked up since: not known');
    await expect(page.getByRole('button', { name: 'Not done, or in part 1' })).toBeVisible();
  });

  test('tells of whom a request for many was refused', async ({ page, signIn, world }) => {
    await signIn('admin', '/admins');
    await page.getByRole('button', { name: 'Add site admins' }).click();
    await dialog(page).getByLabel('User names or addresses').fill('member\nmanager');
    await dialog(page).getByRole('button', { name: 'Go on' }).click();
    await expect(dialog(page).getByRole('button', { name: 'Make 2 accounts site admins' })).toBeVisible();
    await world.change('manager', { state: 'deactivated' });
    await dialog(page).getByRole('button', { name: 'Make 2 accounts site admins' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '1 made a site admin, 1 not.' })).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
    await expect(page.getByRole('list', { name: 'What was done' }).getByRole('listitem')).toContainText(
      'Done, but not for manager',
    );
  });
});
