/** Passwords that the console shows once: copying them, trying them, closing their dialog. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { World } from 'account-admin-mock';
import { dialog, dialogStatus } from './page.ts';

/** The heading above the passwords of `count` accounts. */
export function passwordsHeading(page: Page, count: number): Locator {
  const name = `${count.toLocaleString('en-GB')} new ${count === 1 ? 'password' : 'passwords'}`;
  return dialog(page).getByRole('heading', { name });
}

/** Clicks a button of the dialog that copies, and returns the copied text. */
export async function copyWith(page: Page, button: Locator): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await button.click();
  await expect(dialogStatus(page, 'Copied')).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Copies the passwords of all accounts. */
export async function copyAllPasswords(page: Page): Promise<[username: string, password: string][]> {
  const text = await copyWith(page, dialog(page).getByRole('button', { name: 'Copy all' }));
  return text
    .trim()
    .split('\n')
    .map((line) => line.split('\t') as [string, string]);
}

/** Expects that the password of a user is valid, and changes it. */
export async function expectValidPassword(world: World, username: string, password: string | null): Promise<void> {
  const { token } = await world.issueSession(username);
  const body = { new_password: 'next', old_password: password };
  expect((await world.call('POST', `/${username}/reset_password`, { token, body })).envelope.status).toBe('OK');
}

/** Closes the dialog after its passwords were copied or downloaded: nothing is asked. */
export async function closeSavedPasswords(page: Page): Promise<void> {
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(dialog(page)).toBeHidden();
}

/** Closes the dialog and confirms that its passwords are discarded. */
export async function forgetPasswords(page: Page): Promise<void> {
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await dialog(page).getByRole('button', { name: 'Close without copying' }).click();
}
