/** Sorting the users table. */
import type { Account } from 'account-admin-mock';
import { allUsernames } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

/** What each column sorts by. Users with equal keys are in the order of their names, both ways. */
const SORT_KEYS: Record<string, (account: Account) => string | number> = {
  Email: ({ email }) => (email ?? '').toLowerCase(),
  Status: ({ state }) => ['active', 'disabled', 'deactivated'].indexOf(state),
  'Site admin': ({ site_admin }) => Number(site_admin),
  Registered: ({ registered_on }) => registered_on,
};

/**
 * The usernames sorted by a key. The platform lists accounts by name and `sort` is stable, so ties
 * keep that order.
 */
function sortedUsernames(accounts: Account[], key: (account: Account) => string | number, sign: 1 | -1): string[] {
  const compare = (left: string | number, right: string | number) => (left < right ? -1 : left > right ? 1 : 0);
  return [...accounts].sort((left, right) => sign * compare(key(left), key(right))).map((account) => account.username);
}

test('Clicking a column head sorts ascending, then descending, and the third click sorts by name', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  const byRegistration = (await world.accounts()).sort((left, right) => left.registered_on - right.registered_on);
  await signIn('admin');
  const columnHead = (name: string) => page.getByRole('columnheader', { name });
  await expect(columnHead('Username')).toHaveAttribute('aria-sort', 'ascending');
  await columnHead('Registered').getByRole('button').click();
  await expect(columnHead('Registered')).toHaveAttribute('aria-sort', 'ascending');
  await expect(page.getByRole('rowheader').first()).toHaveText(byRegistration[0]!.username);
  await columnHead('Registered').getByRole('button').click();
  await expect(page).toHaveURL(/\?sort=-registered$/);
  await expect(page.getByRole('rowheader').first()).toHaveText(byRegistration.at(-1)!.username);
  await a11y.audit();
  await page.reload();
  await expect(page.getByRole('rowheader').first()).toHaveText(byRegistration.at(-1)!.username);
  await columnHead('Registered').getByRole('button').click();
  await expect(columnHead('Username')).toHaveAttribute('aria-sort', 'ascending');
});

for (const [column, key] of Object.entries(SORT_KEYS)) {
  test(`Sorting by ${column} puts all users in order, ascending and descending`, async ({ page, signIn, world }) => {
    const users = await world.accounts();
    await signIn('admin');
    const columnHead = page.getByRole('columnheader', { name: column });
    await columnHead.getByRole('button').click();
    await expect(columnHead).toHaveAttribute('aria-sort', 'ascending');
    await expect.poll(() => allUsernames(page), { timeout: 20_000 }).toEqual(sortedUsernames(users, key, 1));
    await columnHead.getByRole('button').click();
    await expect(columnHead).toHaveAttribute('aria-sort', 'descending');
    await expect.poll(() => allUsernames(page), { timeout: 20_000 }).toEqual(sortedUsernames(users, key, -1));
  });
}

test('Sorting by username in descending order reverses the list', async ({ page, signIn, world }) => {
  const usernames = (await world.accounts()).map((account) => account.username);
  await signIn('admin');
  const columnHead = page.getByRole('columnheader', { name: 'Username' });
  await expect(columnHead).toHaveAttribute('aria-sort', 'ascending');
  await columnHead.getByRole('button').click();
  await expect(columnHead).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(() => allUsernames(page), { timeout: 20_000 }).toEqual(usernames.toReversed());
});
