/** The list of users and the list of service accounts: columns, order, count, refresh. */
import { allUsernames, expectRowCount, listSummary, row, search } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test('The list shows the columns, status and site admin switch of users', async ({ page, signIn, world, a11y }) => {
  await world.call('POST', '/member/disable');
  await signIn('admin');
  const table = page.getByRole('table', { name: 'Users' });
  for (const column of ['Username', 'Email', 'Status', 'Site admin', 'Registered', 'Actions']) {
    await expect(table.getByRole('columnheader', { name: column })).toHaveCount(1);
  }
  await expect(row(page, 'admin').getByRole('switch', { name: 'Site admin: admin' })).toBeChecked();
  await search(page, 'janedoe1');
  await expect(row(page, 'janedoe1').getByRole('cell', { name: 'Active' })).toBeVisible();
  await search(page, 'member');
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  await a11y.audit();
});

test('The list shows all users in the order of the platform, with their number', async ({ page, signIn, world }) => {
  const users = await world.accounts();
  await signIn('admin');
  const summary = listSummary(page);
  await expect(summary).toHaveText(new RegExp(`^${users.length} users · Updated \\d`));
  await expectRowCount(page, users.length);
  expect(await allUsernames(page)).toEqual(users.map((account) => account.username));
  await search(page, 'jane');
  await expect(summary).toHaveText(new RegExp(`^\\d+ of ${users.length} users · Updated`));
});

test('Service accounts are listed on a page of their own without password resets', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  const services = await world.accounts('service_account');
  await signIn('admin');
  await page.getByRole('link', { name: 'Service accounts' }).click();
  await expect(page.getByRole('heading', { name: 'Service accounts' })).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Service accounts' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await expectRowCount(page, services.length);
  await a11y.audit();
  // Service accounts have no password.
  await page
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .click();
  await expect(page.getByRole('menuitem', { name: /^Disable/ })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: /password/ })).toHaveCount(0);
});

test('Refresh shows a change that was made elsewhere', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
  await world.call('POST', '/member/disable');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
});

test.describe('an empty platform', () => {
  test.use({ seed: 'empty' });

  test('An empty list is not reported as a search without a match', async ({ page, signIn, a11y }) => {
    await signIn('admin', '/service-accounts');
    await expect(page.getByRole('heading', { name: 'No service accounts yet' })).toBeVisible();
    await a11y.audit();
  });
});
