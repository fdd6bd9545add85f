/** The lookup page. */
import { readFile } from 'node:fs/promises';
import { dialog, dialogStatus, dropFiles, listSummary, openPage, search } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test('Some of the accounts found can be selected, and only they are changed', async ({ page, signIn, world, a11y }) => {
  await signIn('admin', '/lookup');
  await expect(page.getByLabel('Usernames or email addresses')).toBeFocused();
  await page.getByLabel('Usernames or email addresses').fill('member\nmanager\nglobex\nno-such-one');
  await page.getByRole('button', { name: 'Look up 4' }).click();
  await expect(page.getByRole('checkbox', { name: 'Select globex' })).toBeDisabled();
  await expect(page.getByRole('checkbox', { name: 'Select no-such-one' })).toBeDisabled();
  await page.getByRole('checkbox', { name: 'Select all accounts' }).check();
  await expect(page.getByRole('button', { name: 'Actions for 2 accounts' })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select manager' }).uncheck();
  await a11y.audit();
  await page.getByRole('button', { name: 'Actions for 1 account' }).click();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await dialog(page).getByRole('button', { name: 'Disable 1 user' }).click();
  await expect(dialogStatus(page, '1 user disabled')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: /^Actions for all \d+ found$/ })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Select member' })).not.toBeChecked();
  expect((await world.account('member')).state).toBe('disabled');
  expect((await world.account('manager')).state).toBe('active');
});

test('What could be a password is left out of a lookup until the user includes it', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  await signIn('admin', '/lookup');
  const field = page.getByLabel('Usernames or email addresses');
  await field.fill('Please look at: member, manager and so on. Thanks!');
  await expect(page.getByRole('alert')).toContainText('No usernames or email addresses found.');
  await expect(page.getByText('1 line skipped')).toBeVisible();

  await test.step('The usernames in a sentence are offered', async () => {
    await expect(page.getByText('These words are usernames: member, manager')).toBeVisible();
    await a11y.audit();
    await page.getByRole('checkbox', { name: 'Look up these 2' }).check();
    await expect(page.getByRole('button', { name: 'Look up 2 accounts' })).toBeEnabled();
  });

  await test.step('A username beside another is known, and a password is not', async () => {
    await field.fill('member, janedoe1\nadele, Heron-Pine-31');
    await expect(page.getByText('Left out, in case it is a password: Heron-Pine-31')).toBeVisible();
    await a11y.audit();
    await page.getByRole('button', { name: 'Look up 3 accounts' }).click();
    for (const name of ['member', 'janedoe1', 'adele'])
      await expect(page.getByRole('checkbox', { name: `Select ${name}` })).toBeEnabled();
    await expect(page.getByText('Not looked up, in case it is a password: Heron-Pine-31')).toBeVisible();
    await a11y.audit();
    expect(JSON.stringify(await world.journal.entries())).not.toContain('Heron');
  });

  await test.step('It is looked up once the user says that it is none', async () => {
    await page.getByRole('button', { name: 'Edit list' }).click();
    await field.fill('member, adelle-7');
    await page.getByRole('button', { name: 'Look up 1 account' }).click();
    await page.getByRole('button', { name: 'Look it up, too' }).click();
    await expect(page.getByRole('row').filter({ hasText: 'adelle-7' })).toContainText('Not found');
    await expect(page.getByText('Not looked up')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Edit list' })).toBeFocused();
  });
});

test('The details of an account that was found lead back to the results', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/lookup');
  await page.getByLabel('Usernames or email addresses').fill('member\nadele');
  await page.getByRole('button', { name: 'Look up 2' }).click();
  await page.getByRole('link', { name: 'adele' }).click();
  const panel = page.getByRole('complementary', { name: 'adele' });
  await a11y.audit();
  await panel.getByRole('link', { name: 'Bulk lookup' }).click();
  await expect(page.getByRole('row')).toHaveCount(3);
  await openPage(page, 'Users');
  await search(page, 'adele');
  await page.getByRole('rowheader').getByRole('link', { name: 'adele' }).click();
  await expect(panel.getByRole('button', { name: 'Close' })).toBeVisible();
});

test('Usernames separated by spaces are looked up one by one, and names with spaces as one', async ({
  page,
  signIn,
  a11y,
}) => {
  await signIn('admin', '/users');
  await expect(listSummary(page)).toHaveText(/users · Updated/);
  await openPage(page, 'Bulk lookup');
  const field = page.getByLabel('Usernames or email addresses');
  const splits = page.getByRole('checkbox', { name: 'Treat each word as a username' });
  await field.fill('member manager nobody');
  await expect(page.getByText('Read as one name: member manager nobody')).toBeVisible();
  await expect(splits).not.toBeChecked();
  await a11y.audit();
  await splits.check();
  await expect(page.getByRole('button', { name: 'Look up 3 accounts' })).toBeVisible();
  await field.fill('member manager adele');
  await expect(page.getByText('Read as separate usernames: member manager adele')).toBeVisible();
  await expect(splits).toBeChecked();
  await page.getByRole('button', { name: 'Look up 3 accounts' }).click();
  await expect(page.getByRole('status').filter({ hasText: '3 found' })).toBeVisible();
});

test('A search for several usernames offers to look them up', async ({ page, signIn }) => {
  await signIn('admin', '/users');
  await search(page, 'member manager adele');
  await page.getByRole('button', { name: 'Look up these 3 accounts' }).click();
  await expect(page.getByRole('status').filter({ hasText: '3 found' })).toBeVisible();
});

test('The actions of a lookup are those that can change one of the accounts', async ({ page, signIn, world }) => {
  await world.updateAccount('member', { state: 'disabled' });
  await signIn('admin', '/lookup');
  await page.getByLabel('Usernames or email addresses').fill('member');
  await page.getByRole('button', { name: 'Look up 1 account' }).click();
  await page.getByRole('button', { name: 'Actions for 1 found' }).click();
  const entries = ['Reactivate…', 'Reset passwords…', 'Make site admin…', 'Deactivate…'];
  await expect(page.getByRole('menuitem')).toHaveText(entries.map((entry) => new RegExp(`^${entry}`)));
});

test('A full name is suggested as the account whose email contains it, and stays accepted', async ({
  page,
  signIn,
  world,
}) => {
  await world.updateAccount('member', { email: 'mira.tolland@globex.example' });
  await signIn('admin', '/lookup');
  await page.getByLabel('Usernames or email addresses').fill('Mira Tolland');
  await page.getByRole('button', { name: 'Look up 1' }).click();
  await page.getByRole('button', { name: 'Accept suggestion' }).click();
  await expect(page.getByRole('button', { name: 'Actions for 1 found' })).toBeVisible();
  await page.getByRole('button', { name: 'Edit list' }).click();
  await page.getByRole('button', { name: 'Look up 1' }).click();
  await expect(page.getByRole('button', { name: 'Actions for 1 found' })).toBeVisible();
});

test('The results take the place of the list, which can be edited', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/lookup');
  const field = page.getByLabel('Usernames or email addresses');
  await field.fill('member\nno-such-one');
  await expect(page.getByRole('button', { name: 'Edit list' })).toBeHidden();
  await page.getByRole('button', { name: 'Look up 2' }).click();
  const edit = page.getByRole('button', { name: 'Edit list' });
  await expect(edit).toBeFocused();
  await expect(edit).toHaveAttribute('aria-expanded', 'false');
  await expect(field).toBeHidden();
  await page.getByRole('button', { name: 'Not found 1' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['no-such-one']);
  await a11y.audit();
  await edit.click();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('member\nno-such-one');
  await edit.click();
  await expect(field).toBeHidden();
  await dropFiles(page, ['more.csv', Buffer.from('username\nmanager\n')]);
  await expect(field).toHaveValue('member\nno-such-one\nmanager');
  await expect(field).toBeVisible();
  await page.getByRole('button', { name: 'Look up 3' }).click();
  await expect(page.getByRole('button', { name: 'Found 2' })).toBeVisible();
});

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
    'no-such-one,,not found,,',
    'janedoe1,janedoe1,user,active,no',
    `${email},member,user,active,no`,
    'globex,,organization,,',
  ]);

  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await expect(dialog(page)).toContainText('2 will be disabled');
  await expect(dialog(page)).toContainText('Organizations are not users.');
  await expect(dialog(page)).toContainText('1 was not found');
  await dialog(page).getByRole('button', { name: 'Disable 2 users' }).click();
  await expect(dialogStatus(page, '2 users disabled')).toBeVisible();
  expect((await world.account('member')).state).toBe('disabled');
  // The result shows the new state of the account.
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(row('janedoe1')).toContainText('UserDisabledNo');
  // A second lookup replaces the names.
  await page.getByRole('button', { name: 'Edit list' }).click();
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

test.describe('near misses', () => {
  const users = ['admin', 'john.snow', 'adele', 'grace', 'katherine'].map((username) => ({
    username,
    email: username === 'katherine' ? 'k.johnson@globex.net' : `${username}@globex.net`,
    site_admin: username === 'admin',
  }));
  test.use({ seed: { users } });

  test('Near misses are suggested, come first, and can be accepted one by one or all at once', async ({
    page,
    signIn,
    a11y,
  }) => {
    await signIn('admin', '/lookup');
    await page.getByLabel('Usernames or email addresses').fill('grace\nADELE\njon.snow\nk.johnson\ntemp-contractor-7');
    await page.getByRole('button', { name: 'Look up 5' }).click();
    await expect(page.getByRole('status').filter({ hasText: '2 found · 2 suggested · 1 not found' })).toBeVisible();
    await expect(page.getByRole('rowheader')).toHaveText([
      'jon.snow',
      'k.johnson',
      'temp-contractor-7',
      'grace',
      'ADELE',
    ]);
    const row = (wanted: string) =>
      page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: wanted, exact: true }) });
    await expect(row('ADELE')).toContainText('adele Letter case differs');
    await expect(row('jon.snow')).toContainText('Did you mean john.snow?');
    await a11y.audit();

    await row('jon.snow').getByRole('button', { name: 'Use john.snow for jon.snow' }).click();
    await expect(row('jon.snow').getByRole('link', { name: 'john.snow' })).toBeVisible();
    await page.getByRole('button', { name: 'Accept suggestion' }).click();
    await expect(row('k.johnson').getByRole('link', { name: 'katherine' })).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: '4 found · 1 not found' })).toBeVisible();

    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Disable…' }).click();
    await expect(dialog(page).getByRole('listitem').first()).toContainText('was not found');
    await expect(dialog(page)).toContainText('4 will be disabled');
  });
});
