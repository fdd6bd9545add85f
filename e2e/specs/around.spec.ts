/** What stands around the tables: site admins, lookup, activity, the palette. */
import type { Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { choose, expect, test } from '../console.ts';

const dialog = (page: Page) => page.getByRole('dialog');

test.describe('site admins', () => {
  test('are listed, added by name, and removed', async ({ page, signIn, world, a11y }) => {
    await signIn('admin', '/admins');
    const admins = (await world.call('GET', '/admins')).envelope.admins as { username: string }[];
    await expect(page.getByRole('rowheader')).toHaveText(admins.map((user) => user.username));
    await a11y.audit();
    await page.getByRole('button', { name: 'Add site admins' }).click();
    await dialog(page).getByLabel('User names or addresses').fill('member, nobody-here\nadmin');
    await a11y.audit();
    await dialog(page).getByRole('button', { name: 'Go on' }).click();
    await expect(dialog(page)).toContainText('1 is unknown');
    await expect(dialog(page)).toContainText('1 is a site admin already');
    await dialog(page).getByRole('button', { name: 'Make 1 account site admins' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '1 made a site admin.' })).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    expect((await world.account('member')).site_admin).toBe(true);

    await page.getByRole('switch', { name: 'Site admin: member' }).click();
    await expect(page.getByText('member is no longer a site admin.')).toBeVisible();
    // The row stays, so that no other comes under the pointer, until the list is read anew.
    const unmade = page.getByRole('switch', { name: 'Site admin: member' });
    await expect(unmade).not.toBeChecked();
    await expect(unmade).toBeFocused();
    expect((await world.account('member')).site_admin).toBe(false);
    await unmade.click();
    await expect(unmade).toBeChecked();
    expect((await world.account('member')).site_admin).toBe(true);
    await unmade.click();
    await expect(unmade).not.toBeChecked();
    await expect(page.locator('output').first()).toContainText(String(admins.length));
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(page.getByRole('rowheader', { name: 'member', exact: true })).toBeHidden();

    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('button', { name: 'Remove site admin…' }).click();
    await expect(dialog(page)).toContainText('1 is you');
    await dialog(page).getByRole('button', { name: 'Include' }).click();
    await expect(dialog(page).getByRole('alert')).toContainText('Only another site admin can make you a site admin again.');
    await expect(dialog(page).getByRole('alert')).toContainText('No active site admin is left after this');
  });

  test('are unmade with one request, however often the switch is pressed', async ({ page, signIn, world }) => {
    await world.updateAccount('member', { site_admin: true });
    await signIn('admin', '/admins');
    const gate = await world.gates.close({ operation: 'remove_admins' });
    const toggle = page.getByRole('switch', { name: 'Site admin: member' });
    await toggle.click();
    await expect(toggle).toHaveAttribute('aria-disabled', 'true');
    await toggle.click({ force: true });
    await gate.open();
    await expect(toggle).not.toBeChecked();
    expect(await world.journal.count({ operation: 'remove_admins' })).toBe(1);
  });

  test('are removed together, oneself last, each told of', async ({ page, signIn, world, a11y }) => {
    for (const name of ['member', 'manager']) await world.updateAccount(name, { site_admin: true });
    await signIn('admin', '/admins');
    const admins = (await world.call('GET', '/admins')).envelope.admins as { username: string }[];
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('button', { name: 'Remove site admin…' }).click();
    await dialog(page).getByRole('button', { name: 'Include' }).click();
    await dialog(page).getByRole('button', { name: `Remove ${admins.length} accounts` }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: `${admins.length} removed from the site admins.` })).toBeVisible();
    await a11y.audit();
    const sent = await world.journal.entries({ operation: 'remove_admins' });
    expect(sent.map((entry) => entry.accounts.includes('admin'))).toEqual([false, true]);
    expect((await world.accounts()).filter((account) => account.site_admin)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('alert')).toContainText('Only site admins can see and change this list');
  });

  test('that are typed in stay so until they are made site admins', async ({ page, signIn, world, a11y }) => {
    await signIn('admin', '/admins');
    const typed = dialog(page).getByLabel('User names or addresses');
    await page.getByRole('button', { name: 'Add site admins' }).click();
    await typed.fill('member');
    const gate = await world.gates.close({ operation: 'list_users' });
    await dialog(page).getByRole('button', { name: 'Go on' }).click();
    await gate.waitUntilHeld();
    await expect(dialog(page).getByRole('button', { name: 'Looking…' })).toBeVisible();
    await expect(dialog(page).getByRole('status')).toHaveText('Looking up 1.');
    await a11y.audit();
    await gate.open();
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Add site admins' }).click();
    await expect(typed).toHaveValue('member');
    await dialog(page).getByRole('button', { name: 'Go on' }).click();
    await dialog(page).getByRole('button', { name: 'Make 1 account site admins' }).click();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Add site admins' }).click();
    await expect(typed).toHaveValue('');
  });

  test.describe('that are service accounts', () => {
    test.use({
      seed: {
        users: [{ username: 'admin', email: 'admin@globex.net', site_admin: true }],
        service_accounts: [{ username: 'robot', site_admin: true }],
      },
    });

    test('are known as such, also where nothing else has been read', async ({ page, signIn }) => {
      await signIn('admin', '/admins');
      await expect(page.getByRole('link', { name: 'robot' })).toHaveAttribute('href', '/service-accounts?user=robot');
      await page.getByRole('checkbox', { name: 'Select robot' }).check();
      await page.getByRole('button', { name: 'Remove site admin…' }).click();
      await dialog(page).getByRole('button', { name: 'Remove 1 account from the site admins' }).click();
      await dialog(page).getByRole('button', { name: 'Undo…' }).click();
      await expect(dialog(page)).toContainText('1 will be made a site admin');
    });

    test('and users alike are counted before the last of them goes', async ({ page, signIn }) => {
      await signIn('admin', '/lookup');
      await page.getByLabel('User names or addresses').fill('admin, robot');
      await page.getByRole('button', { name: 'Look up 2' }).click();
      await page.getByRole('button', { name: 'Do with these' }).click();
      await page.getByRole('menuitem', { name: 'Remove site admin…' }).click();
      await dialog(page).getByRole('button', { name: 'Include' }).click();
      await expect(dialog(page).getByRole('alert')).toContainText('No active site admin is left after this');
    });
  });

  test('are explained to those who may not see them', async ({ page, signIn, a11y }) => {
    await signIn('manager', '/admins');
    await expect(page.getByRole('alert')).toContainText('Only site admins can see and change this list');
    await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Site admins' })).toHaveCount(0);
    await a11y.audit();
  });

  test('that cannot be read are asked for again', async ({ page, signIn, world, a11y }) => {
    await signIn('admin');
    const fault = await world.faults.add({ operation: 'get_admins', effect: { html: 502 } });
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Site admins' }).click();
    await expect(page.getByRole('alert')).toContainText('The site admins could not be read');
    await a11y.audit();
    await fault.remove();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('rowheader', { name: 'admin', exact: true })).toBeVisible();
  });
});

test.describe('lookup', () => {
  test('tells who exists, and acts on them', async ({ page, signIn, world, a11y }) => {
    const { email } = await world.account('member');
    await signIn('admin', '/lookup');
    await page.getByLabel('User names or addresses').fill(`janedoe1\n${email}\nglobex\nno-such-one`);
    await a11y.audit();
    await page.getByRole('button', { name: 'Look up 4' }).click();
    await expect(page.getByRole('status').filter({ hasText: '3 found, 1 not' })).toBeVisible();
    const row = (wanted: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: wanted, exact: true }) });
    await expect(row('janedoe1')).toContainText('UserActiveNo');
    await expect(row(email!)).toContainText('member');
    await expect(row('globex')).toContainText('Organization');
    await expect(row('no-such-one')).toContainText('No such account');
    await a11y.audit();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export' }).click()]);
    const lines = (await readFile(await file.path(), 'utf8')).replace('\ufeff', '').trim().split(/\r?\n/);
    expect(lines[0]).toBe('looked_for,user_name,email,type,status,site_admin');
    expect(lines.slice(1).map((line) => line.split(',').filter((_, at) => at !== 2).join())).toEqual([
      'janedoe1,janedoe1,user,active,no',
      `${email},member,user,active,no`,
      'globex,,organization,,',
      'no-such-one,,none,,',
    ]);

    await page.getByRole('button', { name: 'Do with these' }).click();
    await page.getByRole('menuitem', { name: 'Disable…' }).click();
    await expect(dialog(page)).toContainText('2 will be disabled');
    await expect(dialog(page)).toContainText('Organizations are no users.');
    await expect(dialog(page)).toContainText('1 is unknown');
    await dialog(page).getByRole('button', { name: 'Disable 2 accounts' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '2 disabled.' })).toBeVisible();
    expect((await world.account('member')).state).toBe('disabled');
    // What was looked up is not what is any more.
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await expect(row('janedoe1')).toContainText('UserDisabledNo');
    // Another lookup has other names.
    await page.getByLabel('User names or addresses').fill('manager');
    await page.getByRole('button', { name: 'Look up 1' }).click();
    await expect(page.getByRole('rowheader')).toHaveText(['manager']);
    await expect(row('manager')).toContainText('UserActiveNo');
  });

  test.describe('of an address', () => {
    const users = ['admin', 'ada', 'ada-test'].map((username) => ({ username, email: username === 'admin' ? 'admin@globex.net' : 'ada@globex.net', site_admin: username === 'admin' }));
    test.use({ seed: { users } });

    test('tells of all who have it, and waits when the platform is asked too often', async ({ page, signIn, world }) => {
      await world.faults.add({ operation: 'list_users', caller: 'admin', nth: 1, effect: { rate_limited: 1 } });
      await signIn('admin', '/lookup');
      await page.getByLabel('User names or addresses').fill('ada@globex.net\nnobody');
      await page.getByRole('button', { name: 'Look up 2' }).click();
      await expect(page.getByRole('status').filter({ hasText: '1 found, 1 not' })).toBeVisible();
      const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'ada@globex.net' }) });
      await expect(row.getByRole('link')).toHaveText(['ada', 'ada-test']);
      await page.getByRole('button', { name: 'Do with these' }).click();
      await page.getByRole('menuitem', { name: 'Disable…' }).click();
      await expect(dialog(page)).toContainText('2 will be disabled');
    });
  });
});

test.describe('activity', () => {
  test('lists what was done, with commands that do it again', async ({ page, signIn, world, a11y }) => {
    await signIn('admin', '/users?q=member');
    await choose(page, 'member', 'Disable…');
    await dialog(page).getByRole('button', { name: 'Disable' }).click();
    await expect(page.getByText('member is disabled.')).toBeVisible();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
    await expect(page.getByRole('list', { name: 'What was done' }).getByRole('listitem')).toContainText('Disable member');
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
    await expect(page.getByRole('status').filter({ hasText: 'Nothing that was done in this session fits.' })).toBeVisible();
    await a11y.audit();
  });

  test('says what it is for while nothing was done', async ({ page, signIn, a11y }) => {
    await signIn('member', '/activity');
    await expect(page.getByRole('status').filter({ hasText: 'Nothing done yet' })).toBeVisible();
    await a11y.audit();
  });
});

test.describe('the palette', () => {
  test.describe('among many of like names', () => {
    const users = ['admin', ...Array.from({ length: 12 }, (_, at) => `aa-mary-${at}`), 'mary', 'overview'].map((username) => ({ username, email: `${username}@globex.net`, site_admin: username === 'admin' }));
    test.use({ seed: { users } });

    test('whoever is called exactly that comes first, and who cannot be told does not hide who can', async ({ page, signIn, world }) => {
      for (let at = 0; at < 10; at += 1) await world.updateAccount(`aa-mary-${at}`, { state: 'disabled' });
      await signIn('admin', '/users');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('mary');
      await expect(page.getByRole('option').first()).toContainText('mary@globex.net');
      await page.keyboard.press('Control+a');
      await page.keyboard.type('overview');
      await expect(page.getByRole('option')).toHaveText([/^overview/, /^Overview/]);
      await page.keyboard.press('Control+a');
      await page.keyboard.type('disable aa-mary');
      await expect(page.getByRole('option')).toHaveText([/^Disable aa-mary-10…/, /^Disable aa-mary-11…/]);
    });
  });

  test('goes to somebody, to a page, and does things, with the keyboard alone', async ({ page, signIn, world, a11y }) => {
    await signIn('admin', '/overview');
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: 'Somebody, a page or an action' });
    await expect(box).toBeFocused();
    await a11y.audit();
    await page.keyboard.type('janedoe1');
    await expect(page.getByRole('option', { name: 'janedoe1' })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary', { name: 'janedoe1' })).toBeVisible();

    await page.keyboard.press('Control+k');
    await page.keyboard.type('disable member');
    await expect(page.getByRole('option', { name: 'Disable member…' })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('button', { name: 'Disable' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText('member is disabled.')).toBeVisible();
    expect((await world.account('member')).state).toBe('disabled');

    await page.keyboard.press('Control+k');
    await page.keyboard.type('lookup');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Lookup' })).toBeVisible();
  });

  test('does with somebody whatever can be done', async ({ page, signIn, world }) => {
    await signIn('admin');
    const ask = async (text: string, option: string) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type(text);
      await expect(page.getByRole('option', { name: option })).toHaveAttribute('aria-selected', 'true');
      await page.keyboard.press('Enter');
    };
    const confirm = async (button: string, done: string) => {
      await dialog(page).getByRole('button', { name: button, exact: true }).click();
      await expect(page.getByText(done)).toBeVisible();
      await expect(dialog(page)).toBeHidden();
    };
    await ask('make site admin member', 'Make member a site admin…');
    await confirm('Make site admin', 'member is a site admin.');
    await ask('remove site admin member', 'Remove member from the site admins…');
    await confirm('Remove site admin', 'member is no longer a site admin.');
    await ask('deactivate member', 'Deactivate member…');
    await confirm('Deactivate', 'member is deactivated.');
    await ask('reactivate member', 'Reactivate member…');
    await confirm('Reactivate', 'member is active again.');
    expect(await world.account('member')).toMatchObject({ state: 'active', site_admin: false });
    await ask('reset password member', 'Reset the password of member…');
    await dialog(page).getByRole('button', { name: 'Reset password' }).click();
    await expect(dialog(page)).toContainText('has been reset');
  });

  test('and a list of keys', async ({ page, signIn, a11y }) => {
    await signIn('admin', '/overview');
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' });
    await link.focus();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await a11y.audit();
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    await expect(link).toBeFocused();
    // So does the palette give it back.
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(link).toBeFocused();
  });
});
