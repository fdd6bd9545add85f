/** How an imported file was understood, and changing that. */
import type { Locator, Page } from '@playwright/test';
import { field, rowCounts, source } from '../../support/create.ts';
import { dialog, dropFiles } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

const HR_EXPORT = [
  'New starters',
  'Login;Nickname;Work email;Private email;Manager email;Initial password',
  'alove;ada;ada@globex.example;ada@home.example;boss@globex.example;Heron-Pine-31',
  'ahopp;grace;grace@globex.example;grace@home.example;boss@globex.example;Otter-Vale-52',
  '# end of report',
].join('\n');

const chosen = (line: Locator, label: string) => line.getByLabel(label, { exact: true }).locator('option:checked');

const importHrExport = async (page: Page) => {
  await dropFiles(page, ['hr-export.csv', Buffer.from(HR_EXPORT)]);
  await expect(rowCounts(page)).toHaveText('2 rows 2 ready');
  return source(page, 'hr-export.csv');
};

test('The line above the grid says how a file was read', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/users/new');
  const line = await importHrExport(page);
  await expect(chosen(line, 'Encoding')).toHaveText('UTF-8');
  await expect(chosen(line, 'Delimiter')).toHaveText('Semicolon-separated');
  await expect(chosen(line, 'Headers')).toHaveText('Headers in row 2');
  await expect(chosen(line, 'Username')).toHaveText('Login');
  await expect(chosen(line, 'Email')).toHaveText('Work email');
  await expect(chosen(line, 'Password')).toHaveText('Initial password');
  await expect(line).toContainText('Not used: Nickname, Private email, Manager email');
  await a11y.audit();

  await test.step('Every line that is in no row can be inspected', async () => {
    await line.getByRole('button', { name: '2 lines skipped' }).click();
    await expect(dialog(page).getByRole('listitem')).toContainText(['New starters', '# end of report']);
    await a11y.audit();
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    await expect(line.getByRole('button', { name: '2 lines skipped' })).toBeFocused();
  });
});

test('Columns assigned by hand change the rows at once, and survive undo and redo', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  const line = await importHrExport(page);
  await line.getByLabel('Username', { exact: true }).selectOption('Nickname');
  await expect(field(page, 'Username', 1)).toHaveValue('ada');
  await expect(field(page, 'Email', 1)).toHaveValue('ada@globex.example');
  await expect(field(page, 'Password', 1)).toHaveValue('Heron-Pine-31');

  await line.getByLabel('Password', { exact: true }).selectOption('Generated');
  await expect(field(page, 'Password', 2)).toHaveValue(/^\S{4}-\S{4}-\S{4}-\S{4}$/);
  await expect(field(page, 'Username', 2)).toHaveValue('grace');

  await page.getByRole('button', { name: 'Undo import settings' }).click();
  await expect(field(page, 'Password', 2)).toHaveValue('Otter-Vale-52');
  await expect(chosen(line, 'Password')).toHaveText('Initial password');
  await expect(chosen(line, 'Username')).toHaveText('Nickname');

  await page.getByRole('button', { name: 'Redo import settings' }).click();
  await expect(field(page, 'Password', 2)).not.toHaveValue('Otter-Vale-52');
  await expect(chosen(line, 'Password')).toHaveText('Generated');
  await expect(field(page, 'Username', 2)).toHaveValue('grace');
});

test('One password for everyone is replaced, unless the admin uses it anyway', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/users/new');
  const people = ['ada', 'grace', 'linus'].map((name) => `${name},${name}@globex.example,Welcome-2026`);
  await dropFiles(page, ['people.csv', Buffer.from(['username,email,password', ...people].join('\n'))]);
  const notice = page.getByText('Several people have the same password: new ones are generated');
  await expect(notice).toBeVisible();
  await expect(field(page, 'Password', 2)).not.toHaveValue('Welcome-2026');
  await page.getByRole('button', { name: 'Use it anyway' }).click();
  for (const row of [1, 2, 3]) await expect(field(page, 'Password', row)).toHaveValue('Welcome-2026');
  await expect(notice).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: 'Same password as row 1' })).toHaveCount(2);
  await a11y.audit();
  await page.getByRole('button', { name: 'Undo import settings' }).click();
  await expect(field(page, 'Password', 2)).not.toHaveValue('Welcome-2026');
});

test('A row with two problems names both', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/users/new');
  await page.getByRole('checkbox', { name: 'Generate passwords' }).uncheck();
  await field(page, 'Username', 1).fill('ada');
  await field(page, 'Email', 1).fill('ada.globex.example');
  await page.getByRole('heading', { name: 'Create users' }).click();
  await expect(page.getByRole('cell', { name: 'Enter a valid email address · Enter a password' })).toBeVisible();
  await expect(field(page, 'Email', 1)).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page, 'Password', 1)).toHaveAttribute('aria-invalid', 'true');
  await a11y.audit();
});

test('Undo removes a whole import, and redo brings it back with what was typed since', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await field(page, 'Username', 1).fill('typed');
  await dropFiles(page, ['hr-export.csv', Buffer.from(HR_EXPORT)]);
  await expect(field(page, 'Username', 3)).toHaveValue('ahopp');
  await field(page, 'Username', 3).fill('grace.hopper');
  await page.getByRole('button', { name: 'Undo import' }).click();
  await expect(field(page, 'Username', 1)).toHaveValue('typed');
  await expect(field(page, 'Username', 2)).toBeHidden();
  await expect(source(page, 'hr-export.csv')).toBeHidden();
  await page.getByRole('button', { name: 'Redo import' }).click();
  await expect(field(page, 'Username', 3)).toHaveValue('grace.hopper');
  await expect(source(page, 'hr-export.csv')).toBeVisible();
});

test('Delimiter, header row and encoding can be chosen', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  const line = await importHrExport(page);

  await line.getByLabel('Headers').selectOption('No headers');
  await expect(rowCounts(page)).not.toHaveText('2 rows 2 ready');
  await line.getByLabel('Headers').selectOption('Headers in row 2');
  await expect(rowCounts(page)).toHaveText('2 rows 2 ready');

  await line.getByLabel('Delimiter').selectOption('Comma-separated');
  await expect(field(page, 'Username', 1)).not.toHaveValue('alove');
  await line.getByLabel('Delimiter').selectOption('Semicolon-separated');
  await expect(field(page, 'Username', 1)).toHaveValue('alove');

  await dropFiles(page, ['cyrillic.csv', Buffer.from('login,mail\nm\xfcller,m@globex.example\n', 'latin1')]);
  await expect(field(page, 'Username', 3)).toHaveValue('müller');
  await source(page, 'cyrillic.csv').getByLabel('Encoding').selectOption({ label: 'Windows-1251' });
  await expect(field(page, 'Username', 3)).toHaveValue('mьller');
});

test('Import settings are changed with the keyboard alone', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  const line = await importHrExport(page);
  await line.getByLabel('Username', { exact: true }).focus();
  // A select takes typed letters.
  await page.keyboard.type('Nick');
  await expect(field(page, 'Username', 1)).toHaveValue('ada');
  await expect(line.getByLabel('Username', { exact: true })).toBeFocused();
});

test('In a window of 360 pixels, a button shows the import settings, which fit', async ({ page, signIn, a11y }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn('admin', '/users/new');
  await importHrExport(page);
  const line = source(page, 'hr-export.csv');
  await expect(line.getByLabel('Email', { exact: true })).toBeHidden();
  await a11y.audit();
  await line.getByRole('button', { name: 'Format and columns' }).click();
  await expect(line.getByRole('button', { name: 'Format and columns' })).toHaveAttribute('aria-expanded', 'true');
  await expect(line.getByLabel('Email', { exact: true })).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await a11y.audit();
});

test('A username that looks like an existing one needs attention', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await dropFiles(page, [
    'a.csv',
    Buffer.from('username,email\n\u0430dmin,a@globex.example\nADMIN,b@globex.example\n'),
  ]);
  await expect(rowCounts(page)).toHaveText('2 rows 0 ready 2 warnings');
  await expect(page.getByRole('button', { name: 'Create 2 users (2 with warnings)', exact: true })).toBeVisible();
  await expect(page.getByText('Looks like \u2068admin\u2069, which exists')).toHaveCount(2);
});
