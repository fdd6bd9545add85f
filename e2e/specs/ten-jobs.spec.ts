/**
 * The ten jobs that admins do most, each in no more than 1.5 times the steps that it takes in the
 * best of other consoles, and each with the right result on the platform. Waiting and
 * reading do not count.
 */
import { field, importButton } from '../support/create.ts';
import { dialog, expectRowCount, row, signInAgainDialog } from '../support/page.ts';
import { expectValidPassword } from '../support/passwords.ts';
import { Steps } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

/** The steps of the best product for each job, counted from the page on which one lands. */
const ELSEWHERE = {
  // Google Workspace: the search box, the name, the result.
  find: 3,
  // Google Workspace: Reset password, Reset, Copy password, Done.
  resetPassword: 4,
  // Google Workspace: Bulk update, download the list, edit it, attach it, upload it, close.
  disableFromList: 6,
  // Linear: the menu of the member, Change role, Admin, for each of the two.
  makeTwoAdmins: 6,
  // Google Workspace: Bulk update, attach, upload, read the report, correct five lines, attach and
  // upload again, close.
  importPeople: 12,
  // Linear: Filter, Status, the status, Filter, the date, before, the day.
  filter: 7,
  // Google Workspace: Download, CSV.
  exportList: 2,
  // Linear: one key.
  undo: 1,
  // GitHub: the menu, the audit log.
  activity: 2,
  // GitHub: the password, Confirm.
  signInAgain: 2,
};

test('Find a person by name', async ({ page, signIn }) => {
  await signIn('admin', '/users');
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  const steps = new Steps(page);
  await steps.press('/');
  await steps.type('Doe, Jane');
  await steps.click(row(page, 'janedoe1').getByText('jane.doe@initech.example'));
  await expect(page.getByRole('complementary', { name: 'janedoe1' })).toBeVisible();
  steps.expectAtMost(ELSEWHERE.find);
});

test('Reset a password and share it', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  await expect(row(page, 'member')).toBeVisible();
  const steps = new Steps(page);
  await steps.click(page.getByRole('button', { name: 'Actions for member', exact: true }));
  await steps.click(page.getByRole('menuitem', { name: 'Reset password…' }));
  await steps.click(dialog(page).getByRole('button', { name: 'Reset password' }));
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await steps.click(dialog(page).getByRole('button', { name: 'Copy', exact: true }));
  await expect(dialog(page).getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  await steps.click(dialog(page).getByRole('button', { name: 'Done' }));
  await expect(dialog(page)).toBeHidden();
  steps.expectAtMost(ELSEWHERE.resetPassword);
  await expectValidPassword(world, 'member', await page.evaluate(() => navigator.clipboard.readText()));
});

test('Disable twelve people from an email', async ({ page, signIn, world }) => {
  const isCandidate = ({ state, site_admin, username }: { state: string; site_admin: boolean; username: string }) =>
    state === 'active' && !site_admin && username !== 'manager';
  const people = (await world.accounts()).filter(isCandidate).slice(5, 17);
  const bullets = ['- ', '* ', '• ', '1. ', '', '– '];
  const lines = people.map(({ username, email }, index) =>
    index % 3 === 0 ? `${bullets[index % 6]}${email}` : `${bullets[index % 6]}${username}${index % 4 ? '' : ' (left)'}`,
  );
  const mail = `Hi,\n\nplease disable these today:\n\n${lines.join('\n')}\n\nThanks\nKim`;
  await signIn('admin', '/users');
  const steps = new Steps(page);
  await steps.click(page.getByRole('link', { name: 'Bulk lookup' }));
  await steps.enter(page.getByLabel('Usernames or email addresses'), mail);
  await steps.click(page.getByRole('button', { name: /^Look up/ }));
  await expect(page.getByRole('status').filter({ hasText: '12 found' })).toBeVisible();
  await steps.click(page.getByRole('button', { name: 'Actions' }));
  await steps.click(page.getByRole('menuitem', { name: 'Disable…' }));
  await steps.click(dialog(page).getByRole('button', { name: 'Disable 12 users' }));
  await expect(dialog(page).getByRole('status').filter({ hasText: '12 users disabled' })).toBeVisible();
  await steps.click(dialog(page).getByRole('button', { name: 'Done' }));
  steps.expectAtMost(ELSEWHERE.disableFromList);
  for (const { username } of people) expect((await world.account(username)).state).toBe('disabled');
});

test('Make two people site admins', async ({ page, signIn, world }) => {
  const before = (await world.accounts()).filter((account) => account.site_admin).length;
  await signIn('admin', '/users');
  const steps = new Steps(page);
  await steps.click(page.getByRole('link', { name: 'Site admins' }));
  await steps.click(page.getByRole('button', { name: 'Add site admins' }));
  await steps.enter(dialog(page).getByLabel('Usernames or email addresses'), 'adahl, abruno');
  await steps.click(dialog(page).getByRole('button', { name: 'Review' }));
  await steps.click(dialog(page).getByRole('button', { name: 'Make 2 users site admins' }));
  await steps.click(dialog(page).getByRole('button', { name: 'Done' }));
  steps.expectAtMost(ELSEWHERE.makeTwoAdmins);
  for (const name of ['adahl', 'abruno']) expect((await world.account(name)).site_admin).toBe(true);
  expect((await world.accounts()).filter((account) => account.site_admin)).toHaveLength(before + 2);
});

test('Import forty people from a spreadsheet with five mistakes', async ({ page, signIn, world }) => {
  const people = Array.from({ length: 40 }, (_, index) => [
    `new.person${index + 1}`,
    `person${index + 1}@globex.example`,
  ]);
  const sheet = people.map(([username, email]) => [username!, email!]);
  sheet[3]![1] = '';
  sheet[8]![1] = 'person9@globex';
  sheet[15]![0] = 'member';
  sheet[21]![1] = 'person1@globex.example';
  sheet[30]![0] = 'new.person30';
  const before = (await world.accounts()).length;
  await signIn('admin', '/users');
  const steps = new Steps(page);
  await steps.click(page.getByRole('link', { name: 'Create users' }));
  await steps.click(importButton(page));
  const text = ['username\temail', ...sheet.map((line) => line.join('\t'))].join('\n');
  await steps.enter(dialog(page).getByLabel('Paste rows'), text);
  await steps.click(dialog(page).getByRole('button', { name: 'Add 40 rows' }));
  await steps.click(page.getByRole('checkbox', { name: 'Only rows that need attention' }));
  await steps.enter(field(page, 'Email', 4), people[3]![1]!);
  await steps.enter(field(page, 'Email', 9), people[8]![1]!);
  await steps.enter(field(page, 'Username', 16), people[15]![0]!);
  await steps.enter(field(page, 'Email', 22), people[21]![1]!);
  await steps.enter(field(page, 'Username', 31), people[30]![0]!);
  await steps.click(page.getByRole('button', { name: 'Create 40 users' }));
  await expect(dialog(page).getByRole('heading', { name: '40 new passwords' })).toBeVisible();
  const download = page.waitForEvent('download');
  await steps.click(dialog(page).getByRole('button', { name: 'Download passwords' }));
  await download;
  await steps.click(dialog(page).getByRole('button', { name: 'Done' }));
  await expect(dialog(page)).toBeHidden();
  steps.expectAtMost(ELSEWHERE.importPeople);
  expect(await world.accounts()).toHaveLength(before + 40);
  for (const [username, email] of people) expect((await world.account(username!)).email).toBe(email);
});

test('List who is unapproved and registered before 2024', async ({ page, signIn, world }) => {
  for (const name of ['member', 'manager', 'adahl']) await world.updateAccount(name, { approved: false });
  await signIn('admin', '/users');
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  const accounts = await world.accounts();
  const wanted = accounts.filter(
    (account) => account.approved === false && account.registered_on < Date.UTC(2024, 0, 1) / 1000,
  );
  expect(wanted.length).toBeGreaterThan(0);
  const steps = new Steps(page);
  await steps.click(page.getByRole('button', { name: 'Filter', exact: true }));
  const menu = page.getByRole('dialog', { name: 'Filter' });
  await steps.click(menu.getByRole('checkbox', { name: /^Unapproved/ }));
  await steps.enter(menu.getByLabel('On or before'), '2023-12-31');
  await steps.press('Escape');
  await expectRowCount(page, wanted.length);
  steps.expectAtMost(ELSEWHERE.filter);
});

test('Export the list', async ({ page, signIn, world }) => {
  await signIn('admin', '/users');
  await expectRowCount(page, (await world.accounts()).length);
  const steps = new Steps(page);
  await steps.click(page.getByRole('button', { name: 'Export' }));
  const download = page.waitForEvent('download');
  await steps.click(page.getByRole('menuitem', { name: /CSV/ }));
  expect((await download).suggestedFilename()).toMatch(/^users-\d{4}-\d{2}-\d{2}\.csv$/);
  steps.expectAtMost(ELSEWHERE.exportList);
});

test('Undo a mistake', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  await page.getByRole('button', { name: 'Actions for member', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  const steps = new Steps(page);
  await steps.click(page.getByRole('button', { name: 'Undo: member' }));
  await expect(row(page, 'member')).toContainText('Active');
  steps.expectAtMost(ELSEWHERE.undo);
  expect((await world.account('member')).state).toBe('active');
});

test('See what I did today, also after a reload', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member');
  await page.getByRole('button', { name: 'Actions for member', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(row(page, 'member')).toContainText('Disabled');
  await page.reload();
  const steps = new Steps(page);
  await steps.click(page.getByRole('link', { name: 'Activity' }));
  await expect(page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem')).toHaveText([
    /Disabled member/,
  ]);
  steps.expectAtMost(ELSEWHERE.activity);
});

test('Continue after the token was revoked', async ({ page, signIn, world }) => {
  world.expectRefusal({ branch: 'token_revoked' });
  await signIn('admin', '/users?q=member');
  await expect(row(page, 'member')).toBeVisible();
  await world.revokeTokens('admin');
  await page.getByRole('button', { name: 'Actions for member', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  const again = signInAgainDialog(page);
  await expect(again.getByLabel('Token')).toBeFocused();
  const steps = new Steps(page);
  await steps.secret(again.getByLabel('Token'), `${world.token('admin')}~2`);
  await steps.click(again.getByRole('button', { name: 'Sign in' }));
  // What was refused is sent again by itself.
  await expect(page.getByText('Disabled member.')).toBeVisible();
  steps.expectAtMost(ELSEWHERE.signInAgain);
  expect((await world.account('member')).state).toBe('disabled');
});
