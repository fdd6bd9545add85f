/** Creating accounts by typing them in: validation, the request, the passwords. */
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { createButton, field, fillFirstRow, importButton, rowCounts } from '../../support/create.ts';
import { loseResponse } from '../../support/faults.ts';
import { dialog, dialogStatus, listSummary, openPage } from '../../support/page.ts';
import {
  closeSavedPasswords,
  copyWith,
  expectValidPassword,
  forgetPasswords,
  passwordsHeading,
} from '../../support/passwords.ts';
import { expect, test } from '../../support/test.ts';

/** Sends the only row that is ready and waits for its outcome. */
async function createUser(page: Page, outcome: string): Promise<void> {
  await createButton(page, 1).click();
  await expect(dialogStatus(page, outcome)).toBeVisible();
}

test('A typed user is validated while typing, created, and shown with a password to share', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  await test.step('Open the form', async () => {
    await signIn('admin');
    await page.getByRole('link', { name: 'Create users' }).click();
    await expect(page.getByRole('heading', { name: 'Create users' })).toBeVisible();
    await expect(createButton(page, 0)).toBeDisabled();
    await a11y.audit();
  });

  await test.step('Type a row that is validated', async () => {
    await field(page, 'Username', 1).fill('member');
    await expect(field(page, 'Username', 1)).toHaveAccessibleDescription('Username already taken');
    await field(page, 'Username', 1).fill('ada.lovelace');
    // What is not typed yet is no mistake until the row is left.
    await expect(field(page, 'Email', 1)).toHaveAccessibleDescription('Incomplete');
    await page.getByRole('heading', { name: 'Create users' }).click();
    await expect(field(page, 'Email', 1)).toHaveAccessibleDescription('Enter an email address');
    await field(page, 'Email', 1).fill('ada lovelace');
    await expect(field(page, 'Email', 1)).toHaveAttribute('aria-invalid', 'true');
    await field(page, 'Email', 1).fill('ada@globex');
    await expect(field(page, 'Email', 1)).toHaveAccessibleDescription(/You can still create the account\.$/);
    await expect(field(page, 'Email', 1)).not.toHaveAttribute('aria-invalid');
    await a11y.audit();
    await field(page, 'Email', 1).fill('ada@globex.example');
    await page.keyboard.press('Enter');
    await expect(field(page, 'Username', 2)).toBeFocused();
    await page.keyboard.type('ada.lovelace');
    await expect(field(page, 'Username', 2)).toHaveAccessibleDescription('Same username as row 1');
    await page.getByRole('button', { name: 'Remove row 2' }).click();
  });

  await test.step('Create the user', async () => {
    await createUser(page, '1 user created');
    await expect(dialog(page).getByRole('listitem')).toContainText('ada.lovelace');
    await a11y.audit();
  });

  const password = await dialog(page).getByRole('listitem').locator('code').textContent();

  await test.step('The copied password is valid', async () => {
    const copyButton = dialog(page).getByRole('listitem').getByRole('button');
    expect(await copyWith(page, copyButton)).toBe(password);
    await expectValidPassword(world, 'ada.lovelace', password);
  });

  await test.step('The form is empty and the user is in the list', async () => {
    await closeSavedPasswords(page);
    await expect(field(page, 'Username', 1)).toHaveValue('');
    await openPage(page, 'Users');
    await expect(page.getByRole('rowheader', { name: 'ada.lovelace' })).toBeVisible();
  });
});

test('On a phone, a new password is shown from its first to its last letter', async ({ page, signIn, a11y }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn('admin', '/users/new');
  await fillFirstRow(page, 'ada.lovelace', 'ada@globex.example');
  await createUser(page, '1 user created');
  const row = dialog(page).getByRole('listitem').filter({ hasText: 'ada.lovelace' });
  const password = row.getByRole('code');
  const copy = row.getByRole('button', { name: 'Copy: ada.lovelace' });
  const [shown, button] = [await password.boundingBox(), await copy.boundingBox()];
  expect(shown!.x + shown!.width).toBeLessThanOrEqual(button!.x);
  expect(await password.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await a11y.audit();
  await forgetPasswords(page);
});

test('Rows can be pasted anywhere on the page, whatever has the focus', async ({ page, signIn, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn('admin', '/users/new');
  const checkBox = page.getByRole('checkbox', { name: 'Generate passwords' });
  for (const [index, target] of [checkBox, importButton(page)].entries()) {
    const row = `user${index}\tuser${index}@globex.example`;
    await page.evaluate((text) => navigator.clipboard.writeText(text), row);
    await target.focus();
    await page.keyboard.press('ControlOrMeta+v');
    await expect(field(page, 'Username', index + 1)).toHaveValue(`user${index}`);
  }
});

test('A column pasted into a field fills that field of the rows below it, and Undo takes it back', async ({
  page,
  signIn,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn('admin', '/users/new');
  const paste = async (label: 'Username' | 'Email' | 'Password', row: number, lines: string[]) => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), lines.join('\r\n'));
    await field(page, label, row).focus();
    await page.keyboard.press('ControlOrMeta+v');
  };

  await test.step('Usernames and emails of several people are imported into a blank form', async () => {
    await paste('Email', 1, ['ada@globex.example', 'eve@globex.example', 'joan@globex.example']);
    await expect(rowCounts(page)).toHaveText('3 rows 3 ready');
    await expect(field(page, 'Username', 2)).toHaveValue('eve');
  });

  await test.step('Passwords stay passwords', async () => {
    await paste('Password', 2, ['Heron-Pine-31', 'Heron-Pine-31']);
    await expect(field(page, 'Password', 3)).toHaveValue('Heron-Pine-31');
    await expect(rowCounts(page)).toHaveText('3 rows 2 ready 1 warning');
    await expect(page.getByText('Same password as row 2.')).toBeVisible();
  });

  await test.step('Usernames go to the people they stand beside', async () => {
    await paste('Username', 1, ['alove', '', 'joanc', 'mary']);
    await expect(field(page, 'Username', 1)).toHaveValue('alove');
    await expect(field(page, 'Username', 2)).toHaveValue('eve');
    await expect(field(page, 'Username', 3)).toHaveValue('joanc');
    await expect(field(page, 'Email', 3)).toHaveValue('joan@globex.example');
    await expect(rowCounts(page)).toHaveText('4 rows 2 ready 1 warning 1 problem');
  });

  await test.step('Each paste is undone by itself', async () => {
    await page.getByRole('button', { name: 'Undo paste' }).click();
    await expect(field(page, 'Username', 3)).toHaveValue('joan');
    await page.getByRole('button', { name: 'Undo paste' }).click();
    await expect(rowCounts(page)).toHaveText('3 rows 3 ready');
    await expect(page.getByRole('button', { name: 'Undo import' })).toBeVisible();
  });
});

test('New users are the first of their list, with all that the platform knows of them', async ({ page, signIn }) => {
  await signIn('admin');
  await expect(listSummary(page)).toHaveText(/^\d+ users · /);
  await page.getByRole('link', { name: 'Create users' }).click();
  await fillFirstRow(page, 'ada.lovelace', 'ada@globex.example');
  await createUser(page, '1 user created');
  await dialog(page).getByRole('link', { name: 'Show newest users' }).click();
  await expect(page.getByRole('rowheader').first()).toHaveText(/^ada\.lovelace/);
  // The reply to the creation does not say that their emails are not verified yet.
  await expect(page.getByRole('row').nth(1)).toContainText('Unverified');
  // The password waits in the sidebar.
  const job = page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: /^1 user created/ });
  await job.click();
  await forgetPasswords(page);
});

test('An email that an existing user has is doubtful, but can be used', async ({ page, signIn, world }) => {
  const { email } = await world.account('member');
  await signIn('admin');
  await expect(listSummary(page)).toHaveText(/^\d+ users · /);
  await page.getByRole('link', { name: 'Create users' }).click();
  await field(page, 'Username', 1).fill('ada.lovelace');
  await field(page, 'Email', 1).fill(email!.toUpperCase());
  await expect(field(page, 'Email', 1)).toHaveAccessibleDescription(
    /^\u2068?member\u2069? already has this email\. You can still create the account\.$/,
  );
  await expect(createButton(page, 1)).toBeEnabled();
  await field(page, 'Email', 1).fill('ada@globex.example');
  await expect(field(page, 'Email', 1)).not.toHaveAccessibleDescription(/already/);
});

test('A refused row stays with its likely reason and can be corrected and sent again', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  await signIn('admin', '/users/new');
  await importButton(page).click();
  await dialog(page)
    .getByLabel('Paste rows')
    .fill('Ada Lovelace <ada@globex.example>\nAlan <alan@globex.example>, grace@globex.example');
  await a11y.audit();
  await dialog(page).getByRole('button', { name: 'Add 3 rows' }).click();
  await expect(field(page, 'Username', 1)).toHaveValue('ada');
  // Another user takes the name first.
  await world.call('POST', '/users', {
    body: { users: [{ username: 'alan', email: 'a@b.example', password: 'pass' }] },
  });
  await createButton(page, 3).click();
  await expect(dialogStatus(page, '2 users created · 1 failed')).toBeVisible();
  await expect(dialog(page).getByRole('listitem').filter({ hasText: 'The username is already taken.' })).toHaveCount(1);
  await forgetPasswords(page);
  await expect(rowCounts(page)).toHaveText('1 row 0 ready 1 problem');
  await field(page, 'Username', 1).fill('alan.turing');
  await createUser(page, '1 user created');
  expect((await world.account('alan.turing')).email).toBe('alan@globex.example');
});

test('After a lost response, the created account is found without sending the request again', async ({
  page,
  signIn,
  world,
}) => {
  await loseResponse(world, 'create_users', true);
  await signIn('admin', '/users/new');
  await fillFirstRow(page, 'ada', 'ada@globex.example');
  await createUser(page, '1 user created');
  expect(await world.journal.count({ operation: 'create_users' })).toBe(1);
});

test('An account whose creation was not confirmed is recognized when it is sent again', async ({
  page,
  signIn,
  world,
}) => {
  await signIn('admin', '/users/new');
  await fillFirstRow(page, 'ada', 'ada@globex.example');
  await expect(rowCounts(page)).toContainText('1 ready');
  await expect(page.getByText('Accounts are still loading')).toBeHidden();
  await loseResponse(world, 'create_users', true);
  const listDown = await world.faults.add({ operation: 'list_users', effect: { html: 502 } });
  await createUser(page, '1 unknown');
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await listDown.remove();
  await createUser(page, '1 user created');
  await expect(passwordsHeading(page, 1)).toBeVisible();
  expect(await world.journal.count({ operation: 'create_users' })).toBe(2);
});

test('Typed rows survive a visit to another page, and signing out asks before losing them', async ({
  page,
  signIn,
  a11y,
}) => {
  await signIn('admin', '/users/new');
  await field(page, 'Username', 1).fill('ada');
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.goBack();
  await expect(field(page, 'Username', 1)).toHaveValue('ada');
  await page.getByRole('button', { name: 'Account menu: admin' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(dialog(page)).toContainText('You have new accounts that you have not created yet.');
  await a11y.audit();
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(field(page, 'Username', 1)).toHaveValue('ada');
});

test('A service account is created from a name alone', async ({ page, signIn, world, a11y }) => {
  await signIn('manager', '/service-accounts/new');
  await field(page, 'Username', 1).fill('robot-1');
  await a11y.audit();
  await page.getByRole('button', { name: 'Create 1 service account', exact: true }).click();
  await expect(dialogStatus(page, '1 service account created')).toBeVisible();
  expect((await world.account('robot-1')).user_type).toBe('service_account');
});

test('An email without a full domain shows a warning and can be created', async ({ page, signIn, world }) => {
  await signIn('admin', '/users/new');
  await fillFirstRow(page, 'ada', 'ada@localhost');
  await expect(field(page, 'Email', 1)).toHaveAccessibleDescription(
    'Check the email domain. You can still create the account.',
  );
  await createUser(page, '1 user created');
  expect((await world.account('ada')).email).toBe('ada@localhost');
});

test('A member is told that creating users needs Manage users, and the typed row stays', async ({
  page,
  signIn,
  world,
}) => {
  world.expectRefusal({ operation: 'create_users', branch: 'not_permitted' });
  const before = await world.state();
  await signIn('member', '/users/new');
  await fillFirstRow(page, 'ada', 'ada@globex.example');
  await createButton(page, 1).click();
  await expect(dialog(page).getByRole('listitem')).toContainText('Manage users');
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(field(page, 'Username', 1)).toHaveValue('ada');
  expect(await world.state()).toEqual(before);
});

test.describe('the row of one user', () => {
  test.beforeEach(async ({ page, signIn }) => {
    await signIn('admin', '/users/new');
    await fillFirstRow(page, 'ada', 'ada@globex.example');
  });

  test('After a lost response, an existing account of the same name is not taken for the new one', async ({
    page,
    world,
  }) => {
    await world.call('POST', '/users', {
      body: { users: [{ username: 'ada', email: 'other@globex.example', password: 'pass' }] },
    });
    await world.faults.add({ operation: 'create_users', times: 1, effect: 'cut_off' });
    await createUser(page, '1 failed');
    await expect(dialog(page).getByRole('listitem')).toContainText('Another account already has this username.');
    expect((await world.account('ada')).email).toBe('other@globex.example');
  });

  test('The downloaded passwords contain the password that was typed', async ({ page }) => {
    await field(page, 'Password', 1).fill('=Secret1');
    await createButton(page, 1).click();
    const download = page.waitForEvent('download');
    await dialog(page).getByRole('button', { name: 'Download passwords' }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    expect(file).toBe('\ufeffusername,email,password\r\nada,ada@globex.example,=Secret1\r\n');
  });
});
