/** Planning an action for many accounts, and running it. */
import { readFile } from 'node:fs/promises';
import { accountList, disableAllSix, numberedUsers, selectAll, usernamesInState } from '../../support/bulk.ts';
import { chooseAction, dialog, dialogStatus, fillSignIn, row, signInAgainDialog } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test.describe('plans', () => {
  test.use({ seed: numberedUsers(6) });

  test('A plan groups accounts by what will happen to them and lets some be left out', async ({
    page,
    signIn,
    world,
    a11y,
  }) => {
    await world.updateAccount('p02', { state: 'deactivated' });
    await world.updateAccount('p03', { state: 'disabled' });
    const before = await world.state();
    await signIn('admin');
    await selectAll(page);
    await page.getByRole('button', { name: 'Disable…' }).click();
    // Only accounts that will change are counted.
    await expect(dialog(page)).toHaveAccessibleName('Disable 4 users');
    await expect(dialog(page)).toContainText('Nothing has changed yet.');
    const groups = dialog(page)
      .getByRole('listitem')
      .filter({ hasText: /^(You|\d)/ });
    await expect(groups).toContainText([
      '4 will be disabled',
      '1 is already disabled',
      'You are excludedInclude',
      '1 cannot be disabled',
    ]);
    await a11y.audit();

    const disabled = dialog(page).getByRole('list', { name: 'Accounts that will be disabled' });
    await expect(disabled.getByRole('listitem')).toHaveText([
      'p01 p1@globex.net',
      'p04 p4@globex.net',
      'p05 p5@globex.net',
      'p06 p6@globex.net',
    ]);
    await disabled.getByRole('checkbox', { name: 'p04' }).uncheck();
    await expect(dialog(page).getByRole('button', { name: 'Disable 3 users' })).toBeVisible();
    await a11y.audit();

    await dialog(page).getByRole('button', { name: 'Include' }).click();
    await expect(dialog(page).getByRole('alert')).toContainText('You will be signed out immediately');
    await expect(dialog(page).getByRole('alert')).toContainText('This would leave no active site admin.');
    await expect(dialog(page).getByRole('button', { name: 'Disable 4 users' })).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Exclude' }).click();
    await expect(dialog(page).getByRole('alert')).toHaveText('');

    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog(page)).toBeHidden();
    expect(await world.state()).toEqual(before);
  });

  test('Running a plan reports every account, exports the result and can be undone', async ({
    page,
    signIn,
    world,
    a11y,
  }) => {
    await signIn('admin');
    await disableAllSix(page);
    await expect(accountList(page).getByRole('listitem')).toContainText(Array(6).fill('Disabled'));
    await a11y.audit();
    expect(await usernamesInState(world, 'disabled')).toEqual(['p01', 'p02', 'p03', 'p04', 'p05', 'p06']);

    const download = page.waitForEvent('download');
    await dialog(page).getByRole('button', { name: 'Download results (CSV)' }).click();
    const csv = await readFile((await (await download).path())!, 'utf8');
    expect(csv.split('\r\n').slice(0, 2)).toEqual(['\ufeffusername,result,reason', 'p01,disabled,']);

    await dialog(page).getByRole('button', { name: 'Undo…' }).click();
    await expect(dialog(page)).toHaveAccessibleName('Undo: reactivate 6 users');
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toHaveAccessibleName('6 users disabled');
    await dialog(page).getByRole('button', { name: 'Undo…' }).click();
    await dialog(page).getByRole('button', { name: 'Reactivate 6 users' }).click();
    await expect(dialogStatus(page, '6 users reactivated')).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    expect(await usernamesInState(world, 'disabled')).toEqual([]);
    await expect(row(page, 'p01').getByRole('cell', { name: 'Active' })).toBeVisible();

    // Nothing is left to do for either job.
    await expect(page.getByRole('region', { name: 'Jobs' })).toBeHidden();
  });

  test('A plan is opened and run by keyboard alone', async ({ page, signIn, world }) => {
    await signIn('admin');
    await page.getByRole('rowheader', { name: 'p01' }).getByRole('link').focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('button', { name: 'Disable…' }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toHaveAccessibleName('Disable 2 users');
    await dialog(page).getByRole('button', { name: 'Disable 2 users' }).focus();
    await page.keyboard.press('Enter');
    await expect(dialogStatus(page, '2 users disabled')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    // The job has the accounts now: they are no longer selected, and the table has the focus.
    await expect(page.getByRole('button', { name: 'Disable…' })).toBeHidden();
    await expect(page.getByRole('rowheader', { name: 'p02' }).getByRole('link')).toBeFocused();
    expect(await usernamesInState(world, 'disabled')).toEqual(['p01', 'p02']);
  });
});

test.describe('confirmations that grow with the harm', () => {
  const seed = numberedUsers(12);
  test.use({
    seed: {
      users: [...seed.users, { username: 'boss', email: 'boss@globex.net', site_admin: true }],
      service_accounts: [{ username: 'robot' }],
    },
  });

  test('Deactivating several accounts asks for their number, and offers to disable them instead', async ({
    page,
    signIn,
    world,
    a11y,
  }) => {
    await signIn('admin', '/users?q=p0');
    await selectAll(page);
    await page.getByRole('button', { name: 'Deactivate…' }).click();
    const start = dialog(page).getByRole('button', { name: 'Deactivate 9 users' });
    const number = dialog(page).getByLabel('Type 9 to deactivate');
    await expect(start).toHaveAttribute('aria-disabled', 'true');
    await number.fill('8');
    await expect(number).toHaveAccessibleDescription('');
    await page.keyboard.press('Enter');
    await expect(number).toHaveAccessibleDescription('Type 9 to continue');
    await expect(number).toBeFocused();
    await expect(start).toHaveAttribute('aria-disabled', 'true');
    expect(await world.journal.count({ operation: 'deactivate' })).toBe(0);
    await a11y.audit();

    await dialog(page).getByRole('button', { name: 'Show accounts that will be deactivated' }).click();
    await accountList(page).getByRole('checkbox', { name: 'p04' }).uncheck();
    await expect(dialog(page).getByLabel('Type 8 to deactivate')).toHaveValue('8');
    await dialog(page).getByRole('button', { name: 'Disable instead…' }).click();
    await expect(dialog(page)).toHaveAccessibleName('Disable 8 users');
    await dialog(page).getByRole('button', { name: 'Disable 8 users' }).click();
    await expect(dialogStatus(page, '8 users disabled')).toBeVisible();
    expect(await usernamesInState(world, 'disabled')).not.toContain('p04');
  });

  test('The number is typed and confirmed by keyboard alone', async ({ page, signIn, world }) => {
    await signIn('admin', '/users?q=p1');
    await selectAll(page);
    await page.getByRole('button', { name: 'Deactivate…' }).click();
    await dialog(page).getByLabel('Type 4 to deactivate').fill('4');
    await page.keyboard.press('Enter');
    await expect(dialogStatus(page, '4 users deactivated')).toBeVisible();
    expect(await usernamesInState(world, 'deactivated')).toEqual(['p01', 'p10', 'p11', 'p12']);
  });

  test('Site admins and service accounts among others are left out unless they are included', async ({
    page,
    signIn,
    a11y,
  }) => {
    await signIn('admin', '/lookup');
    await page.getByLabel('Usernames or email addresses').fill('p01\np02\nboss\nrobot');
    await page.getByRole('button', { name: 'Look up 4' }).click();
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Disable…' }).click();
    const groups = dialog(page)
      .getByRole('listitem')
      .filter({ hasText: /^(You|\d)/ });
    await expect(groups).toContainText(['2 will be disabled', '1 site admin, excluded', '1 service account, excluded']);
    await a11y.audit();
    await dialog(page).getByRole('button', { name: 'Include site admin' }).click();
    await expect(groups.nth(1)).toContainText('1 site admin will be disabled');
    await dialog(page).getByRole('button', { name: 'Disable 3 users' }).click();
    await expect(dialogStatus(page, '3 users disabled')).toBeVisible();
    await expect(dialog(page).getByText('1 skipped')).toBeVisible();
    await expect(dialog(page).getByRole('list', { name: 'Skipped' })).toContainText('Service account, excluded');
  });

  test('Passwords of users who cannot sign in are reset only on request', async ({ page, signIn, world }) => {
    await world.updateAccount('p01', { state: 'disabled' });
    await signIn('admin', '/users?q=p0');
    await selectAll(page);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Reset passwords…' }).click();
    await expect(dialog(page)).toHaveAccessibleName('Reset passwords for 8 users');
    await expect(dialog(page)).toContainText('1 user who cannot sign in, excluded');
    await dialog(page).getByRole('button', { name: 'Include user who cannot sign in' }).click();
    await expect(dialog(page)).toHaveAccessibleName('Reset passwords for 9 users');
  });
});

test.describe('fifty users', () => {
  const seed = numberedUsers(49);
  test.use({
    seed: {
      ...seed,
      teams: [{ name: 'sales', owners: ['p03', 'p14', 'p33'], members: ['p01'] }],
    },
  });

  test('Deactivating 51 accounts handles team owners, an unknown name and an ended session', async ({
    page,
    signIn,
    world,
    a11y,
  }) => {
    world.expectRefusal({ operation: 'deactivate', branch: 'still_owns_teams' });
    world.expectRefusal({ branch: 'token_revoked' });
    for (const name of ['p05', 'p06', 'p07', 'p08']) await world.updateAccount(name, { state: 'deactivated' });
    await signIn('admin', '/lookup');
    const names = (await world.accounts()).map((account) => account.username);
    await page.getByLabel('Usernames or email addresses').fill([...names, 'nobody'].join('\n'));
    await page.getByRole('button', { name: 'Look up 51' }).click();
    await expect(page.getByRole('status').filter({ hasText: '50 found · 1 not found' })).toBeVisible();

    const openPlan = async () => {
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: 'Deactivate…' }).click();
    };

    await openPlan();
    await expect(dialog(page)).toHaveAccessibleName('Deactivate 45 users');
    const groups = dialog(page)
      .getByRole('listitem')
      .filter({ hasText: /^(You|\d)/ });
    await expect(groups).toContainText([
      '1 was not found',
      '45 will be deactivated',
      '4 are already deactivated',
      'You are excluded',
    ]);
    await expect(groups.first()).toContainText('No account matches “nobody”.');

    await test.step('The session ends while four requests are in flight; sign in again', async () => {
      // The token is revoked after twenty requests, while four more are in flight.
      const hangingCalls = await world.faults.add({ operation: 'deactivate', from: 21, effect: 'hang' });
      await dialog(page).getByLabel('Type 45 to deactivate').fill('45');
      await dialog(page).getByRole('button', { name: 'Deactivate 45 users' }).click();
      await expect.poll(async () => (await hangingCalls.state()).triggered).toBe(4);
      await world.revokeTokens('admin');
      await hangingCalls.remove();
      await expect(signInAgainDialog(page)).toBeVisible();
      await a11y.audit();
      await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
      await expect(signInAgainDialog(page)).toBeHidden();
    });

    const job = page.getByRole('dialog', { name: 'Deactivate 45 users' });

    await test.step('The job reports 42 of 45 as deactivated', async () => {
      await expect(job.getByRole('status').filter({ hasText: '42 users deactivated · 3 failed' })).toBeVisible();
      await expect(accountList(page).getByRole('listitem').nth(0)).toContainText(
        'p03 still owns teams. Failed to deactivate',
      );
      await expect(accountList(page).getByRole('listitem').nth(2)).toContainText('p33');
      expect(await usernamesInState(world, 'deactivated')).toHaveLength(46);
      await expect(job.getByText('6 skipped')).toBeVisible();
      await expect(job.getByRole('list', { name: 'Skipped' }).getByRole('listitem')).toHaveCount(6);
    });

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      job.getByRole('button', { name: 'Download results (CSV)' }).click(),
    ]);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/).slice(1);
    const resultOf = (name: string) => lines.find((line) => line.startsWith(`${name},`));
    expect(lines).toHaveLength(51);
    expect(lines.filter((line) => line.includes(',deactivated,'))).toHaveLength(42);
    for (const name of ['p03', 'p14', 'p33'])
      expect(resultOf(name)).toContain(`${name},failed,"${name} still owns teams.`);
    for (const name of ['p05', 'p06', 'p07', 'p08']) expect(resultOf(name)).toBe(`${name},skipped,No change needed`);
    expect(resultOf('admin')).toBe('admin,skipped,Your own account');
    expect(resultOf('nobody')).toBe('nobody,skipped,Account not found');

    await test.step('Only the requests rejected with 401 were sent again', async () => {
      const accepted = (await world.journal.entries({ operation: 'deactivate' })).filter(
        (entry) => entry.http_status !== 401,
      );
      const requestedAccounts = accepted.flatMap((entry) => entry.accounts);
      expect(requestedAccounts).toHaveLength(45);
      expect(new Set(requestedAccounts).size).toBe(45);
    });

    await test.step('The next plan knows about the refusals', async () => {
      await job.getByRole('button', { name: 'Done' }).click();
      await openPlan();
      await expect(groups).toContainText([
        '1 was not found',
        '3 may fail',
        '46 are already deactivated',
        'You are excluded',
      ]);
      await expect(groups.nth(1)).toContainText('p03 still owns teams. Failed to deactivate');
    });
  });
});

test('A single account is disabled from its row without a plan', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  await chooseAction(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  expect((await world.account('member')).state).toBe('disabled');
});
