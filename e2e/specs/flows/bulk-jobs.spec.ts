/** Jobs that change many accounts: pausing, cancelling, retrying, reporting. */
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { accountList, numberedUsers, selectAll, usernamesInState } from '../../support/bulk.ts';
import { loseResponse } from '../../support/faults.ts';
import { dialog, dialogStatus, openPage, row, search } from '../../support/page.ts';
import { copyAllPasswords, expectValidPassword, passwordsHeading } from '../../support/passwords.ts';
import { expect, test, type SignIn, type World } from '../../support/test.ts';

test.describe('jobs', () => {
  test.use({ seed: numberedUsers(30) });

  const startJob = async (page: Page) => {
    await search(page, 'p');
    await selectAll(page);
    await page.getByRole('button', { name: 'Disable…' }).click();
    await dialog(page).getByRole('button', { name: 'Disable 30 users' }).click();
  };

  /** Signs in and starts a job. Returns the gate that holds its first requests. */
  const startHeldJob = async ({ page, signIn, world }: { page: Page; signIn: SignIn; world: World }) => {
    const gate = await world.gates.close({ operation: 'disable' });
    await signIn('admin');
    await startJob(page);
    await gate.waitUntilHeld();
    return gate;
  };

  const makeSiteAdmins = async (page: Page) => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Make site admin…' }).click();
    await dialog(page).getByRole('button', { name: 'Make 30 users site admins' }).click();
  };

  const expectNumberDisabled = async (world: World, count: number) =>
    expect(await usernamesInState(world, 'disabled')).toHaveLength(count);

  test('A job is paused, sent to the background and resumed from another page', async ({
    page,
    signIn,
    world,
    a11y,
  }) => {
    const gate = await startHeldJob({ page, signIn, world });
    await expect(dialogStatus(page, 'In progress…')).toBeVisible();
    await a11y.audit();
    await dialog(page).getByRole('button', { name: 'Pause' }).click();
    await expect(dialogStatus(page, 'Paused')).toBeVisible();
    await a11y.audit();
    await gate.open();
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Overview' }).click();
    const tray = page.getByRole('region', { name: 'Jobs' });
    await expect(tray.getByRole('button')).toContainText('Paused · 4 of 30');
    await expectNumberDisabled(world, 4);
    await a11y.audit();
    await tray.getByRole('button').click();
    await dialog(page).getByRole('button', { name: 'Resume' }).click();
    await expect(dialogStatus(page, '30 users disabled')).toBeVisible();
    await expectNumberDisabled(world, 30);
  });

  test('A finished background job shows a message, and dismissing it keeps the focus in the page', async ({
    page,
    signIn,
    world,
  }) => {
    const gate = await startHeldJob({ page, signIn, world });
    await dialog(page).getByRole('button', { name: 'Run in background' }).click();
    await gate.open();
    await expect(page.getByRole('status').filter({ hasText: /^30 users disabled$/ })).toBeVisible();
    await page.getByRole('button', { name: 'Dismiss: 30 users disabled' }).click();
    await expect(page.getByRole('main')).toBeFocused();
  });

  test('When the focused button disappears, the job dialog focuses “Done”', async ({ page, signIn, world }) => {
    const gate = await startHeldJob({ page, signIn, world });
    await dialog(page).getByRole('button', { name: 'Stop' }).focus();
    await gate.open();
    await expect(dialogStatus(page, '30 users disabled')).toBeVisible();
    await expect(dialog(page).getByRole('button', { name: 'Done' })).toBeFocused();
  });

  test('Closing the page during a job asks for confirmation', async ({ page, signIn, world }) => {
    const gate = await startHeldJob({ page, signIn, world });
    const confirmation = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const question = await confirmation;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await gate.open();
    await expect(dialogStatus(page, '30 users disabled')).toBeVisible();
  });

  test('A job lists refused accounts with the reason and retries them alone', async ({ page, signIn, world, a11y }) => {
    const msg = 'Not on a Friday.';
    const fault = await world.faults.add({ operation: 'disable', account: 'p07', effect: { error: { msg } } });
    await signIn('admin');
    await startJob(page);
    await expect(dialogStatus(page, '29 users disabled · 1 failed')).toBeVisible();
    await expect(accountList(page).getByRole('listitem').first()).toHaveText('p07Not on a Friday.');
    await a11y.audit();
    await fault.remove();
    await world.journal.clear();
    await dialog(page).getByRole('button', { name: 'Retry 1 failed' }).click();
    await expect(dialogStatus(page, '30 users disabled')).toBeVisible();
    expect((await world.journal.entries({ operation: 'disable' })).flatMap((entry) => entry.accounts)).toEqual(['p07']);
  });

  test('A job looks up accounts whose response was lost before it reports them', async ({ page, signIn, world }) => {
    await world.faults.add({ operation: 'disable', account: 'p03', times: 1, effect: 'cut_off' });
    await world.faults.add({ operation: 'disable', account: 'p04', times: 1, effect: { html: 502 } });
    await signIn('admin');
    await startJob(page);
    await expect(dialogStatus(page, '29 users disabled · 1 failed')).toBeVisible();
    await expect(accountList(page).getByRole('listitem').first()).toContainText('p04');
    await expect(accountList(page).getByRole('listitem').first()).toContainText('The account is unchanged.');
    await expectNumberDisabled(world, 29);
  });

  test('A rate-limited job waits and continues by itself', async ({ page, signIn, world }) => {
    await world.faults.add({ operation: 'disable', nth: 5, effect: { rate_limited: 1 } });
    await signIn('admin');
    await startJob(page);
    await expect(dialogStatus(page, '30 users disabled')).toBeVisible();
    await expectNumberDisabled(world, 30);
  });

  test('A stopped job lists the accounts that were not started and can continue with them', async ({
    page,
    signIn,
    world,
  }) => {
    const gate = await startHeldJob({ page, signIn, world });
    await dialog(page).getByRole('button', { name: 'Stop' }).click();
    await expect(dialogStatus(page, 'Stopping…')).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Stop waiting' }).click();
    await expect(dialogStatus(page, '4 unknown · 26 not started')).toBeVisible();
    await expect(accountList(page).getByRole('listitem').filter({ hasText: 'p01' })).toContainText(
      'You stopped waiting for the response.',
    );
    await gate.open();
    await dialog(page).getByRole('button', { name: 'Retry 4 unknown' }).click();
    await expect(dialogStatus(page, '4 users disabled · 26 not started')).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Continue with the other 26' }).click();
    await expect(dialogStatus(page, '30 users disabled')).toBeVisible();
    await expectNumberDisabled(world, 30);
  });

  test('Making 30 users site admins sends one request and reports the one refused', async ({ page, signIn, world }) => {
    world.expectRefusal({ operation: 'set_admins', branch: 'partially_applied' });
    await signIn('admin');
    await search(page, 'p');
    await selectAll(page);
    await world.updateAccount('p05', { state: 'deactivated' });
    await makeSiteAdmins(page);
    await expect(dialogStatus(page, '29 users made site admins · 1 failed')).toBeVisible();
    await expect(accountList(page).getByRole('listitem').first()).toContainText('p05');
    expect(await world.journal.count({ operation: 'set_admins' })).toBe(1);
    expect((await world.accounts()).filter((account) => account.site_admin).length).toBe(30);
  });

  for (const [result, applied, outcome] of [
    ['made', true, '30 users made site admins'],
    ['not made', false, '30 failed'],
  ] as const) {
    test(`After a lost response, a bulk change of site admins is looked up and reported as ${result}`, async ({
      page,
      signIn,
      world,
    }) => {
      await loseResponse(world, 'set_admins', applied);
      await signIn('admin', '/users?q=p');
      await selectAll(page);
      await makeSiteAdmins(page);
      await expect(dialogStatus(page, outcome)).toBeVisible();
      expect((await world.accounts()).filter((account) => account.site_admin).length).toBe(applied ? 31 : 1);
    });
  }

  test('A bulk change that cannot be looked up is reported as unknown and can be retried', async ({
    page,
    signIn,
    world,
    a11y,
  }) => {
    await signIn('admin', '/users?q=p');
    await expect(row(page, 'p01')).toBeVisible();
    await loseResponse(world, 'set_admins', true);
    const adminsDown = await world.faults.add({ operation: 'get_admins', effect: { html: 502 } });
    await selectAll(page);
    await makeSiteAdmins(page);
    await expect(dialogStatus(page, '30 unknown')).toBeVisible();
    await a11y.audit();
    await adminsDown.remove();
    await dialog(page).getByRole('button', { name: 'Retry 30 unknown' }).click();
    await expect(dialogStatus(page, '30 users made site admins')).toBeVisible();
  });

  test('Resetting nine passwords shows each of them once and keeps none', async ({ page, signIn, world, a11y }) => {
    await test.step('Reset nine passwords', async () => {
      await signIn('admin', '/users?q=p0');
      await selectAll(page);
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Reset passwords…' }).click();
      await dialog(page).getByRole('button', { name: 'Reset passwords for 9 users' }).click();
      await expect(passwordsHeading(page, 9)).toBeVisible();
      await a11y.audit();
    });

    await test.step('Closing the dialog asks, while nothing was copied', async () => {
      await page.keyboard.press('Escape');
      await expect(
        dialog(page).getByRole('alert').filter({ hasText: 'You will not see these passwords again' }),
      ).toBeVisible();
      await a11y.audit();
      await dialog(page).getByRole('button', { name: 'Go back' }).click();
    });

    const copiedRows = await copyAllPasswords(page);
    expect(copiedRows.map(([name]) => name)).toEqual(['p01', 'p02', 'p03', 'p04', 'p05', 'p06', 'p07', 'p08', 'p09']);
    const [name, password] = copiedRows[3]!;

    await test.step('One of the copied passwords is valid', async () => {
      await expectValidPassword(world, name, password);
    });

    await test.step('After copying, closing asks nothing', async () => {
      await page.keyboard.press('Escape');
      await expect(dialog(page)).toBeHidden();
    });

    await page
      .getByRole('region', { name: 'Jobs' })
      .getByRole('button', { name: /^Passwords reset/ })
      .click();
    await expect(dialog(page).getByRole('button', { name: 'Download results (CSV)' })).toBeVisible();
    await expect(dialog(page)).not.toContainText('new passwords');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog(page).getByRole('button', { name: 'Download results (CSV)' }).click(),
    ]);
    const resultCsv = await readFile(await file.path(), 'utf8');
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await openPage(page, 'Activity');
    await page.getByRole('button', { name: 'Users: Reset passwords for 9 users' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'p09' })).toBeVisible();
    const remains = await page.evaluate(() =>
      JSON.stringify([document.documentElement.outerHTML, sessionStorage, localStorage, location.href]),
    );
    for (const [, secret] of copiedRows) expect(remains + resultCsv).not.toContain(secret);
  });
});
