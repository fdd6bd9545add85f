/** Filtering the users table. */
import { expectRowCount, allUsernames } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test('Users are filtered by one status or by several', async ({ page, signIn, world, a11y }) => {
  const users = await world.accounts();
  const disabled = users.filter((account) => account.state === 'disabled').map((account) => account.username);
  const deactivated = users.filter((account) => account.state === 'deactivated').map((account) => account.username);
  expect(disabled.length).toBeGreaterThan(0);
  expect(deactivated.length).toBeGreaterThan(0);

  await signIn('admin');
  const filters = page.getByRole('group', { name: 'Filters' });
  // A filter button shows its count before it is pressed.
  await filters.getByRole('button', { name: `Disabled ${disabled.length}` }).click();
  await expectRowCount(page, disabled.length);
  expect(await allUsernames(page)).toEqual(disabled);
  await filters.getByRole('button', { name: `Deactivated ${deactivated.length}` }).click();
  await expectRowCount(page, disabled.length + deactivated.length);
  await expect(page).toHaveURL(/\?status=disabled(,|%2C)deactivated$/);
  await expect(filters.getByRole('button', { pressed: true })).toHaveText([/^Disabled/, /^Deactivated/]);
  await a11y.audit();
  await filters.getByRole('button', { name: 'Disabled' }).click();
  await expectRowCount(page, deactivated.length);
  expect(await allUsernames(page)).toEqual(deactivated);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(page).toHaveURL(/\/users$/);
  await expectRowCount(page, users.length);
});

test('Users are filtered by domain, verification, site admin and approval', async ({ page, signIn, world, a11y }) => {
  const users = await world.accounts();
  await signIn('admin', '/users?domain=initech.example');
  const filters = page.getByRole('group', { name: 'Filters' });
  const ofDomain = users.filter((account) => account.email?.endsWith('@initech.example'));
  await expectRowCount(page, ofDomain.length);
  // What does not fit beside the search box is in the menu.
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page
    .getByRole('dialog', { name: 'Filter' })
    .getByRole('checkbox', { name: /^Unverified/ })
    .check();
  await page.keyboard.press('Escape');
  const unverified = ofDomain.filter((account) => !account.verified);
  await expectRowCount(page, unverified.length);
  await filters.getByRole('button', { name: `initech.example ${unverified.length}` }).click();
  await expectRowCount(page, users.filter((account) => !account.verified).length);
  await expect(page).toHaveURL(/\/users\?verified=no$/);
  await page.goto('/users?admin=yes');
  await expectRowCount(page, users.filter((account) => account.site_admin).length);
  await page.goto('/users?approved=no&sort=-email');
  await expectRowCount(page, users.filter((account) => !account.approved).length);
  await a11y.audit();
});

test('The filter menu filters by domain and by registration date', async ({ page, signIn, world, a11y }) => {
  const users = await world.accounts();
  await signIn('admin');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const menu = page.getByRole('dialog', { name: 'Filter' });
  const ofDomain = users.filter((account) => account.email?.endsWith('@initech.example'));
  await menu.getByRole('searchbox', { name: 'Search domains' }).fill('NITECH');
  await menu.getByRole('checkbox', { name: `initech.example ${ofDomain.length}` }).check();
  await expectRowCount(page, ofDomain.length);
  await a11y.audit();
  await menu.getByLabel('On or after').fill('2022-01-01');
  await menu.getByLabel('On or before').fill('2022-12-31');
  await menu.getByLabel('On or before').blur();
  const [from, until] = [Date.UTC(2022, 0, 1) / 1000, Date.UTC(2023, 0, 1) / 1000];
  const during = ofDomain.filter((account) => account.registered_on >= from && account.registered_on < until);
  await expectRowCount(page, during.length);
  await expect(page).toHaveURL(/domain=initech.example&registered=2022-01-01\.\.2022-12-31$/);
  await menu.getByRole('searchbox', { name: 'Search domains' }).fill('no such domain');
  await expect(menu.getByText('No matching domains.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'In 2022' }).click();
  await expectRowCount(page, ofDomain.length);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expectRowCount(page, users.length);
});

test('Filters of several groups must all match, and an empty list names them', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/users?status=disabled,deactivated&approved=no&q=no-such-user');
  await expect(
    page.getByText('No users match “no-such-user” and all of these filters: status and approval.'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const menu = page.getByRole('dialog', { name: 'Filter' });
  await expect(menu).toContainText('Users must match every group you use.');
  await expect(menu.getByRole('group', { name: 'Status' }).getByRole('checkbox', { checked: true })).toHaveCount(2);
  await expect(menu.getByRole('group', { name: 'Approval' }).getByRole('checkbox', { checked: true })).toHaveCount(1);
  await a11y.audit();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Remove approval filter' }).click();
  await expect(page).toHaveURL(/\/users\?q=no-such-user&status=disabled%2Cdeactivated$/);
  await expect(page.getByRole('searchbox')).toBeFocused();
  await expect(page.getByRole('link', { name: /^Remove/ })).toHaveCount(0);
});
