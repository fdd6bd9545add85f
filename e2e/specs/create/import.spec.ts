/** Importing people from files and pasted text into the form that creates accounts. */
import { createButton, field, importButton, notices, rowCounts, source } from '../../support/create.ts';
import { dialog, dropFiles } from '../../support/page.ts';
import {
  closeSavedPasswords,
  copyAllPasswords,
  expectValidPassword,
  forgetPasswords,
  passwordsHeading,
} from '../../support/passwords.ts';
import { expect, test } from '../../support/test.ts';

test('Of 300 people in a spreadsheet, 288 are created and the 12 invalid rows stay to be corrected', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  const people = Array.from({ length: 300 }, (_, index) => [`person.${index}`, `person.${index}@globex.example`]);
  for (const index of [3, 50]) people[index]![1] = 'no-address';
  for (const index of [7, 77]) people[index]![1] = '';
  for (const index of [11, 12, 13]) people[index]![0] = '';
  for (const index of [100, 101, 102]) people[index]![0] = 'person.99';
  for (const index of [200, 201]) people[index]![0] = 'admin';
  const text = ['Benutzername;E-Mail', ...people.map((cells) => cells.join(';'))].join('\r\n');

  await test.step('Drop the file', async () => {
    await signIn('admin', '/users/new');
    // UTF-16 with a byte order mark, as Excel saves "Unicode text".
    await dropFiles(page, ['new-hires.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])]);
    await expect(rowCounts(page)).toHaveText('300 rows 288 ready 12 problems');
    await expect(page.getByRole('status').filter({ hasText: 'Added 300 rows from new-hires.csv.' })).toBeAttached();
    const line = source(page, 'new-hires.csv');
    await expect(line.getByLabel('Encoding')).toHaveValue('UTF-16 (little endian)');
    await expect(line.getByLabel('Delimiter').locator('option:checked')).toHaveText('Semicolon-separated');
    await expect(line.getByLabel('Headers').locator('option:checked')).toHaveText('Headers in row 1');
    await expect(line.getByLabel('Username').locator('option:checked')).toHaveText('Benutzername');
    await expect(line.getByLabel('Email').locator('option:checked')).toHaveText('E-Mail');
    await a11y.audit();
  });

  await test.step('Create the 288 valid users', async () => {
    await createButton(page, 288).click();
    await expect(passwordsHeading(page, 288)).toBeVisible();
    const names = (await world.accounts()).map((account) => account.username);
    expect(names.filter((name) => name.startsWith('person.')).length).toBe(288);
  });

  const copiedRows = await copyAllPasswords(page);
  expect(new Set(copiedRows.map(([name]) => name)).size).toBe(288);
  expect(new Set(copiedRows.map(([, password]) => password)).size).toBe(288);

  await test.step('A copied password is valid', async () => {
    const [name, password] = copiedRows[250]!;
    await expectValidPassword(world, name, password);
  });

  await test.step('The 12 invalid rows stay', async () => {
    await closeSavedPasswords(page);

    // The invalid rows are still there, unchanged, with their errors.
    await expect(rowCounts(page)).toHaveText('12 rows 0 ready 12 problems');
    await expect(field(page, 'Email', 1)).toHaveValue('no-address');
    await expect(page.getByText('Username already taken')).toHaveCount(5);
    await expect(page.getByText('Enter a username')).toHaveCount(3);
    await expect(page.getByText('Enter an email address')).toHaveCount(2);
    await expect(page.getByText('Enter a valid email address')).toHaveCount(2);
    const remaining = await page
      .getByRole('textbox', { name: /^(Username|Email), row/ })
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    const invalid = [3, 7, 11, 12, 13, 50, 77, 100, 101, 102, 200, 201].flatMap((index) => people[index]!);
    expect(remaining).toEqual(invalid);
  });

  await test.step('Correct one of them and create it', async () => {
    await field(page, 'Email', 1).fill('person.3@globex.example');
    await createButton(page, 1).click();
    await expect(passwordsHeading(page, 1)).toBeVisible();
  });
});

test('A file with 5,000 people is imported and created while few rows are in the document', async ({
  page,
  signIn,
  world,
}) => {
  const people = Array.from({ length: 5_000 }, (_, index) => `person.${index},person.${index}@globex.example`);
  people[4_999] = 'person.4999,';
  await signIn('admin', '/users/new');
  await dropFiles(page, ['all.csv', Buffer.from(['username,email', ...people].join('\n'))]);
  await expect(rowCounts(page)).toHaveText('5,000 rows 4,999 ready 1 problem');
  expect(await page.getByRole('textbox', { name: /^Username, row/ }).count()).toBeLessThan(60);
  // The duration of a keystroke is measured in e2e/bench.
  await field(page, 'Username', 1).fill('person.0nobody');
  await expect(field(page, 'Username', 1)).toHaveValue('person.0nobody');
  await createButton(page, 4_999).click();
  await expect(passwordsHeading(page, 4_999)).toBeVisible({ timeout: 20_000 });
  expect((await world.accounts()).filter((account) => account.username.startsWith('person.'))).toHaveLength(4_999);
  await forgetPasswords(page);
  await expect(field(page, 'Username', 1)).toHaveValue('person.4999');
});

test('Pasted text is kept when the dialog closes, and cleared once its rows are added', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await importButton(page).click();
  await dialog(page).getByLabel('Paste rows').fill('ada@globex.example');
  await page.keyboard.press('Escape');
  await expect(importButton(page)).toBeFocused();
  await importButton(page).click();
  await expect(dialog(page).getByLabel('Paste rows')).toHaveValue('ada@globex.example');
  await dialog(page).getByRole('button', { name: 'Add 1 row' }).click();
  await importButton(page).click();
  await expect(dialog(page).getByLabel('Paste rows')).toHaveValue('');
});

test('Dropping several files reports which one was skipped and which encoding was assumed', async ({
  page,
  signIn,
  a11y,
}) => {
  await signIn('admin', '/users/new');
  await dropFiles(
    page,
    ['a.csv', Buffer.from('username,email\nada,ada@globex.example')],
    ['people.xlsx', Buffer.from('PK\u0003\u0004…')],
    ['b.csv', Buffer.from('username,email\njürgen,j@globex.example', 'latin1')],
  );
  await expect(field(page, 'Username', 1)).toHaveValue('ada');
  await expect(field(page, 'Username', 2)).toHaveValue('jürgen');
  await expect(notices(page)).toContainText('Could not import people.xlsx. This is an Excel workbook or a ZIP file.');
  await expect(source(page, 'b.csv').getByLabel('Encoding').locator('option:checked')).toHaveText(
    /Windows-1252.*guess/,
  );
  await a11y.audit();
});

test('Undo removes imported rows and brings back cleared ones', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await field(page, 'Username', 1).fill('grace');
  await dropFiles(page, ['a.csv', Buffer.from('username,email\nada,ada@globex.example')]);
  await expect(field(page, 'Username', 2)).toHaveValue('ada');
  await page.getByRole('button', { name: 'Undo import' }).click();
  await expect(field(page, 'Username', 1)).toHaveValue('grace');
  await expect(field(page, 'Username', 2)).toBeHidden();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(field(page, 'Username', 1)).toHaveValue('');
  await expect(page.getByRole('status').filter({ hasText: 'Removed 1 row.' })).toBeAttached();
  await page.getByRole('button', { name: 'Undo clear' }).click();
  await expect(field(page, 'Username', 1)).toHaveValue('grace');
});

test('Service accounts are imported from a chosen file', async ({ page, signIn }) => {
  await signIn('admin', '/service-accounts/new');
  await importButton(page).click();
  await dialog(page)
    .getByLabel('File', { exact: true })
    .setInputFiles({
      name: 'robots.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('deploy-bot\nbackup-bot\n'),
    });
  await expect(dialog(page)).toBeHidden();
  await expect(rowCounts(page)).toHaveText('2 rows 2 ready');
  await expect(field(page, 'Username', 2)).toHaveValue('backup-bot');
});

test('A column without a password header is not imported as passwords', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await page.getByRole('checkbox', { name: 'Generate passwords' }).click();
  await dropFiles(page, ['a.tsv', Buffer.from('Ada\tLovelace\tada@globex.example')]);
  await expect(field(page, 'Email', 1)).toHaveValue('ada@globex.example');
  await expect(field(page, 'Password', 1)).toHaveValue('');
  await expect(source(page, 'a.tsv')).toContainText('Not used: column 1, column 2');
});

test('A row stays in “Only rows that need attention” while it is corrected', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await dropFiles(page, ['a.csv', Buffer.from('username,email\nada,ada@globex.example\ngrace,\n')]);
  await page.getByRole('checkbox', { name: 'Only rows that need attention' }).click();
  await expect(field(page, 'Username', 1)).toBeHidden();
  const email = field(page, 'Email', 2);
  await email.pressSequentially('grace@globex.example');
  await expect(email).toHaveValue('grace@globex.example');
  await expect(email).toBeFocused();
  await page.getByRole('button', { name: '+ Add row' }).click();
  await expect(field(page, 'Username', 3)).toBeFocused();
  await page.getByRole('button', { name: 'Remove row 3' }).click();
  await expect(field(page, 'Username', 2)).toBeFocused();
});

test('A double click on the button that removes a row removes one row', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await dropFiles(page, ['a.csv', Buffer.from('username,email\nada,ada@globex.example\ngrace,\nalan,\n')]);
  await page.getByRole('button', { name: 'Remove row 1' }).dblclick();
  await expect(rowCounts(page)).toContainText('2 rows');
  await expect(field(page, 'Username', 1)).toHaveValue('grace');
});

test('Messages name the person of an imported row until its problem is fixed', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  const text = 'First Name,Last Name,Email\nAda,Lovelace,Ada.L@globex.example\nDora,Mann,\n';
  await dropFiles(page, ['people.csv', Buffer.from(text)]);
  await expect(field(page, 'Username', 1)).toHaveValue('ada.l');
  await expect(field(page, 'Username', 1)).not.toHaveAccessibleDescription(/./);
  await expect(field(page, 'Username', 2)).toHaveAccessibleDescription(/Dora.*: Enter a username/);
  await field(page, 'Username', 2).fill('dora');
  await field(page, 'Email', 1).focus();
  await expect(field(page, 'Email', 2)).toHaveAccessibleDescription(/Dora.*: Enter an email address/);
  await field(page, 'Email', 2).fill('dora@globex.example');
  await field(page, 'Email', 1).focus();
  await expect(field(page, 'Email', 2)).not.toHaveAccessibleDescription(/./);
});
