/**
 * What the specs of bulk actions share: a seed with numbered users, disabling all of them, the list
 * in the dialog, the accounts in a state.
 */
import { type Locator, type Page, expect } from '@playwright/test';
import type { World } from 'account-admin-mock';
import { dialog, dialogStatus, search } from './page.ts';

/** A seed with an admin and numbered users: `p01`, `p02`, … */
export function numberedUsers(count: number): { users: object[] } {
  const users = Array.from({ length: count }, (_, index) => ({
    username: `p${String(index + 1).padStart(2, '0')}`,
    email: `p${index + 1}@globex.net`,
  }));
  return { users: [{ username: 'admin', email: 'admin@example.com', site_admin: true }, ...users] };
}

/** Selects all users in the list. */
export async function selectAll(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Select all' }).check();
}

/** Disables the six users of `numberedUsers(6)`, and leaves the dialog with the result open. */
export async function disableAllSix(page: Page): Promise<void> {
  await search(page, 'p0');
  await selectAll(page);
  await page.getByRole('button', { name: 'Disable…' }).click();
  await dialog(page).getByRole('button', { name: 'Disable 6 users' }).click();
  await expect(dialogStatus(page, '6 users disabled')).toBeVisible();
}

/** The list of accounts in the dialog of a plan or a job. */
export function accountList(page: Page): Locator {
  return dialog(page).getByRole('list', { name: /^(The account|Accounts)\b/ });
}

/** The usernames of the accounts in a state. */
export async function usernamesInState(world: World, state: string): Promise<string[]> {
  return (await world.accounts()).filter((account) => account.state === state).map((account) => account.username);
}
