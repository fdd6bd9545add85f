/**
 * Files as other programs write them, imported and created: each ends with the right accounts on
 * the platform.
 */
import type { Page } from '@playwright/test';
import { createButton, field, rowCounts } from '../../support/create.ts';
import { dropFiles } from '../../support/page.ts';
import { passwordsHeading } from '../../support/passwords.ts';
import { expect, test, type World } from '../../support/test.ts';

/**
 * Creates what can be created, and returns the usernames and emails that are new on the platform.
 */
async function create(page: Page, world: World, count: number): Promise<[string, string | undefined][]> {
  const before = new Set((await world.accounts()).map((account) => account.username));
  await createButton(page, count).click();
  await expect(passwordsHeading(page, count)).toBeVisible();
  const created = (await world.accounts()).filter((account) => !before.has(account.username));
  return created.map((account) => [account.username, account.email]);
}

test('A Microsoft Entra template with a version row creates accounts with the passwords of the file', async ({
  page,
  signIn,
  world,
}) => {
  const file = [
    'version:v1.0',
    'Name [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required',
    'Mira Tolland,mira@x.example,Heron-Pine-31,No',
    'Jonas Feldbruck,jonas@x.example,Otter-Vale-52,No',
  ];
  await signIn('admin', '/users/new');
  await dropFiles(page, ['UserCreateTemplate.csv', Buffer.from(file.join('\r\n'))]);
  await expect(rowCounts(page)).toHaveText('2 rows 2 ready');
  await expect(field(page, 'Password', 1)).toHaveValue('Heron-Pine-31');
  expect(await create(page, world, 2)).toEqual([
    ['jonas@x.example', 'jonas@x.example'],
    ['mira@x.example', 'mira@x.example'],
  ]);
});

test('A Google export with masked passwords creates accounts with generated ones', async ({ page, signIn, world }) => {
  const file = [
    'First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Recovery Email,Manager Email',
    'Mira,Tolland,mira@x.example,****,mt77@home.example,iwan@x.example',
    'Jonas,Feldbruck,jonas@x.example,****,jf12@home.example,iwan@x.example',
  ];
  await signIn('admin', '/users/new');
  await dropFiles(page, ['users.csv', Buffer.from(file.join('\n'))]);
  await expect(rowCounts(page)).toHaveText('2 rows 2 ready');
  await expect(page.getByText('2 passwords are masked: new ones are generated')).toBeVisible();
  await expect(field(page, 'Password', 1)).not.toHaveValue('****');
  await expect(field(page, 'Password', 1)).not.toHaveValue('');
  expect(await create(page, world, 2)).toEqual([
    ['jonas', 'jonas@x.example'],
    ['mira', 'mira@x.example'],
  ]);
});

test('An Outlook list with one name without an email gives nobody the email of another person', async ({
  page,
  signIn,
  world,
}) => {
  await signIn('admin', '/users/new');
  await dropFiles(page, [
    'list.txt',
    Buffer.from('Tolland, Mira <mira@x.example>; Feldbruck, Jonas <jonas@x.example>; Petra'),
  ]);
  await expect(rowCounts(page)).toHaveText('3 rows 2 ready 1 problem');
  expect(await create(page, world, 2)).toEqual([
    ['jonas', 'jonas@x.example'],
    ['mira', 'mira@x.example'],
  ]);
});

test('An HR export creates accounts with work emails, and never with those of managers', async ({
  page,
  signIn,
  world,
}) => {
  const file = [
    'Personnel number;First name;Last name;Private email;Business email;Network ID;Manager;Manager email',
    '1001;Mira;Tolland;mt77@home.example;mira@x.example;mt1n;Dorsch, Iwan;iwan@x.example',
    '1002;Jonas;Feldbruck;jf12@home.example;jonas@x.example;jf2n;Dorsch, Iwan;iwan@x.example',
    '1003;Lena;Varga;lv05@home.example;;lv4n;Dorsch, Iwan;iwan@x.example',
  ];
  await signIn('admin', '/users/new');
  await dropFiles(page, ['hr.csv', Buffer.from(file.join('\r\n'))]);
  await expect(rowCounts(page)).toHaveText('3 rows 2 ready 1 problem');
  expect(await create(page, world, 2)).toEqual([
    ['jf2n', 'jonas@x.example'],
    ['mt1n', 'mira@x.example'],
  ]);
});

test('A numbered list creates accounts without its numbers', async ({ page, signIn, world }) => {
  await signIn('admin', '/users/new');
  await dropFiles(page, ['list.txt', Buffer.from('1. mira@x.example\n2. jonas@x.example\n10. petra@x.example')]);
  expect(await create(page, world, 3)).toEqual([
    ['jonas', 'jonas@x.example'],
    ['mira', 'mira@x.example'],
    ['petra', 'petra@x.example'],
  ]);
});

test('An export of the console creates the same accounts on another platform', async ({ page, signIn, world }) => {
  const file = [
    'user_name,email,status,site_admin,verified,approved,registered',
    '"\'=1+1",p0@x.example,active,no,yes,yes,2031-01-02T03:04:05Z',
    "'already,p4@x.example,active,no,yes,yes,2031-01-02T03:04:05Z",
    '"a,b",p6@x.example,active,no,yes,yes,2031-01-02T03:04:05Z',
  ];
  await signIn('admin', '/users/new');
  await dropFiles(page, ['users.csv', Buffer.from(`\ufeff${file.join('\r\n')}`)]);
  expect(await create(page, world, 3)).toEqual([
    ["'already", 'p4@x.example'],
    ['=1+1', 'p0@x.example'],
    ['a,b', 'p6@x.example'],
  ]);
});

test('A web page instead of an export is refused with a reason', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/users/new');
  await dropFiles(page, ['export.csv', Buffer.from('<!doctype html><form><input name="user"></form>')]);
  await expect(page.getByText('Could not import export.csv. This is a web page, not a list of people.')).toBeVisible();
  await a11y.audit();
});

test('A lookup of a table with passwords sends only usernames', async ({ page, signIn, world }) => {
  await signIn('admin', '/lookup');
  await page
    .getByLabel('Usernames or email addresses')
    .fill('username,password\nno-such-a,Heron-Pine-31\nno-such-b,Otter-Vale-52');
  await page.getByRole('button', { name: 'Look up 2' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['no-such-a', 'no-such-b']);
  // Both are unknown, so the platform is asked for each.
  await expect(page.getByRole('row').filter({ hasText: 'no-such-b' })).toContainText('Not found');
  const requests = JSON.stringify(await world.journal.entries());
  expect(requests).toContain('no-such-a');
  expect(requests).not.toContain('Heron-Pine-31');
  expect(requests).not.toContain('Otter-Vale-52');
});
