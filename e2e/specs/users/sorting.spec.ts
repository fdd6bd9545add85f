/** Sorting the users table. */
import { allUsernames } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test('Clicking a column head sorts the users by it, ascending and then descending', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  const users = await world.accounts();
  await signIn('admin');
  const head = (name: string) => page.getByRole('columnheader', { name });
  await expect(head('User name')).toHaveAttribute('aria-sort', 'ascending');
  await head('Registered').getByRole('button').click();
  await expect(head('Registered')).toHaveAttribute('aria-sort', 'ascending');
  const registered = [...users].sort((left, right) => left.registered_on - right.registered_on);
  await expect(page.getByRole('rowheader').first()).toHaveText(registered[0]!.username);
  await head('Registered').getByRole('button').click();
  await expect(page).toHaveURL(/\?sort=-registered$/);
  await expect(page.getByRole('rowheader').first()).toHaveText(registered.at(-1)!.username);
  await a11y.audit();
  await page.reload();
  await expect(page.getByRole('rowheader').first()).toHaveText(registered.at(-1)!.username);
  await head('Registered').getByRole('button').click();
  await expect(head('User name')).toHaveAttribute('aria-sort', 'ascending');
  for (const column of ['Email', 'Status', 'Site admin']) {
    await head(column).getByRole('button').click();
    await expect(head(column)).toHaveAttribute('aria-sort', 'ascending');
    const up = await allUsernames(page);
    await head(column).getByRole('button').click();
    await expect(head(column)).toHaveAttribute('aria-sort', 'descending');
    const down = await allUsernames(page);
    expect(down).not.toEqual(up);
    expect([...down].sort()).toEqual([...up].sort());
  }
});
