/** Changes that fail or whose response is lost: the outcome shown is the true one. */
import type { Page } from '@playwright/test';
import { loseResponse } from '../../support/faults.ts';
import { chooseAction, fillSignIn, flipSiteAdmin, row, signInAgainDialog } from '../../support/page.ts';
import { expect, test, type Effect } from '../../support/test.ts';

test.describe('disabling a user', () => {
  test.beforeEach(async ({ page, signIn }) => {
    await signIn('admin', '/users?q=member');
    await expect(row(page, 'member')).toBeVisible();
    await chooseAction(page, 'member', 'Disable…');
  });

  const disable = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  const alert = (page: Page) => page.getByRole('dialog').getByRole('alert');

  for (const [failure, effect] of [
    ['refused', { error: { msg: 'Not on a Friday.' } }],
    ['rate limited', { rate_limited: 5 }],
  ] as [string, Effect][]) {
    test(`A change that is ${failure} reports that nothing was changed`, async ({ page, world, a11y }) => {
      await world.faults.add({ operation: 'disable', effect });
      await disable(page);
      await expect(alert(page)).toContainText('Could not disable member.');
      await a11y.audit();
      expect((await world.account('member')).state).toBe('active');
    });
  }

  const lostResponses: [failure: string, effect: Effect][] = [
    ['a reset connection', 'reset'],
    ['a gateway error page', { html: 504 }],
    ['an empty response', { empty: 200 }],
    ['a response that breaks off', 'cut_off'],
    ['a truncated response', 'truncated'],
    ['a malformed response', 'malformed'],
    ['an HTTP error', { status: 500 }],
  ];
  for (const [failure, effect] of lostResponses) {
    test(`A change with ${failure} is looked up and reported as made`, async ({ page, world }) => {
      const isDamage = typeof effect === 'string' && effect !== 'reset';
      await world.faults.add({ operation: 'disable', times: 1, after_execution: isDamage ? undefined : true, effect });
      await disable(page);
      await expect(page.getByRole('status').filter({ hasText: 'Disabled member.' })).toBeVisible();
      await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
      expect(await world.journal.count({ operation: 'disable' })).toBe(1);
    });

    test(`A change with ${failure} that cannot be looked up is reported as unknown`, async ({ page, world, a11y }) => {
      const isDamage = typeof effect === 'string' && effect !== 'reset';
      await world.faults.add({ operation: 'disable', times: 1, after_execution: isDamage ? undefined : true, effect });
      const listDown = await world.faults.add({ operation: 'list_users', effect: { status: 503 } });
      await disable(page);
      await expect(alert(page)).toContainText('member may or may not have been disabled. Refresh to check.');
      await a11y.audit();
      expect((await world.account('member')).state).toBe('disabled');
      expect(await world.journal.count({ operation: 'disable' })).toBe(1);
      await listDown.remove();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Refresh' }).click();
      await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    });
  }

  test('A change that never reached the platform is reported as not made', async ({ page, world }) => {
    await world.faults.add({ operation: 'disable', times: 1, effect: 'reset' });
    await disable(page);
    await expect(alert(page)).toContainText('Could not disable member. Could not reach the server.');
    await expect(alert(page)).toContainText('The account is unchanged.');
    expect((await world.account('member')).state).toBe('active');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  });

  test('A change without a response keeps its dialog open until it is made', async ({ page, world }) => {
    const fault = await world.faults.add({ operation: 'disable', effect: 'hang' });
    await disable(page);
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Disabling…' })).toBeDisabled();
    expect((await world.account('member')).state).toBe('active');
    await fault.remove();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  });

  test('“Stop waiting” looks the account up and reports that nothing has changed so far', async ({ page, world }) => {
    await world.faults.add({ operation: 'disable', effect: 'hang' });
    await disable(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Stop waiting' }).click();
    await expect(alert(page)).toContainText('You stopped waiting for the response.');
    await expect(alert(page)).toContainText('unchanged so far');
    expect((await world.account('member')).state).toBe('active');
  });

  test('A change rejected because the session ended is made once after signing in again', async ({
    page,
    world,
    a11y,
  }) => {
    world.expectRefusal({ branch: 'token_revoked' });
    await world.revokeTokens('admin');
    await disable(page);
    await expect(signInAgainDialog(page)).toBeVisible();
    await a11y.audit();
    await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
    await expect(signInAgainDialog(page)).toBeHidden();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    expect((await world.journal.entries({ operation: 'disable' })).map((entry) => entry.http_status)).toEqual([
      401, 200,
    ]);
  });

  test('A change rejected because the session ended is dropped when another user signs in', async ({ page, world }) => {
    world.expectRefusal({ branch: 'token_revoked' });
    await world.revokeTokens('admin');
    await disable(page);
    await expect(signInAgainDialog(page)).toBeVisible();
    await fillSignIn(page, 'manager', world.token('manager'));
    await expect(page.getByRole('button', { name: 'Account menu: manager' })).toBeVisible();
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
    expect((await world.journal.entries({ operation: 'disable' })).map((entry) => entry.http_status)).toEqual([401]);
    expect((await world.account('member')).state).toBe('active');
    // A reload keeps the user who signed in last.
    await page.reload();
    await expect(page.getByRole('button', { name: 'Account menu: manager' })).toBeVisible();
  });
});

test.describe('lost responses', () => {
  const title = (operation: string, applied: boolean) =>
    `A lost response to ${operation} is looked up and reported as ${applied ? 'made' : 'not made'}`;

  for (const [operation, action, before, after, done] of [
    ['deactivate', 'Deactivate', 'active', 'deactivated', 'Deactivated member.'],
    ['reactivate', 'Reactivate', 'disabled', 'active', 'Reactivated member.'],
  ] as const) {
    for (const applied of [true, false]) {
      test(title(operation, applied), async ({ page, signIn, world }) => {
        await world.updateAccount('member', { state: before });
        await loseResponse(world, operation, applied);
        await signIn('admin', '/users?q=member');
        await chooseAction(page, 'member', `${action}…`);
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('button', { name: action }).click();
        if (applied) await expect(page.getByRole('status').filter({ hasText: done })).toBeVisible();
        else await expect(dialog.getByRole('alert')).toContainText('The account is unchanged.');
        expect((await world.account('member')).state).toBe(applied ? after : before);
        expect(await world.journal.count({ operation })).toBe(1);
      });
    }
  }

  for (const [operation, before, done] of [
    ['set_admins', false, 'member is now a site admin.'],
    ['remove_admins', true, 'member is no longer a site admin.'],
  ] as const) {
    for (const applied of [true, false]) {
      test(title(operation, applied), async ({ page, signIn, world }) => {
        await world.updateAccount('member', { site_admin: before });
        await loseResponse(world, operation, applied);
        await signIn('admin', '/users?q=member');
        await flipSiteAdmin(page.getByRole('switch', { name: 'Site admin: member' }));
        const message = applied ? done : 'The account is unchanged.';
        await expect(page.getByRole('status').filter({ hasText: message })).toBeVisible();
        expect((await world.account('member')).site_admin).toBe(applied ? !before : before);
        await expect(page.getByRole('switch', { name: 'Site admin: member' })).toBeChecked({
          checked: applied ? !before : before,
        });
      });
    }
  }

  test('A lost response to a password reset is reported as unknown, and the reset can be repeated', async ({
    page,
    signIn,
    world,
    a11y,
  }) => {
    await loseResponse(world, 'reset_password', true);
    await signIn('admin', '/users?q=member');
    await chooseAction(page, 'member', 'Reset password…');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await expect(dialog.getByRole('alert')).toContainText(
      'The password may or may not have changed. It is safe to reset it again.',
    );
    await a11y.audit();
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await expect(dialog.getByRole('status').filter({ hasText: 'Password reset for' })).toBeVisible();
  });
});

test('An ended session asks for another token and keeps the search', async ({ page, world, signIn, a11y }) => {
  await signIn('admin', '/users?q=jane');
  await expect(row(page, 'janedoe1')).toBeVisible();
  const fault = await world.faults.add({ effect: 'unauthorized' });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(signInAgainDialog(page)).toContainText('no longer accepted');
  await a11y.audit();
  await fault.remove();
  await fillSignIn(page, 'admin', world.token('admin'));
  await expect(row(page, 'janedoe1')).toBeVisible();
});
