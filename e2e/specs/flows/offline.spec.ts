/** Without a network connection. */
import { numberedUsers, selectAll, usernamesInState } from '../../support/bulk.ts';
import { dialog, dialogStatus, search } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test.use({ seed: numberedUsers(12) });

test.describe('a bulk change without a connection', () => {
  test.beforeEach(async ({ page, context, signIn }) => {
    await signIn('admin');
    await search(page, 'p');
    await selectAll(page);
    await page.getByRole('button', { name: 'Disable…' }).click();
    await context.setOffline(true);
    await dialog(page).getByRole('button', { name: 'Disable 12 users' }).click();
    await expect(dialogStatus(page, 'You are offline. This will continue when you are back online.')).toBeVisible();
  });

  test('It waits, and continues by itself once there is one', async ({ page, context, world, a11y }) => {
    await a11y.audit();
    await dialog(page).getByRole('button', { name: 'Run in background' }).click();
    const job = page.getByRole('region', { name: 'Jobs' }).getByRole('button').first();
    await expect(job).toContainText('Offline · 0 of 12');
    await context.setOffline(false);
    await expect(job).toContainText('Done');
    expect(await usernamesInState(world, 'disabled')).toHaveLength(12);
    expect(await world.journal.count({ operation: 'disable' })).toBe(12);
  });

  test('It can be stopped while it waits', async ({ page, context, world }) => {
    await dialog(page).getByRole('button', { name: 'Stop' }).click();
    await expect(dialogStatus(page, '12 not started')).toBeVisible();
    await context.setOffline(false);
    await dialog(page).getByRole('button', { name: 'Continue' }).click();
    await expect(dialogStatus(page, '12 users disabled')).toBeVisible();
    expect(await usernamesInState(world, 'disabled')).toHaveLength(12);
  });
});

test('A list that could not be loaded is loaded once there is a connection', async ({ page, context, signIn }) => {
  await signIn('admin', '/activity');
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Service accounts' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Could not reach the server.');
  await context.setOffline(false);
  await expect(page.getByRole('main').getByRole('alert')).toBeHidden();
  await expect(page.getByRole('heading', { name: 'No service accounts yet' })).toBeVisible();
});
