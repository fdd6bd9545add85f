/** Every way in which the platform can let the console down, one by one: what the person is told, and that it is true. */
import type { Page } from '@playwright/test';
import { choose, expect, fillSignIn, names, row, signInAgain, test, type Effect } from '../console.ts';

/** The alert in place of a list that could not be read. */
const unreadable = (page: Page) => page.getByRole('alert').filter({ hasText: 'The accounts could not be read' });

test.describe('a list', () => {
  const answers: [what: string, effect: Effect, words: string | RegExp][] = [
    ['an ERROR', { error: { msg: 'Ask again after lunch.' } }, 'Ask again after lunch.'],
    ['an HTTP error', { status: 503 }, 'HTTP 503'],
    ['a web page', { html: 502 }, '“502 Bad Gateway”, HTTP 502'],
    ['nothing', { empty: 200 }, 'The answer was empty (HTTP 200).'],
    ['half an answer', 'truncated', /The answer was cut off after [\d,]+ bytes \(HTTP 200\)\./],
    ['an answer that lacks its end', 'malformed', /The answer was cut off after [\d,]+ bytes \(HTTP 200\)\./],
    ['an answer that breaks off', 'cut_off', 'The answer was cut off on its way (HTTP 200).'],
    ['no answer', 'reset', 'The server could not be reached.'],
    ['too many requests', { rate_limited: 30 }, 'Too many requests. Try again in 30 seconds.'],
  ];
  for (const [what, effect, words] of answers) {
    test(`that gets ${what} says so, and comes when it is asked for again`, async ({ page, world, signIn, a11y }) => {
      const fault = await world.faults.add({ operation: 'list_users', effect });
      await signIn('admin');
      await expect(unreadable(page)).toContainText(words);
      await a11y.audit();
      await fault.remove();
      await unreadable(page).getByRole('button', { name: 'Try again' }).click();
      await expect(row(page, 'admin')).toBeVisible();
      await expect(unreadable(page)).toBeHidden();
    });
  }

  test('that is slow shows that it is on its way, and then comes', async ({ page, world, signIn, a11y }) => {
    // As long as the test wants: removing a delay ends it.
    const fault = await world.faults.add({ operation: 'list_users', effect: { delay: 60_000 } });
    await signIn('admin');
    const skeleton = page.getByRole('status').filter({ hasText: 'Loading accounts…' });
    await expect(skeleton).toBeVisible();
    await a11y.audit();
    await fault.remove();
    await expect(row(page, 'admin')).toBeVisible();
    await expect(skeleton).toBeHidden();
  });

  test('that never comes does not keep anybody from looking elsewhere', async ({ page, world, signIn }) => {
    await world.faults.add({ operation: 'list_users', nth: 1, effect: 'hang' });
    await signIn('admin');
    await world.journal.waitFor({ operation: 'list_users' });
    await expect(page.getByRole('status').filter({ hasText: 'Loading accounts…' })).toBeVisible();
    await page.getByRole('link', { name: 'Service accounts' }).click();
    await expect(page.getByRole('table', { name: 'Service accounts' })).toBeVisible();
  });

  test('that lags behind is shown as the platform tells it, and right again when it has caught up', async ({ page, world, signIn }) => {
    await signIn('admin', '/users?q=member');
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
    const fault = await world.faults.add({ operation: 'list_users', effect: 'stale' });
    await world.updateAccount('member', { state: 'disabled' });
    const answer = page.waitForResponse('**/list_users');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await (await answer).finished();
    // Busy from the click until the answer is taken in.
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    expect((await fault.state()).triggered).toBe(1);
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
    await fault.remove();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  });

  test.describe('of several pages', () => {
    test.use({ generatedUsers: 1_000 });

    test('that shifts between two of them shows nobody twice and misses nobody', async ({ page, world, signIn }) => {
      const before = (await world.accounts()).map((account) => account.username);
      const fault = await world.faults.add({ operation: 'list_users', nth: 2, effect: { shift: 2 } });
      await signIn('admin');
      await expect(page.getByRole('main').getByRole('status').first()).toHaveText(/^[\d,]+ · as of/);
      expect((await fault.state()).triggered).toBe(1);
      expect(await names(page)).toEqual(before);
      // Those that came meanwhile stand at the head, which was read before; asked for anew, they are there.
      await page.getByRole('button', { name: 'Refresh' }).click();
      await expect(page.getByRole('rowheader').first()).toHaveText(/^!newcomer/);
    });
  });
});

test.describe('a change', () => {
  test.beforeEach(async ({ page, signIn }) => {
    await signIn('admin', '/users?q=member');
    await expect(row(page, 'member')).toBeVisible();
    await choose(page, 'member', 'Disable…');
  });

  const disable = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  const alert = (page: Page) => page.getByRole('dialog').getByRole('alert');

  for (const [what, effect] of [
    ['refused', { error: { msg: 'Not on a Friday.' } }],
    ['refused for asking too often', { rate_limited: 5 }],
  ] as [string, Effect][]) {
    test(`that is ${what} says that nothing was changed`, async ({ page, world, a11y }) => {
      await world.faults.add({ operation: 'disable', effect });
      await disable(page);
      await expect(alert(page)).toContainText('member was not disabled.');
      await a11y.audit();
      expect((await world.account('member')).state).toBe('active');
    });
  }

  const lost: [what: string, effect: Effect][] = [
    ['reset', 'reset'],
    ['a gateway’s page', { html: 504 }],
    ['empty', { empty: 200 }],
    ['cut off', 'cut_off'],
    ['not whole', 'truncated'],
    ['malformed', 'malformed'],
    ['an HTTP error', { status: 500 }],
  ];
  for (const [what, effect] of lost) {
    test(`whose answer is ${what} is looked at before anything is said`, async ({ page, world }) => {
      const isDamage = typeof effect === 'string' && effect !== 'reset';
      await world.faults.add({ operation: 'disable', times: 1, after_execution: isDamage ? undefined : true, effect });
      await disable(page);
      await expect(page.getByRole('status').filter({ hasText: 'member is disabled.' })).toBeVisible();
      await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
      expect(await world.journal.count({ operation: 'disable' })).toBe(1);
    });

    test(`whose answer is ${what} and that cannot be looked at may have been made, and the page says so`, async ({ page, world, a11y }) => {
      const isDamage = typeof effect === 'string' && effect !== 'reset';
      await world.faults.add({ operation: 'disable', times: 1, after_execution: isDamage ? undefined : true, effect });
      const down = await world.faults.add({ operation: 'list_users', effect: { status: 503 } });
      await disable(page);
      await expect(alert(page)).toContainText('Whether member was disabled is not known: refresh the list to see.');
      await a11y.audit();
      expect((await world.account('member')).state).toBe('disabled');
      expect(await world.journal.count({ operation: 'disable' })).toBe(1);
      await down.remove();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Refresh' }).click();
      await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    });
  }

  test('that never arrived is called that once the account was looked at', async ({ page, world }) => {
    await world.faults.add({ operation: 'disable', times: 1, effect: 'reset' });
    await disable(page);
    await expect(alert(page)).toContainText('member was not disabled. The server could not be reached.');
    await expect(alert(page)).toContainText('The account has been looked at since: nothing has changed.');
    expect((await world.account('member')).state).toBe('active');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  });

  test('that hangs keeps its dialog, and is told when it is made after all', async ({ page, world }) => {
    const fault = await world.faults.add({ operation: 'disable', effect: 'hang' });
    await disable(page);
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Working…' })).toBeDisabled();
    expect((await world.account('member')).state).toBe('active');
    await fault.remove();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  });

  test('that hangs need not be waited for, and what came of it is looked at', async ({ page, world }) => {
    await world.faults.add({ operation: 'disable', effect: 'hang' });
    await disable(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Stop waiting' }).click();
    await expect(alert(page)).toContainText('The answer was not waited for.');
    await expect(alert(page)).toContainText('nothing has changed so far');
    expect((await world.account('member')).state).toBe('active');
  });

  test('during which the session ends is made once after signing in again', async ({ page, world, a11y }) => {
    await world.revokeTokens('admin');
    await disable(page);
    await expect(signInAgain(page)).toBeVisible();
    await a11y.audit();
    await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
    await expect(signInAgain(page)).toBeHidden();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    expect((await world.journal.entries({ operation: 'disable' })).map((entry) => entry.http_status)).toEqual([401, 200]);
  });

  test('during which the session ends is not made as somebody else', async ({ page, world }) => {
    await world.revokeTokens('admin');
    await disable(page);
    await expect(signInAgain(page)).toBeVisible();
    await fillSignIn(page, 'manager', world.token('manager'));
    await expect(page.getByRole('button', { name: 'Your account, manager' })).toBeVisible();
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
    expect((await world.journal.entries({ operation: 'disable' })).map((entry) => entry.http_status)).toEqual([401]);
    expect((await world.account('member')).state).toBe('active');
    // A reload finds whoever signed in last.
    await page.reload();
    await expect(page.getByRole('button', { name: 'Your account, manager' })).toBeVisible();
  });
});

test.describe('every change whose answer is lost', () => {
  for (const [operation, action, before, after, done] of [
    ['deactivate', 'Deactivate', 'active', 'deactivated', 'member is deactivated.'],
    ['reactivate', 'Reactivate', 'disabled', 'active', 'member is active again.'],
  ] as const) {
    for (const applied of [true, false]) {
      test(`${operation}, ${applied ? 'made' : 'not made'}, is looked at`, async ({ page, signIn, world }) => {
        await world.updateAccount('member', { state: before });
        await world.faults.add({ operation, times: 1, after_execution: applied, effect: { html: 502 } });
        await signIn('admin', '/users?q=member');
        await choose(page, 'member', `${action}…`);
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('button', { name: action }).click();
        if (applied) await expect(page.getByRole('status').filter({ hasText: done })).toBeVisible();
        else await expect(dialog.getByRole('alert')).toContainText('looked at since: nothing has changed.');
        expect((await world.account('member')).state).toBe(applied ? after : before);
        expect(await world.journal.count({ operation })).toBe(1);
      });
    }
  }

  for (const [operation, before, done] of [
    ['set_admins', false, 'member is a site admin.'],
    ['remove_admins', true, 'member is no longer a site admin.'],
  ] as const) {
    for (const applied of [true, false]) {
      test(`${operation}, ${applied ? 'made' : 'not made'}, is looked at`, async ({ page, signIn, world }) => {
        await world.updateAccount('member', { site_admin: before });
        await world.faults.add({ operation, times: 1, after_execution: applied, effect: { html: 502 } });
        await signIn('admin', '/users?q=member');
        await page.getByRole('switch', { name: 'Site admin: member' }).click();
        const said = applied ? done : 'looked at since: nothing has changed.';
        await expect(page.getByRole('status').filter({ hasText: said })).toBeVisible();
        expect((await world.account('member')).site_admin).toBe(applied ? !before : before);
        await expect(page.getByRole('switch', { name: 'Site admin: member' })).toBeChecked({ checked: applied ? !before : before });
      });
    }
  }

  test('a password of somebody else, which nobody can look at, is told as not known, and can be set again', async ({ page, signIn, world, a11y }) => {
    await world.faults.add({ operation: 'reset_password', times: 1, after_execution: true, effect: { html: 502 } });
    await signIn('admin', '/users?q=member');
    await choose(page, 'member', 'Reset password…');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Whether the password was changed is not known. It does no harm to reset it again.');
    await a11y.audit();
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await expect(dialog.getByRole('status').filter({ hasText: 'has been reset' })).toBeVisible();
  });
});

test('a session that ends in the middle leads back to where it was', async ({ page, world, signIn, a11y }) => {
  await signIn('admin', '/users?q=jane');
  await expect(row(page, 'janedoe1')).toBeVisible();
  const fault = await world.faults.add({ effect: 'unauthorized' });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(signInAgain(page)).toContainText('no longer accepted');
  await a11y.audit();
  await fault.remove();
  await fillSignIn(page, 'admin', world.token('admin'));
  await expect(row(page, 'janedoe1')).toBeVisible();
});
