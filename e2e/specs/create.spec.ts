/** Creating accounts: typed, pasted, from a file; what came of it. */
import type { Page } from '@playwright/test';
import { expect, test } from '../console.ts';

const field = (page: Page, what: string, row: number) => page.getByRole('textbox', { name: `${what}, row ${row}`, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');
const counts = (page: Page) => page.getByRole('status').filter({ hasText: /ready/ });

/** Drops files on the page, as from a folder. */
async function drop(page: Page, ...files: [name: string, bytes: Buffer][]): Promise<void> {
  const data = await page.evaluateHandle(
    (files) => {
      const data = new DataTransfer();
      for (const [name, base64] of files) {
        data.items.add(new File([Uint8Array.from(atob(base64!), (letter) => letter.charCodeAt(0))], name!));
      }
      return data;
    },
    files.map(([name, bytes]) => [name, bytes.toString('base64')]),
  );
  await page.getByRole('main').dispatchEvent('drop', { dataTransfer: data });
}

test('somebody is typed in, checked while typing, created, and handed a password', async ({ page, signIn, world, context, a11y }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn('admin');
  await page.getByRole('link', { name: 'Create users' }).click();
  await expect(page.getByRole('heading', { name: 'Create users' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create 0 users' })).toBeDisabled();
  await a11y.audit();
  await field(page, 'User name', 1).fill('member');
  await expect(field(page, 'User name', 1)).toHaveAccessibleDescription('User name is already taken');
  await field(page, 'User name', 1).fill('ada.lovelace');
  await expect(field(page, 'Email', 1)).toHaveAccessibleDescription('Email is missing');
  await field(page, 'Email', 1).fill('ada@globex');
  await expect(field(page, 'Email', 1)).toHaveAttribute('aria-invalid', 'true');
  await a11y.audit();
  await field(page, 'Email', 1).fill('ada@globex.example');
  await page.keyboard.press('Enter');
  await expect(field(page, 'User name', 2)).toBeFocused();
  await page.keyboard.type('ada.lovelace');
  await expect(field(page, 'User name', 2)).toHaveAccessibleDescription('Twice in this list (row 1)');
  await page.getByRole('button', { name: 'Remove row 2' }).click();

  await page.getByRole('button', { name: 'Create 1 user', exact: true }).click();
  await expect(dialog(page).getByRole('status').filter({ hasText: '1 created.' })).toBeVisible();
  await expect(dialog(page).getByRole('listitem')).toContainText('ada.lovelace');
  await a11y.audit();
  const password = await dialog(page).getByRole('listitem').locator('code').textContent();
  await dialog(page).getByRole('listitem').getByRole('button').click();
  await expect(dialog(page).getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(password);
  const { token } = await world.issueSession('ada.lovelace');
  const body = { new_password: 'next', old_password: password };
  expect((await world.call('POST', '/ada.lovelace/reset_password', { token, body })).envelope.status).toBe('OK');
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await dialog(page).getByRole('button', { name: 'Forget them' }).click();
  await expect(field(page, 'User name', 1)).toHaveValue('');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' }).click();
  await expect(page.getByRole('rowheader', { name: 'ada.lovelace' })).toBeVisible();
});

test('three hundred people from a spreadsheet, twelve of them wrong', async ({ page, signIn, world, context, a11y }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const people = Array.from({ length: 300 }, (_, at) => [`person.${at}`, `person.${at}@globex.example`]);
  for (const at of [3, 50]) people[at]![1] = 'no-address';
  for (const at of [7, 77]) people[at]![1] = '';
  for (const at of [11, 12, 13]) people[at]![0] = '';
  for (const at of [100, 101, 102]) people[at]![0] = 'person.99';
  for (const at of [200, 201]) people[at]![0] = 'admin';
  const text = ['Benutzername;E-Mail', ...people.map((cells) => cells.join(';'))].join('\r\n');
  await signIn('admin', '/users/new');
  // As Excel saves "Unicode text".
  await drop(page, ['new-hires.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])]);
  await expect(counts(page)).toHaveText('300 rows 288 ready 12 need attention');
  await expect(page.getByRole('status').filter({ hasText: '300 rows from new-hires.csv.' })).toContainText('Benutzername, E-Mail');
  await a11y.audit();

  await page.getByRole('button', { name: 'Create 288 users' }).click();
  await expect(dialog(page).getByRole('heading', { name: '288 passwords to hand over' })).toBeVisible();
  const names = (await world.accounts()).map((account) => account.username);
  expect(names.filter((name) => name.startsWith('person.')).length).toBe(288);
  await dialog(page).getByRole('button', { name: 'Copy all' }).click();
  await expect(dialog(page).getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  const sheet = (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\n').map((line) => line.split('\t'));
  expect(new Set(sheet.map(([name]) => name)).size).toBe(288);
  expect(new Set(sheet.map(([, password]) => password)).size).toBe(288);
  const [name, password] = sheet[250]!;
  const body = { old_password: password, new_password: 'next' };
  const signed = await world.issueSession(name!);
  expect((await world.call('POST', `/${name}/reset_password`, { token: signed.token, body })).envelope.status).toBe('OK');
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await dialog(page).getByRole('button', { name: 'Forget them' }).click();

  // Those who need attention are still there, as they were typed, with what is wrong.
  await expect(counts(page)).toHaveText('12 rows 0 ready 12 need attention');
  await expect(field(page, 'Email', 1)).toHaveValue('no-address');
  await expect(page.getByText('User name is already taken')).toHaveCount(5);
  await expect(page.getByText('User name is missing')).toHaveCount(3);
  await expect(page.getByText('Email is missing')).toHaveCount(2);
  await expect(page.getByText('This is no email address')).toHaveCount(2);
  const kept = await page.getByRole('textbox', { name: /^(User name|Email), row/ }).evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  const wrong = [3, 7, 11, 12, 13, 50, 77, 100, 101, 102, 200, 201].flatMap((at) => people[at]!);
  expect(kept).toEqual(wrong);
  await field(page, 'Email', 1).fill('person.3@globex.example');
  await page.getByRole('button', { name: 'Create 1 user', exact: true }).click();
  await expect(dialog(page).getByRole('heading', { name: '1 password to hand over' })).toBeVisible();
});

test('five thousand people are taken in, mended and created, with a page that stays as small as it was', async ({ page, signIn, world }) => {
  const people = Array.from({ length: 5_000 }, (_, at) => `person.${at},person.${at}@globex.example`);
  people[4_999] = 'person.4999,';
  await signIn('admin', '/users/new');
  await drop(page, ['all.csv', Buffer.from(['username,email', ...people].join('\n'))]);
  await expect(counts(page)).toHaveText('5,000 rows 4,999 ready 1 needs attention');
  expect(await page.getByRole('textbox', { name: /^User name, row/ }).count()).toBeLessThan(60);
  // Nothing that is typed takes longer than somebody notices.
  await field(page, 'User name', 1).focus();
  const slowest = await page.evaluate(async () => {
    const input = document.activeElement as HTMLInputElement;
    const took: number[] = [];
    for (const letter of 'nobody') {
      const began = performance.now();
      input.value += letter;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve));
      took.push(performance.now() - began);
    }
    return Math.max(...took);
  });
  expect(slowest).toBeLessThan(250);
  await expect(field(page, 'User name', 1)).toHaveValue('person.0nobody');
  await page.getByRole('button', { name: 'Create 4,999 users' }).click();
  await expect(dialog(page).getByRole('heading', { name: '4,999 passwords to hand over' })).toBeVisible({ timeout: 20_000 });
  expect((await world.accounts()).filter((account) => account.username.startsWith('person.'))).toHaveLength(4_999);
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await dialog(page).getByRole('button', { name: 'Forget them' }).click();
  await expect(field(page, 'User name', 1)).toHaveValue('person.4999');
});

test('what is refused stays with its likely reason and can be sent again', async ({ page, signIn, world, a11y }) => {
  await signIn('admin', '/users/new');
  await page.getByRole('button', { name: 'Paste or choose a file…' }).click();
  await dialog(page).getByLabel('People').fill('Ada Lovelace <ada@globex.example>\nAlan <alan@globex.example>, grace@globex.example');
  await a11y.audit();
  await dialog(page).getByRole('button', { name: 'Add 3 rows' }).click();
  await expect(field(page, 'User name', 1)).toHaveValue('ada');
  // Somebody else is quicker.
  await world.call('POST', '/users', { body: { users: [{ username: 'Alan', email: 'a@b.example', password: 'pass' }] } });
  await page.getByRole('button', { name: 'Create 3 users' }).click();
  await expect(dialog(page).getByRole('status').filter({ hasText: '2 created, 1 not.' })).toBeVisible();
  await expect(dialog(page).getByRole('listitem').filter({ hasText: 'The name is taken' })).toHaveCount(1);
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await dialog(page).getByRole('button', { name: 'Forget them' }).click();
  await expect(counts(page)).toHaveText('1 row 0 ready 1 needs attention');
  await field(page, 'User name', 1).fill('alan.turing');
  await page.getByRole('button', { name: 'Create 1 user', exact: true }).click();
  await expect(dialog(page).getByRole('status').filter({ hasText: '1 created.' })).toBeVisible();
  expect((await world.account('alan.turing')).email).toBe('alan@globex.example');
});

test('a batch whose answer is lost is looked for, name by name', async ({ page, signIn, world }) => {
  await signIn('admin', '/users/new');
  await field(page, 'User name', 1).fill('ada');
  await field(page, 'Email', 1).fill('ada@globex.example');
  await world.faults.add({ operation: 'create_users', times: 1, after_execution: true, effect: { html: 502 } });
  await page.getByRole('button', { name: 'Create 1 user', exact: true }).click();
  await expect(dialog(page).getByRole('status').filter({ hasText: '1 created.' })).toBeVisible();
  expect(await world.journal.count({ operation: 'create_users' })).toBe(1);
});

test('whoever was created all the same is found when sent again', async ({ page, signIn, world }) => {
  await signIn('admin', '/users/new');
  await field(page, 'User name', 1).fill('ada');
  await field(page, 'Email', 1).fill('ada@globex.example');
  await expect(page.getByText('not all accounts are read yet')).toBeHidden();
  await world.faults.add({ operation: 'create_users', times: 1, after_execution: true, effect: { html: 502 } });
  const silent = await world.faults.add({ operation: 'list_users', effect: { html: 502 } });
  await page.getByRole('button', { name: 'Create 1 user', exact: true }).click();
  await expect(dialog(page).getByRole('status').filter({ hasText: '0 created, 1 not known.' })).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await silent.remove();
  await page.getByRole('button', { name: 'Create 1 user', exact: true }).click();
  await expect(dialog(page).getByRole('status').filter({ hasText: '1 created.' })).toBeVisible();
  await expect(dialog(page).getByRole('heading', { name: '1 password to hand over' })).toBeVisible();
  expect(await world.journal.count({ operation: 'create_users' })).toBe(2);
});

test('a text that is not taken in yet is there when the dialog opens again', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await page.getByRole('button', { name: 'Paste or choose a file…' }).click();
  await dialog(page).getByLabel('People').fill('ada@globex.example');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Paste or choose a file…' })).toBeFocused();
  await page.getByRole('button', { name: 'Paste or choose a file…' }).click();
  await expect(dialog(page).getByLabel('People')).toHaveValue('ada@globex.example');
  await dialog(page).getByRole('button', { name: 'Add 1 row' }).click();
  await page.getByRole('button', { name: 'Paste or choose a file…' }).click();
  await expect(dialog(page).getByLabel('People')).toHaveValue('');
});

test('what is typed stays when another page is looked at, and signing out asks', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/users/new');
  await field(page, 'User name', 1).fill('ada');
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.goBack();
  await expect(field(page, 'User name', 1)).toHaveValue('ada');
  await page.getByRole('button', { name: 'Your account, admin' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(dialog(page)).toContainText('Accounts are typed in that have not been created yet.');
  await a11y.audit();
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(field(page, 'User name', 1)).toHaveValue('ada');
});

test('service accounts are created by name alone', async ({ page, signIn, world, a11y }) => {
  await signIn('manager', '/service-accounts/new');
  await field(page, 'User name', 1).fill('robot-1');
  await a11y.audit();
  await page.getByRole('button', { name: 'Create 1 service account', exact: true }).click();
  await expect(dialog(page).getByRole('status').filter({ hasText: '1 created.' })).toBeVisible();
  expect((await world.account('robot-1')).user_type).toBe('service_account');
});

test.describe('what is read', () => {
  const notes = (page: Page) => page.getByRole('main').locator('.notice');

  test('comes from several files, and says which are no texts and which are guessed', async ({ page, signIn, a11y }) => {
    await signIn('admin', '/users/new');
    await drop(
      page,
      ['a.csv', Buffer.from('username,email\nada,ada@globex.example')],
      ['people.xlsx', Buffer.from('PK\u0003\u0004…')],
      ['b.csv', Buffer.from('username,email\njürgen,j@globex.example', 'latin1')],
    );
    await expect(field(page, 'User name', 1)).toHaveValue('ada');
    await expect(field(page, 'User name', 2)).toHaveValue('jürgen');
    await expect(notes(page)).toContainText('people.xlsx is an Excel workbook or another archive, so it was not read.');
    await expect(notes(page)).toContainText('b.csv does not say how its letters are written; Windows-1252 was assumed.');
    await a11y.audit();
  });

  test('can be taken back, and so can what was taken away', async ({ page, signIn }) => {
    await signIn('admin', '/users/new');
    await field(page, 'User name', 1).fill('grace');
    await drop(page, ['a.csv', Buffer.from('username,email\nada,ada@globex.example')]);
    await expect(field(page, 'User name', 2)).toHaveValue('ada');
    await notes(page).getByRole('button', { name: 'Undo' }).click();
    await expect(field(page, 'User name', 1)).toHaveValue('grace');
    await expect(field(page, 'User name', 2)).toBeHidden();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect(field(page, 'User name', 1)).toHaveValue('');
    await expect(notes(page)).toContainText('1 row was taken away.');
    await notes(page).getByRole('button', { name: 'Undo' }).click();
    await expect(field(page, 'User name', 1)).toHaveValue('grace');
  });

  test('is chosen as a file, also for service accounts', async ({ page, signIn }) => {
    await signIn('admin', '/service-accounts/new');
    await page.getByRole('button', { name: 'Paste or choose a file…' }).click();
    await dialog(page).getByLabel('File', { exact: true }).setInputFiles({
      name: 'robots.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('deploy-bot\nbackup-bot\n'),
    });
    await expect(dialog(page)).toBeHidden();
    await expect(counts(page)).toHaveText('2 rows 2 ready');
    await expect(field(page, 'User name', 2)).toHaveValue('backup-bot');
  });

  test('has no password that is not called one', async ({ page, signIn }) => {
    await signIn('admin', '/users/new');
    await page.getByRole('button', { name: 'Generate passwords' }).click();
    await drop(page, ['a.tsv', Buffer.from('Ada\tLovelace\tada@globex.example')]);
    await expect(field(page, 'Email', 1)).toHaveValue('ada@globex.example');
    await expect(field(page, 'Password', 1)).toHaveValue('');
    await expect(notes(page)).toContainText('Not used: column 2.');
  });
});

test('a row stays in sight while it is mended, and new ones come beside it', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await drop(page, ['a.csv', Buffer.from('username,email\nada,ada@globex.example\ngrace,\n')]);
  await page.getByRole('button', { name: 'Only rows that need attention' }).click();
  await expect(field(page, 'User name', 1)).toBeHidden();
  const email = field(page, 'Email', 2);
  await email.pressSequentially('grace@globex.example');
  await expect(email).toHaveValue('grace@globex.example');
  await expect(email).toBeFocused();
  await page.getByRole('button', { name: '+ Add row' }).click();
  await expect(field(page, 'User name', 3)).toBeFocused();
  await page.getByRole('button', { name: 'Remove row 3' }).click();
  await expect(field(page, 'User name', 2)).toBeFocused();
});

test('an odd address can be sent all the same', async ({ page, signIn, world }) => {
  await signIn('admin', '/users/new');
  await field(page, 'User name', 1).fill('ada');
  await field(page, 'Email', 1).fill('ada@localhost');
  await expect(field(page, 'Email', 1)).toHaveAccessibleDescription('This address has no full domain; it can be sent all the same');
  await page.getByRole('button', { name: 'Create 1 user', exact: true }).click();
  await expect(dialog(page).getByRole('status').filter({ hasText: '1 created.' })).toBeVisible();
  expect((await world.account('ada')).email).toBe('ada@localhost');
});

test('a text that is too long says how much was left out', async ({ page, signIn }) => {
  await signIn('admin', '/lookup');
  const box = page.getByLabel('User names or addresses');
  await box.fill('x'.repeat(500_001));
  await expect(page.getByRole('alert')).toHaveText('There is room for 500,000 characters. The rest was left out.');
  expect((await box.inputValue()).length).toBe(500_000);
});

test('a member is told why nobody was created, and keeps what was typed', async ({ page, signIn, world }) => {
  const before = await world.state();
  await signIn('member', '/users/new');
  await field(page, 'User name', 1).fill('ada');
  await field(page, 'Email', 1).fill('ada@globex.example');
  await page.getByRole('button', { name: 'Create 1 user', exact: true }).click();
  await expect(dialog(page).getByRole('listitem')).toContainText('Manage users');
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(field(page, 'User name', 1)).toHaveValue('ada');
  expect(await world.state()).toEqual(before);
});
