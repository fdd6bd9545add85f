/** Files that are dropped anywhere in the console. */
import { field, rowCounts } from '../support/create.ts';
import { dialog, dropFiles } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

const TABLE =
  'username,email,password\nmember,member@globex.net,Heron-Pine-31\nnew.person,new@globex.example,Otter-Vale-52\n';

test('A file dropped on the list of users can be used to create accounts', async ({ page, signIn, a11y }) => {
  await signIn('admin');
  await expect(page.getByRole('table')).toBeVisible();
  await dropFiles(page, ['people.csv', Buffer.from(TABLE)]);
  await expect(dialog(page).getByRole('heading', { name: 'Use people.csv' })).toBeVisible();
  await a11y.audit();
  await dialog(page).getByRole('button', { name: 'Create users' }).click();
  await expect(page).toHaveURL(/\/users\/new$/);
  await expect(rowCounts(page)).toContainText('2 rows');
  await expect(field(page, 'Username', 2)).toHaveValue('new.person');
});

test('A file dropped on the list of users can be looked up, without its passwords', async ({ page, signIn, world }) => {
  await signIn('admin');
  await expect(page.getByRole('table')).toBeVisible();
  await dropFiles(page, ['people.csv', Buffer.from(TABLE)]);
  await dialog(page).getByRole('button', { name: 'Look up these accounts' }).click();
  await expect(page.getByLabel('Usernames or email addresses')).toHaveValue('member\nnew.person');
  await page.getByRole('button', { name: 'Look up 2' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 found · 1 not found' })).toBeVisible();
  expect(JSON.stringify(await world.journal.entries())).not.toContain('Heron-Pine-31');
});

test('Closing the question about a dropped file leaves everything as it was', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member');
  await expect(page.getByRole('table')).toBeVisible();
  await dropFiles(page, ['people.csv', Buffer.from(TABLE)]);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(page).toHaveURL(/\/users\?q=member$/);
});

test('A file dropped on the site admins page fills the dialog that adds some', async ({ page, signIn }) => {
  await signIn('admin', '/admins');
  await expect(page.getByRole('button', { name: 'Add site admins' })).toBeVisible();
  await dropFiles(page, ['people.csv', Buffer.from(TABLE)]);
  await expect(dialog(page).getByLabel('Usernames or email addresses')).toHaveValue('member\nnew.person');
});

test('A file dropped on a page that has no use for it is caught, and nothing is lost', async ({ page, signIn }) => {
  await signIn('admin', '/overview');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await dropFiles(page, ['people.csv', Buffer.from(TABLE)]);
  await expect(page.getByText('Files cannot be used here.')).toBeVisible();
  await expect(page).toHaveURL(/\/overview$/);
});

test('A file that is no list says so on the lookup page', async ({ page, signIn }) => {
  await signIn('admin', '/lookup');
  await dropFiles(page, ['people.xlsx', Buffer.from('PK\u0003\u0004…')]);
  await expect(page.getByRole('alert')).toContainText('Could not read people.xlsx.');
  await expect(page.getByLabel('Usernames or email addresses')).toHaveValue('');
});
