/** The lookup page. */
import { readFile } from 'node:fs/promises';
import { dialog, dialogStatus } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test('A lookup shows which names exist, exports them as CSV and disables the accounts found', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  const { email } = await world.account('member');
  await signIn('admin', '/lookup');
  await page.getByLabel('Usernames or email addresses').fill(`janedoe1\n${email}\nglobex\nno-such-one`);
  await a11y.audit();
  await page.getByRole('button', { name: 'Look up 4' }).click();
  await expect(page.getByRole('status').filter({ hasText: '3 found · 1 not found' })).toBeVisible();
  const row = (wanted: string) =>
    page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: wanted, exact: true }) });
  await expect(row('janedoe1')).toContainText('UserActiveNo');
  await expect(row(email!)).toContainText('member');
  await expect(row('globex')).toContainText('Organization');
  await expect(row('no-such-one')).toContainText('Not found');
  await a11y.audit();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ]);
  const lines = (await readFile(await file.path(), 'utf8')).replace('\ufeff', '').trim().split(/\r?\n/);
  expect(lines[0]).toBe('identifier,username,email,type,status,site_admin');
  expect(
    lines.slice(1).map((line) =>
      line
        .split(',')
        .filter((_, column) => column !== 2)
        .join(),
    ),
  ).toEqual([
    'janedoe1,janedoe1,user,active,no',
    `${email},member,user,active,no`,
    'globex,,organization,,',
    'no-such-one,,not found,,',
  ]);

  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await expect(dialog(page)).toContainText('2 will be disabled');
  await expect(dialog(page)).toContainText('Organizations are not users.');
  await expect(dialog(page)).toContainText('1 was not found');
  await dialog(page).getByRole('button', { name: 'Disable 2 accounts' }).click();
  await expect(dialogStatus(page, '2 accounts disabled')).toBeVisible();
  expect((await world.account('member')).state).toBe('disabled');
  // The result shows the new state of the account.
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(row('janedoe1')).toContainText('UserDisabledNo');
  // A second lookup replaces the names.
  await page.getByLabel('Usernames or email addresses').fill('manager');
  await page.getByRole('button', { name: 'Look up 1' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['manager']);
  await expect(row('manager')).toContainText('UserActiveNo');
});

test.describe('an address of two users', () => {
  const users = ['admin', 'ada', 'ada-test'].map((username) => ({
    username,
    email: username === 'admin' ? 'admin@globex.net' : 'ada@globex.net',
    site_admin: username === 'admin',
  }));
  test.use({ seed: { users } });

  test('Looking up an address waits out a rate limit and shows every account with that address', async ({
    page,
    signIn,
    world,
  }) => {
    await world.faults.add({ operation: 'list_users', caller: 'admin', nth: 1, effect: { rate_limited: 1 } });
    await signIn('admin', '/lookup');
    await page.getByLabel('Usernames or email addresses').fill('ada@globex.net\nnobody');
    await page.getByRole('button', { name: 'Look up 2' }).click();
    await expect(page.getByRole('status').filter({ hasText: '1 found · 1 not found' })).toBeVisible();
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'ada@globex.net' }) });
    await expect(row.getByRole('link')).toHaveText(['ada', 'ada-test']);
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Disable…' }).click();
    await expect(dialog(page)).toContainText('2 will be disabled');
  });
});

test('A text of more than 500,000 characters is cut off in the lookup field, with a message', async ({
  page,
  signIn,
}) => {
  await signIn('admin', '/lookup');
  const input = page.getByLabel('Usernames or email addresses');
  await input.fill('x'.repeat(500_001));
  await expect(page.getByRole('alert')).toHaveText('Limit: 500,000 characters. The rest was removed.');
  expect((await input.inputValue()).length).toBe(500_000);
});
