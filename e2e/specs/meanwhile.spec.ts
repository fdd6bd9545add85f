/** What happens while an answer is out: pages are left, lists are asked for anew, other changes are made. */
import type { Page } from '@playwright/test';
import { choose, expect, expectRows, row, search, test } from '../console.ts';

test.describe('a page that is left', () => {
  test.beforeEach(async ({ page, signIn }) => {
    await signIn('admin', '/service-accounts');
    await page.getByRole('link', { name: 'Users' }).click();
    await search(page, 'member');
    await expect(row(page, 'member')).toBeVisible();
  });

  const leave = async (page: Page) => {
    await page.goBack();
    await expect(page.getByRole('heading', { name: 'Service accounts' })).toBeVisible();
  };

  test('is told that its change was made', async ({ page, world }) => {
    const gate = await world.gates.close({ operation: 'disable', account: 'member' });
    await choose(page, 'member', 'Disable…');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await gate.waitUntilHeld();
    await leave(page);
    await gate.release();
    await expect(page.getByRole('status').filter({ hasText: 'member is disabled.' })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'member is active again.' })).toBeVisible();
    expect((await world.account('member')).state).toBe('active');
  });

  test('is told why its change was refused', async ({ page, world, a11y }) => {
    const gate = await world.gates.close({ operation: 'disable' });
    await world.faults.add({ operation: 'disable', effect: { error: { msg: 'Not on a Friday.' } } });
    await choose(page, 'member', 'Disable…');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await gate.waitUntilHeld();
    await leave(page);
    await gate.release();
    await expect(page.getByRole('status').filter({ hasText: 'Not on a Friday.' })).toContainText('was not disabled');
    await a11y.audit();
  });

  test('is told that a password was reset which nobody has seen', async ({ page, world }) => {
    const gate = await world.gates.close({ operation: 'reset_password' });
    await choose(page, 'member', 'Reset password…');
    await page.getByRole('dialog').getByRole('button', { name: 'Reset password' }).click();
    await gate.waitUntilHeld();
    await leave(page);
    await gate.release();
    await expect(page.getByText('The password of member was reset when its dialog had gone.')).toBeVisible();
  });
});

test('no number of Escapes closes a dialog whose answer is out', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  const gate = await world.gates.close({ operation: 'disable', after_execution: true });
  await choose(page, 'member', 'Disable…');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(dialog.getByRole('button', { name: 'Working…' })).toBeVisible();
  for (let press = 0; press < 6; press += 1) await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await gate.release();
  await expect(dialog).toBeHidden();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
});

test.describe('the list', () => {
  test('shows what Undo did, also after other searches', async ({ page, signIn }) => {
    await signIn('admin', '/users?q=member');
    await choose(page, 'member', 'Disable…');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await search(page, 'janedoe1');
    await expect(page.getByRole('rowheader')).toHaveText(['janedoe1']);
    await search(page, 'member');
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
  });

  test('is not set back by an answer from before a change', async ({ page, signIn, world }) => {
    await signIn('admin', '/users?q=member');
    const toggle = page.getByRole('switch', { name: 'Site admin: member' });
    await expect(toggle).not.toBeChecked();
    const gate = await world.gates.close({ operation: 'list_users', after_execution: true });
    const late = page.waitForResponse('**/list_users');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await gate.waitUntilHeld();
    await toggle.click();
    await expect(page.getByText('member is a site admin.')).toBeVisible();
    await gate.release();
    await (await late).finished();
    await expect(page.getByRole('main').getByRole('status').first()).toHaveText(/^1 of \d+ · as of/);
    await expect(toggle).toBeChecked();
  });

  test('that moves under the pointer gives nobody the click that was meant for another', async ({ page, signIn, world }) => {
    await signIn('admin', '/users?q=member');
    const toggle = page.getByRole('switch', { name: 'Site admin: member' });
    await toggle.hover();
    await page.mouse.down();
    await world.call('POST', '/users', { body: { users: [{ username: 'a-member', email: 'a@b.example', password: 'pass' }] } });
    await page.getByRole('button', { name: 'Refresh' }).evaluate((button: HTMLElement) => button.click());
    await expect(page.getByRole('rowheader')).toHaveText(['a-member', 'member']);
    await page.mouse.up();
    await expect(page.getByRole('switch', { name: 'Site admin: a-member' })).not.toBeChecked();
    expect(await world.journal.count({ operation: 'set_admins' })).toBe(0);
    await page.getByRole('switch', { name: 'Site admin: a-member' }).click();
    await expect(page.getByText('a-member is a site admin.')).toBeVisible();
    const made = await world.journal.entries({ operation: 'set_admins' });
    expect(made.flatMap((entry) => entry.accounts)).toEqual(['a-member']);
    expect(await world.journal.count({ operation: 'remove_admins' })).toBe(0);
    await expect(page.getByRole('switch', { name: 'Site admin: a-member' })).toBeChecked();
  });

  test('that moves under the focus lets no key act on another', async ({ page, signIn, world }) => {
    await signIn('admin', '/users?q=member');
    await page.getByRole('switch', { name: 'Site admin: member' }).focus();
    await world.call('POST', '/users', { body: { users: [{ username: 'a-member', email: 'a@b.example', password: 'pass' }] } });
    await page.getByRole('button', { name: 'Refresh' }).evaluate((button: HTMLElement) => button.click());
    await expect(page.getByRole('rowheader')).toHaveText(['a-member', 'member']);
    await expect(page.getByRole('link', { name: 'member', exact: true })).toBeFocused();
    expect(await world.journal.count({ operation: 'set_admins' })).toBe(0);
  });

  test('whose row leaves with its account lets the next key act on nobody', async ({ page, signIn, world }) => {
    await signIn('admin', '/users?admin=yes');
    const admins = (await world.accounts()).filter((account) => account.site_admin).length;
    await page.getByRole('switch', { name: 'Site admin: chinwe.obi' }).focus();
    await page.keyboard.press('Space');
    await expect(row(page, 'chinwe.obi')).toBeHidden();
    await page.keyboard.press('Space');
    await expect(page.getByText('chinwe.obi is no longer a site admin.')).toBeVisible();
    expect((await world.accounts()).filter((account) => account.site_admin)).toHaveLength(admins - 1);
    expect(await world.journal.count({ operation: 'remove_admins' })).toBe(1);
  });

  test('is without those at once who no longer match', async ({ page, signIn, world }) => {
    const active = (await world.accounts()).filter((account) => account.state === 'active');
    await signIn('admin', '/users?status=active');
    await expectRows(page, active.length);
    const name = active[3]!.username;
    await choose(page, name, 'Disable…');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await expect(row(page, name)).toBeHidden();
    await expectRows(page, active.length - 1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(row(page, name)).toBeVisible();
    await expectRows(page, active.length);
  });

  test.describe('of several pages', () => {
    test.use({ generatedUsers: 1_200 });

    test('that news have emptied while it was scrolled is shown from its start when there is somebody again', async ({
      page,
      signIn,
      world,
    }) => {
      const disabled = (await world.accounts()).filter((account) => account.state === 'disabled').map((account) => account.username);
      const all = (state: 'active' | 'disabled') => Promise.all(disabled.map((name) => world.updateAccount(name, { state })));
      const refresh = () => page.getByRole('button', { name: 'Refresh' }).click();
      const summary = page.getByRole('main').getByRole('status').first();
      await signIn('admin', '/users?status=disabled');
      await expectRows(page, disabled.length);
      await page.getByRole('link', { name: disabled[0]!, exact: true }).press('End');
      await expect(row(page, disabled.at(-1)!)).toBeInViewport();
      await all('active');
      await refresh();
      await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
      await all('disabled');
      await refresh();
      await expect(summary).toHaveText(new RegExp(`^${disabled.length} of `));
      await expect(row(page, disabled[0]!)).toBeInViewport();
      // The bar is where the rows are: turning the wheel goes on from there.
      await page.getByRole('link', { name: disabled[5]!, exact: true }).hover();
      await page.mouse.wheel(0, 120);
      await expect(row(page, disabled[3]!)).toBeInViewport();
      await expect(row(page, disabled[0]!)).not.toBeInViewport();
      await page.mouse.wheel(0, -120);
      await expect(row(page, disabled[0]!)).toBeInViewport({ ratio: 0.9 });
    });

  test('goes on where a server says that there are more, and not where', async ({ page, signIn, world }) => {
    const users = await world.accounts();
    await page.route('**/list_users', async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      delete json.next_offset;
      await route.fulfill({ response, json });
    });
    await signIn('admin');
    await expectRows(page, users.length);
  });
  });
});

test('a newer message about somebody takes the place of the older one', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member');
  await choose(page, 'member', 'Disable…');
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText('member is disabled.')).toBeVisible();
  await choose(page, 'member', 'Deactivate…');
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByText('member is deactivated.')).toBeVisible();
  await expect(page.getByText('member is disabled.')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
});

test('who gives up their own right is offered no way back', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=admin');
  await page.getByRole('switch', { name: 'Site admin: admin' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove site admin' }).click();
  await expect(page.getByText('admin is no longer a site admin.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
});

test('the skip link leads to the content and nowhere else', async ({ page, signIn }) => {
  await signIn('admin', '/service-accounts?q=a');
  await expect(page.getByRole('table')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page).toHaveURL(/\/service-accounts\?q=a$/);
});
