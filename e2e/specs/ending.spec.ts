/** The end of a session, and of answers: what is kept, what is asked first, what is said afterwards. */
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { choose, expect, fillSignIn, row, search, signInAgain, test } from '../console.ts';

const dialog = (page: Page) => page.getByRole('dialog');
const field = (page: Page, what: string, row: number) => page.getByRole('textbox', { name: `${what}, row ${row}`, exact: true });
const ended = (page: Page) => page.getByRole('status').filter({ hasText: 'Your session has ended' });

/** Disables everybody whom the list shows, whoever does it among them. */
async function disableAllWithOneself(page: Page, button: string): Promise<void> {
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await page.getByRole('button', { name: 'Disable…' }).click();
  await dialog(page).getByRole('button', { name: 'Include' }).click();
  await dialog(page).getByRole('button', { name: button }).click();
}

test.describe('three people', () => {
  const users = ['admin', 'ada', 'alan'].map((username) => ({ username, email: `${username}@globex.net`, site_admin: username === 'admin' }));
  test.use({ seed: { users } });

  test('who disables themself among others reads what came of it before the session ends', async ({ page, signIn, world, a11y }) => {
    await world.faults.add({ operation: 'disable', account: 'ada', effect: { error: { msg: 'Not on a Friday.' } } });
    await signIn('admin');
    await disableAllWithOneself(page, 'Disable 3 users');
    await expect(dialog(page).getByRole('status').filter({ hasText: '2 disabled, 1 not.' })).toBeVisible();
    await expect(dialog(page).getByRole('listitem').first()).toHaveText('adaNot on a Friday.');
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    const over = page.getByRole('main').getByRole('alert');
    await expect(over).toContainText('Your account is disabled. Nothing more is sent.');
    await a11y.audit();
    await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: /^Disable/ }).click();
    await expect(dialog(page).getByRole('listitem').first()).toHaveText('adaNot on a Friday.');
    // Trying again would write over what came of it.
    await expect(dialog(page).getByRole('button', { name: 'Try 1 again' })).toBeHidden();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await over.getByRole('button', { name: 'Sign out' }).click();
    await expect(ended(page)).toContainText('Your account is disabled.');
    expect((await world.account('admin')).state).toBe('disabled');
  });
});

test('who would disable themself is told what is lost by it', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await field(page, 'User name', 1).fill('ada');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' }).click();
  await search(page, 'admin');
  await choose(page, 'admin', 'Disable…');
  await expect(dialog(page)).toContainText('Accounts are typed in that have not been created yet.');
});

test('who would set their own password is told what is lost by it', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await field(page, 'User name', 1).fill('ada');
  await page.getByRole('button', { name: 'Your account, admin' }).click();
  await page.getByRole('menuitem', { name: 'Reset my password…' }).click();
  await expect(dialog(page)).toContainText('Accounts are typed in that have not been created yet.');
});

test('a lost answer about oneself ends the session, and asks for no other token', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=admin');
  await world.faults.add({ operation: 'disable', times: 1, effect: 'cut_off' });
  await choose(page, 'admin', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(ended(page)).toContainText('Your account is disabled.');
  await expect(signInAgain(page)).toBeHidden();
  expect((await world.account('admin')).state).toBe('disabled');
});

test.describe('while another token is asked for', () => {
  test.beforeEach(async ({ page, signIn, world }) => {
    await signIn('admin', '/users/new');
    await field(page, 'User name', 1).fill('ada');
    await field(page, 'Email', 1).fill('ada@globex.example');
    // Whatever is still being read would ask for another token first.
    await expect(page.getByText('not all accounts are read yet')).toBeHidden();
    await world.revokeTokens('admin');
    await page.getByRole('button', { name: 'Create 1 user', exact: true }).click();
    await expect(signInAgain(page)).toBeVisible();
  });

  test('signing out instead asks where something is lost', async ({ page, a11y }) => {
    const again = signInAgain(page);
    await again.getByRole('button', { name: 'Sign out instead' }).click();
    await expect(again.getByRole('alert').filter({ hasText: 'A job is still under way.' })).toBeVisible();
    await a11y.audit();
    await again.getByRole('button', { name: 'Sign out and lose that' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'You have signed out' })).toBeVisible();
  });

  test('signing out while a token is being checked stays signed out', async ({ page, world }) => {
    const gate = await world.gates.close({ operation: 'get_admins' });
    await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
    await gate.waitUntilHeld();
    await signInAgain(page).getByRole('button', { name: 'Sign out instead' }).click();
    await signInAgain(page).getByRole('button', { name: 'Sign out and lose that' }).click();
    await gate.open();
    await expect.poll(() => world.journal.count({ operation: 'get_admins', http_status: 200 })).toBe(2);
    await expect(page.getByRole('status').filter({ hasText: 'You have signed out' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  test('nothing is lost, and what was refused is sent once more', async ({ page, world }) => {
    await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
    await expect(dialog(page).getByRole('heading', { name: '1 password to hand over' })).toBeVisible();
    expect((await world.account('ada')).email).toBe('ada@globex.example');
  });
});

test('who cannot sign in again can save what they have done', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  await choose(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  await world.updateAccount('admin', { state: 'disabled' });
  await page.getByRole('switch', { name: 'Site admin: member' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    signInAgain(page).getByRole('button', { name: 'Save what you have done' }).click(),
  ]);
  expect(await readFile(await file.path(), 'utf8')).toContain('disable,member,Done');
});

test('the focus is back where it was when another token was given', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  // Whatever is still being read would ask for another token first.
  await expect(row(page, 'member')).toBeVisible();
  await world.revokeTokens('admin');
  const refresh = page.getByRole('button', { name: 'Refresh' });
  await refresh.click();
  await expect(signInAgain(page)).toBeVisible();
  await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
  await expect(signInAgain(page)).toBeHidden();
  await expect(refresh).toBeFocused();
});

test('an answer that was refused late does not end the session that has another token by then', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  const gate = await world.gates.close({ operation: 'disable' });
  await choose(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await gate.waitUntilHeld();
  await world.revokeTokens('admin');
  // Behind the dialog, as a page does that reads what is new by itself.
  await page.getByRole('button', { name: 'Refresh' }).evaluate((button: HTMLElement) => button.click());
  await expect(signInAgain(page)).toBeVisible();
  await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
  await expect(signInAgain(page)).toBeHidden();
  await gate.open();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  await expect(signInAgain(page)).toBeHidden();
  expect((await world.journal.entries({ operation: 'disable' })).map((entry) => entry.http_status)).toEqual([401, 200]);
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
    await world.updateAccount('manager', { state: 'deactivated' });
    await dialog(page).getByRole('button', { name: 'Make 2 accounts site admins' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '1 made a site admin, 1 not.' })).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
    await expect(page.getByRole('list', { name: 'What was done' }).getByRole('listitem')).toContainText('Done, but not for manager');
  });
});

test.describe('somebody who is created', () => {
  const type = async (page: Page) => {
    await field(page, 'User name', 1).fill('ada');
    await field(page, 'Email', 1).fill('ada@globex.example');
  };

  test('is not taken for somebody else of that name when the answer is lost', async ({ page, signIn, world }) => {
    await signIn('admin', '/users/new');
    await type(page);
    await world.call('POST', '/users', { body: { users: [{ username: 'ada', email: 'other@globex.example', password: 'pass' }] } });
    await world.faults.add({ operation: 'create_users', times: 1, effect: 'cut_off' });
    await page.getByRole('button', { name: 'Create 1 user', exact: true }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '0 created, 1 not.' })).toBeVisible();
    await expect(dialog(page).getByRole('listitem')).toContainText('the name was taken before');
    expect((await world.account('ada')).email).toBe('other@globex.example');
  });

  test('has in the file the password that was typed', async ({ page, signIn }) => {
    await signIn('admin', '/users/new');
    await type(page);
    await field(page, 'Password', 1).fill('=Secret1');
    await page.getByRole('button', { name: 'Create 1 user', exact: true }).click();
    const download = page.waitForEvent('download');
    await dialog(page).getByRole('button', { name: 'Download' }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    expect(file).toBe('\ufeffuser_name,password\r\nada,=Secret1\r\n');
  });
});
