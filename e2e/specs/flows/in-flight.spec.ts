/**
 * Changes and lists while a request is in flight: pages are left, rows move, other changes are
 * made.
 */
import type { Page } from '@playwright/test';
import {
  chooseAction,
  expectRowCount,
  flipSiteAdmin,
  listSummary,
  pressBack,
  row,
  search,
} from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test.describe('leaving the page', () => {
  test.beforeEach(async ({ page, signIn }) => {
    await signIn('admin', '/service-accounts');
    await page.getByRole('link', { name: 'Users' }).click();
    await search(page, 'member');
    await expect(row(page, 'member')).toBeVisible();
  });

  const leave = async (page: Page) => {
    // The first one is ignored, because a request is pending.
    await pressBack(page);
    await pressBack(page);
    await expect(page.getByRole('heading', { name: 'Service accounts' })).toBeVisible();
  };

  test('A change that succeeds after the page was left shows a message with Undo', async ({ page, world }) => {
    const gate = await world.gates.close({ operation: 'disable', account: 'member' });
    await chooseAction(page, 'member', 'Disable…');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await gate.waitUntilHeld();
    await leave(page);
    await gate.release();
    await expect(page.getByRole('status').filter({ hasText: 'Disabled member.' })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Reactivated member.' })).toBeVisible();
    expect((await world.account('member')).state).toBe('active');
  });

  test('A change that is refused after the page was left shows the reason', async ({ page, world, a11y }) => {
    const gate = await world.gates.close({ operation: 'disable' });
    await world.faults.add({ operation: 'disable', effect: { error: { msg: 'Not on a Friday.' } } });
    await chooseAction(page, 'member', 'Disable…');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await gate.waitUntilHeld();
    await leave(page);
    await gate.release();
    await expect(page.getByRole('status').filter({ hasText: 'Not on a Friday.' })).toContainText('Could not disable');
    await a11y.audit();
  });

  test('A password reset that succeeds after the page was left says that the password was not shown', async ({
    page,
    world,
  }) => {
    const gate = await world.gates.close({ operation: 'reset_password' });
    await chooseAction(page, 'member', 'Reset password…');
    await page.getByRole('dialog').getByRole('button', { name: 'Reset password' }).click();
    await gate.waitUntilHeld();
    await leave(page);
    await gate.release();
    await expect(page.getByText('The password for member was reset after you left the page.')).toBeVisible();
  });
});

test('Pressing Escape repeatedly does not close a dialog with a pending request', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  const gate = await world.gates.close({ operation: 'disable', after_execution: true });
  await chooseAction(page, 'member', 'Disable…');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(dialog.getByRole('button', { name: 'Disabling…' })).toBeVisible();
  for (let press = 0; press < 6; press += 1) await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await gate.release();
  await expect(dialog).toBeHidden();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
});

test('Undo updates a row that other searches have hidden meanwhile', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member');
  await chooseAction(page, 'member', 'Disable…');
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await search(page, 'janedoe1');
  await expect(page.getByRole('rowheader')).toHaveText(['janedoe1']);
  await search(page, 'member');
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
});

test('A list response from before a change does not revert the row', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  const toggle = page.getByRole('switch', { name: 'Site admin: member' });
  await expect(toggle).not.toBeChecked();
  const gate = await world.gates.close({ operation: 'list_users', after_execution: true });
  const lateResponse = page.waitForResponse('**/list_users');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await gate.waitUntilHeld();
  await flipSiteAdmin(toggle);
  await expect(page.getByText('member is now a site admin.')).toBeVisible();
  await gate.release();
  await (await lateResponse).finished();
  await expect(listSummary(page)).toHaveText(/^1 of \d+ users · Updated/);
  await expect(toggle).toBeChecked();
});

test('A click changes no account when another row moved under the pointer', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  const toggle = page.getByRole('switch', { name: 'Site admin: member' });
  await toggle.hover();
  await page.mouse.down();
  await world.call('POST', '/users', {
    body: { users: [{ username: 'a-member', email: 'a@b.example', password: 'pass' }] },
  });
  await page.getByRole('button', { name: 'Refresh' }).evaluate((button: HTMLElement) => button.click());
  await expect(page.getByRole('rowheader')).toHaveText(['a-member', 'member']);
  await page.mouse.up();
  await expect(page.getByRole('switch', { name: 'Site admin: a-member' })).not.toBeChecked();
  expect(await world.journal.count({ operation: 'set_admins' })).toBe(0);
  await flipSiteAdmin(page.getByRole('switch', { name: 'Site admin: a-member' }));
  await expect(page.getByText('a-member is now a site admin.')).toBeVisible();
  const requests = await world.journal.entries({ operation: 'set_admins' });
  expect(requests.flatMap((entry) => entry.accounts)).toEqual(['a-member']);
  expect(await world.journal.count({ operation: 'remove_admins' })).toBe(0);
  await expect(page.getByRole('switch', { name: 'Site admin: a-member' })).toBeChecked();
});

test('When rows move, the focus stays on the switch of the same account', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  await page.getByRole('switch', { name: 'Site admin: member' }).focus();
  await world.call('POST', '/users', {
    body: { users: [{ username: 'a-member', email: 'a@b.example', password: 'pass' }] },
  });
  await page.getByRole('button', { name: 'Refresh' }).evaluate((button: HTMLElement) => button.click());
  await expect(page.getByRole('rowheader')).toHaveText(['a-member', 'member']);
  await expect(page.getByRole('switch', { name: 'Site admin: member' })).toBeFocused();
  expect(await world.journal.count({ operation: 'set_admins' })).toBe(0);
});

test('When a focused row disappears, the next key press changes no account', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?admin=yes');
  const admins = (await world.accounts()).filter((account) => account.site_admin).length;
  await page.getByRole('switch', { name: 'Site admin: chinwe.obi' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(row(page, 'chinwe.obi')).toBeHidden();
  await page.keyboard.press('Space');
  await expect(page.getByText('chinwe.obi is no longer a site admin.')).toBeVisible();
  expect((await world.accounts()).filter((account) => account.site_admin)).toHaveLength(admins - 1);
  expect(await world.journal.count({ operation: 'remove_admins' })).toBe(1);
});

test('A user who no longer matches the filter leaves the list at once and returns with Undo', async ({
  page,
  signIn,
  world,
}) => {
  const active = (await world.accounts()).filter((account) => account.state === 'active');
  await signIn('admin', '/users?status=active');
  await expectRowCount(page, active.length);
  const name = active[3]!.username;
  await chooseAction(page, name, 'Disable…');
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(row(page, name)).toBeHidden();
  await expectRowCount(page, active.length - 1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, name)).toBeVisible();
  await expectRowCount(page, active.length);
});

test.describe('three pages of users', () => {
  test.use({ generatedUsers: 1_200 });

  test('A list that was emptied while scrolled starts at its top when users return', async ({
    page,
    signIn,
    world,
  }) => {
    const disabled = (await world.accounts())
      .filter((account) => account.state === 'disabled')
      .map((account) => account.username);
    const changeAll = (state: 'active' | 'disabled') =>
      Promise.all(disabled.map((name) => world.updateAccount(name, { state })));
    const refresh = () => page.getByRole('button', { name: 'Refresh' }).click();
    const summary = listSummary(page);
    await signIn('admin', '/users?status=disabled');
    await expectRowCount(page, disabled.length);
    await page.getByRole('link', { name: disabled[0]!, exact: true }).press('End');
    await expect(row(page, disabled.at(-1)!)).toBeInViewport();
    await changeAll('active');
    await refresh();
    await expect(page.getByRole('heading', { name: 'No results' })).toBeVisible();
    await changeAll('disabled');
    await refresh();
    await expect(summary).toHaveText(new RegExp(`^${disabled.length} of `));
    await expect(row(page, disabled[0]!)).toBeInViewport();
    // The scroll position matches the rows: the wheel continues from the top.
    await page.getByRole('link', { name: disabled[5]!, exact: true }).hover();
    await page.mouse.wheel(0, 120);
    await expect(row(page, disabled[3]!)).toBeInViewport();
    await expect(row(page, disabled[0]!)).not.toBeInViewport();
    await page.mouse.wheel(0, -120);
    await expect(row(page, disabled[0]!)).toBeInViewport({ ratio: 0.9 });
  });
});

test('A newer message about an account replaces the older one', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member');
  await chooseAction(page, 'member', 'Disable…');
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText('Disabled member.')).toBeVisible();
  await chooseAction(page, 'member', 'Deactivate…');
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByText('Deactivated member.')).toBeVisible();
  await expect(page.getByText('Disabled member.')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
});

test('Removing yourself from the site admins offers no Undo', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=admin');
  await page.getByRole('switch', { name: 'Site admin: admin' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove as site admin' }).click();
  await expect(page.getByText('admin is no longer a site admin.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
});
