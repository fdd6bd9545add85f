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
  const columnHead = (name: string) => page.getByRole('columnheader', { name });
  await expect(columnHead('User name')).toHaveAttribute('aria-sort', 'ascending');
  await columnHead('Registered').getByRole('button').click();
  await expect(columnHead('Registered')).toHaveAttribute('aria-sort', 'ascending');
  const registered = [...users].sort((left, right) => left.registered_on - right.registered_on);
  await expect(page.getByRole('rowheader').first()).toHaveText(registered[0]!.username);
  await columnHead('Registered').getByRole('button').click();
  await expect(page).toHaveURL(/\?sort=-registered$/);
  await expect(page.getByRole('rowheader').first()).toHaveText(registered.at(-1)!.username);
  await a11y.audit();
  await page.reload();
  await expect(page.getByRole('rowheader').first()).toHaveText(registered.at(-1)!.username);
  await columnHead('Registered').getByRole('button').click();
  await expect(columnHead('User name')).toHaveAttribute('aria-sort', 'ascending');
  for (const column of ['Email', 'Status', 'Site admin']) {
    await columnHead(column).getByRole('button').click();
    await expect(columnHead(column)).toHaveAttribute('aria-sort', 'ascending');
    const up = await allUsernames(page);
    await columnHead(column).getByRole('button').click();
    await expect(columnHead(column)).toHaveAttribute('aria-sort', 'descending');
    const down = await allUsernames(page);
    expect(down).not.toEqual(up);
    expect([...down].sort()).toEqual([...up].sort());
  }
});
