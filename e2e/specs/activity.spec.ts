/** The activity page. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { disableAllSix, numberedUsers, selectAll, usernamesInState } from '../support/bulk.ts';
import { chooseAction, dialog, dialogStatus, fillSignIn, openPage } from '../support/page.ts';
import { closeSavedPasswords, copyWith } from '../support/passwords.ts';
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
  await page.getByRole('button', { name: 'Details: Disabled member' }).click();
  await a11y.audit();
  await dialog(page).getByText('Repeat with curl or Python').click();
  const curl = (await dialog(page).getByRole('region', { name: 'curl' }).locator('pre').textContent())!;
  expect(curl).not.toContain(world.token('admin'));
  await world.call('POST', '/member/reactivate');
  await promisify(execFile)('bash', ['-c', curl], { env: { ...process.env, TOKEN: world.token('admin') } });
  expect((await world.account('member')).state).toBe('disabled');
  await dialog(page).getByRole('button', { name: 'Close' }).click();

  await page.getByRole('searchbox', { name: 'Filter by account or action' }).fill('zzz');
  await expect(page.getByRole('status').filter({ hasText: 'No changes match' })).toBeVisible();
  await a11y.audit();
});

test('A change that was undone and made again is undone from its own entry', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  for (const verb of ['Disable', 'Reactivate', 'Disable']) {
    await chooseAction(page, 'member', `${verb}…`);
    await dialog(page).getByRole('button', { name: verb }).click();
    await expect(dialog(page)).toBeHidden();
  }
  await openPage(page, 'Activity');
  const entries = page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem');
  await expect(entries).toHaveText([/Disabled member/, /Reactivated member/, /Disabled member.*Undone/]);
  await expect(entries.first()).not.toContainText('Undone');
  const undo = page.getByRole('button', { name: 'Undo: Disabled member' });
  await expect(undo).toHaveCount(1);
  await undo.click();
  await dialog(page).getByRole('button', { name: 'Reactivate' }).click();
  await expect(entries).toHaveCount(4);
  await expect(entries.nth(1)).toHaveText(/Disabled member.*Undone/);
  expect((await world.account('member')).state).toBe('active');
});

test('Activity shows “No activity yet” before the first change', async ({ page, signIn, a11y }) => {
  await signIn('member', '/activity');
  await expect(page.getByRole('status').filter({ hasText: 'No activity yet' })).toBeVisible();
  await a11y.audit();
  await page.getByRole('link', { name: 'Go to Users' }).click();
  await expect(page).toHaveURL(/\/users$/);
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
  await expect(dialog(page).getByRole('button', { name: 'Make 2 users site admins' })).toBeVisible();
  await world.updateAccount('manager', { state: 'deactivated' });
  await dialog(page).getByRole('button', { name: 'Make 2 users site admins' }).click();
  await expect(dialogStatus(page, '1 user made a site admin · 1 failed')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await openPage(page, 'Activity');
  await expect(page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem')).toContainText(
    'Done, except for manager',
  );
});

test.describe('after a job', () => {
  test.use({ seed: numberedUsers(6) });

  test('Activity shows a job as one row that opens, links names, and undoes what is still in place', async ({
    page,
    signIn,
    world,
    a11y,
  }) => {
    await signIn('admin');
    await disableAllSix(page);
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    // A message offers what the dialog did.
    await expect(page.getByText('6 users disabled.')).toBeVisible();
    await page.getByRole('button', { name: 'Undo…', exact: true }).click();
    await expect(dialog(page)).toHaveAccessibleName('Undo: reactivate 6 users');
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    const message = page.getByRole('region', { name: 'Notifications' }).getByText('6 users disabled.');
    await expect(message, 'canceling keeps the offer').toBeVisible();
    await world.updateAccount('p02', { state: 'active' });
    await openPage(page, 'Activity');
    const entries = page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem');
    await expect(entries).toHaveCount(1);
    await expect(entries).toContainText(/Disabled 6 users p0\d, p0\d, p0\d, …6 done/);
    await page.getByRole('button', { name: 'Users: Disabled 6 users' }).click();
    await expect(entries).toHaveCount(7);
    await a11y.audit();
    await page.getByRole('button', { name: 'Undo: Disabled p03' }).click();
    await dialog(page).getByRole('button', { name: 'Reactivate' }).click();
    await expect(page.getByText('Reactivated p03.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Undo: Disabled p03' })).toBeHidden();
    await expect(entries.filter({ hasText: 'Disabled 6 users' })).toContainText('6 done · 1 undone');
    await expect(message).toBeVisible();
    await expect(page.getByRole('button', { name: 'Repeat: Disabled p03' })).toBeVisible();
    await page.getByRole('button', { name: 'Undo: Disabled 6 users' }).click();
    await expect(dialog(page)).toHaveAccessibleName('Undo: reactivate 5 users');
    await dialog(page).getByRole('button', { name: 'Reactivate 5 users' }).click();
    await expect(dialogStatus(page, '5 users reactivated')).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    expect(await usernamesInState(world, 'disabled')).toEqual([]);
    await expect(entries.filter({ hasText: 'Disabled 6 users' })).toContainText('6 undone');
    await expect(message, 'there is nothing left to undo').toBeHidden();
    await page.getByRole('button', { name: 'Repeat: Disabled 6 users' }).click();
    await expect(dialog(page)).toHaveAccessibleName('Disable 6 users');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'p03' }).first().click();
    await expect(page).toHaveURL(/\/users\?user=p03$/);
  });
});

test.describe('during a job', () => {
  test.use({ seed: numberedUsers(6) });

  test('After a reload, Activity continues a job with the accounts that it did not finish', async ({
    page,
    signIn,
    world,
    a11y,
  }) => {
    await signIn('admin', '/users?q=p0');
    const gate = await world.gates.close({ operation: 'disable' });
    await selectAll(page);
    await page.getByRole('button', { name: 'Disable…' }).click();
    await dialog(page).getByRole('button', { name: 'Disable 6 users' }).click();
    await gate.waitUntilHeld(1);
    await gate.release(1);
    await expect(dialog(page).getByRole('listitem').filter({ hasText: 'Disabled' })).toHaveCount(1);
    page.on('dialog', (question) => question.accept());
    await page.reload();
    await expect(page.getByText('A bulk change was interrupted. See Activity for its progress.')).toBeVisible();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Activity', exact: true })).toBeVisible();
    const entries = page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem');
    await expect(entries).toHaveText(/Disabled p0\d1 done · 5 left/);
    await page.getByRole('button', { name: 'Failed or partial 1' }).click();
    await expect(entries).toHaveCount(1);
    await a11y.audit();

    await gate.open();
    await page.getByRole('button', { name: /^Continue: Disabled p0\d$/ }).click();
    // Requests that were sent when the page was reloaded may have arrived since.
    await dialog(page)
      .getByRole('button', { name: /^Disable \d users?$/ })
      .click();
    await expect(dialogStatus(page, 'disabled')).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => usernamesInState(world, 'disabled')).toHaveLength(6);
    await expect(page.getByRole('button', { name: /^Continue: / })).toBeHidden();
    // Nothing is listed as failed or partial any more.
    await page.getByRole('button', { name: 'Failed or partial 0' }).click();
    await expect(entries.last()).toContainText('1 done');
    await expect(page.getByText(/\d (left|unknown|failed)/)).toHaveCount(0);
  });

  test('Changes whose responses a reload cut off can be undone with the others', async ({ page, signIn, world }) => {
    await signIn('admin', '/users?q=p0');
    // The changes are made, and the responses wait.
    await world.faults.add({ operation: 'disable', from: 2, effect: { delay: 60_000 }, after_execution: true });
    await selectAll(page);
    await page.getByRole('button', { name: 'Disable…' }).click();
    await dialog(page).getByRole('button', { name: 'Disable 6 users' }).click();
    await expect.poll(() => usernamesInState(world, 'disabled')).toHaveLength(5);
    page.on('dialog', (question) => question.accept());
    await page.reload();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    const entries = page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem');
    await expect(entries).toHaveText(/Disabled 5 users p0\d, p0\d, p0\d, …5 done · 1 left/);
    await page.getByRole('button', { name: 'Undo: Disabled 5 users' }).click();
    await dialog(page).getByRole('button', { name: 'Reactivate 5 users' }).click();
    await expect.poll(() => usernamesInState(world, 'disabled')).toHaveLength(0);
  });
});

test('Activity survives a reload without secrets, and is forgotten on sign-out', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  await chooseAction(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText('Disabled member.')).toBeVisible();
  await chooseAction(page, 'member', 'Reset password…');
  const password = await dialog(page).getByLabel('New password').inputValue();
  await dialog(page).getByRole('button', { name: 'Reset password' }).click();
  expect(await copyWith(page, dialog(page).getByRole('button', { name: 'Copy', exact: true }))).toBe(password);
  await closeSavedPasswords(page);
  await page.goto('/activity');
  const entries = page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem');
  await expect(entries).toContainText(['Reset password for member', 'Disabled member']);
  await page.reload();
  await expect(entries).toContainText(['Reset password for member', 'Disabled member']);
  await page.getByRole('button', { name: 'Undo: Disabled member' }).click();
  await dialog(page).getByRole('button', { name: 'Reactivate' }).click();
  await expect(entries).toHaveCount(3);

  await page.goto('/users');
  const stored = await page.evaluate(() => JSON.stringify([sessionStorage, localStorage]));
  expect(stored).not.toContain(password);
  await page.getByRole('button', { name: 'Account menu: admin' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'You are signed out' })).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await page.reload();
  await fillSignIn(page, 'admin', world.token('admin'));
  await openPage(page, 'Activity');
  await expect(page.getByText('No activity yet')).toBeVisible();
});
