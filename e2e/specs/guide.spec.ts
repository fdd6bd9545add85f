/**
 * The tasks of docs/GUIDE.md, step by step. With `UPDATE_PICTURES=1`, also writes the pictures of
 * the guide and of the README to docs/images/.
 */
import type { Page } from '@playwright/test';
import { createButton } from '../support/create.ts';
import { chooseAction, dialog, dialogStatus, fillSignIn, openPage, row, signInAgainDialog } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test.use({ viewport: { width: 1120, height: 700 }, contextOptions: { reducedMotion: 'reduce' } });

// The platform has a name rather than the address of the mock.
test.beforeEach(async ({ page }) => {
  await page.route('**/config.json', async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, name: 'Globex' } });
  });
});

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.UPDATE_PICTURES === '1') await page.screenshot({ path: `../docs/images/${name}.png` });
}

/** A mail as it comes: a greeting, bullets, a signature. */
const MAIL = `Hi,

please disable these accounts today:

- abruno
- adahl
* khaddad
- tsato (left on Friday)

Thanks
Kim`;

test('Find someone', async ({ page, signIn }) => {
  await signIn('admin', '/users');
  await page.getByRole('searchbox').first().fill('jane');
  await expect(row(page, 'janedoe1')).toBeVisible();
  await page.getByRole('link', { name: 'janedoe1', exact: true }).click();
  await expect(page.getByRole('complementary', { name: 'janedoe1' })).toBeVisible();
  await picture(page, 'find');
});

test('Reset and share a password', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member');
  await chooseAction(page, 'member', 'Reset password…');
  await dialog(page).getByRole('button', { name: 'Reset password' }).click();
  await expect(dialog(page).getByRole('button', { name: 'Copy', exact: true })).toBeVisible();
  await picture(page, 'password');
});

test('Disable people from a list', async ({ page, signIn }) => {
  await signIn('admin', '/lookup');
  await page.getByLabel('Usernames or email addresses').fill(MAIL);
  await page.getByRole('button', { name: /^Look up/ }).click();
  await expect(page.getByRole('row').filter({ hasText: 'tsato' })).toContainText('Active');
  await picture(page, 'lookup');
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await expect(dialog(page)).toContainText('Nothing has changed yet.');
});

test('Create users from a spreadsheet', async ({ page, signIn }) => {
  await signIn('admin', '/users/new');
  await page.getByRole('button', { name: 'Import…' }).click();
  await dialog(page)
    .getByLabel('Paste rows')
    .fill(
      'username\temail\nada.lovelace\tada@globex.example\nalan.turing\talan@globex.example\nmember\tnew@globex.example\ngrace.hopper\t',
    );
  await dialog(page).getByRole('button', { name: 'Add 4 rows' }).click();
  await expect(createButton(page, 2)).toBeVisible();
  await picture(page, 'import');
});

test('Review a bulk change', async ({ page, signIn }) => {
  await signIn('admin', '/lookup');
  await page.getByLabel('Usernames or email addresses').fill('abruno\nadahl\nmfoster\nmanager\nadmin\nkim');
  await page.getByRole('button', { name: /^Look up/ }).click();
  await expect(page.getByRole('row').filter({ hasText: 'mfoster' })).toContainText('Active');
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Deactivate…' }).click();
  await expect(dialog(page).getByLabel('Type 3 to deactivate')).toBeVisible();
  await picture(page, 'review');
});

test('Manage site admins', async ({ page, signIn }) => {
  await signIn('admin', '/admins');
  await page.getByRole('button', { name: 'Add site admins' }).click();
  await dialog(page).getByLabel('Usernames or email addresses').fill('member\nmanager');
  await dialog(page).getByRole('button', { name: 'Review' }).click();
  await expect(dialog(page).getByRole('button', { name: 'Make 2 users site admins' })).toBeVisible();
  await picture(page, 'admins');
});

test('See what you did', async ({ page, signIn }) => {
  await signIn('admin', '/lookup');
  await page.getByLabel('Usernames or email addresses').fill('abruno\nadahl\nkhaddad');
  await page.getByRole('button', { name: /^Look up/ }).click();
  await expect(page.getByRole('row').filter({ hasText: 'khaddad' })).toContainText('Active');
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await dialog(page).getByRole('button', { name: 'Disable 3 users' }).click();
  await expect(dialogStatus(page, '3 users disabled')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await openPage(page, 'Activity');
  await page.getByRole('button', { name: 'Users: Disabled 3 users' }).click();
  await expect(page.getByRole('button', { name: 'Undo: Disabled 3 users' })).toBeVisible();
  await picture(page, 'activity');
});

test('Sign in again when the session has expired', async ({ page, signIn, world }) => {
  world.expectRefusal({ branch: 'token_revoked' });
  await signIn('admin', '/users?q=member');
  await expect(row(page, 'member')).toBeVisible();
  await world.revokeTokens('admin');
  await chooseAction(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(signInAgainDialog(page)).toBeVisible();
  await picture(page, 'sign-in-again');
  await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
  await expect(page.getByText('Disabled member.')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`Select users and open one, in ${colorScheme} colors`, async ({ page, signIn }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1440, height: 860 });
    await signIn('admin', '/users?q=ja');
    await expect(row(page, 'janedoe1')).toBeVisible();
    for (const box of (await page.getByRole('row').getByRole('checkbox').all()).slice(1, 4)) await box.check();
    await page.getByRole('rowheader').first().getByRole('link').click();
    await expect(page.getByRole('complementary')).toBeVisible();
    await expect(page.getByText('3 selected')).toBeVisible();
    await picture(page, `users-${colorScheme}`);
  });
}
