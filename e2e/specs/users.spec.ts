import type { Route } from '@playwright/test';
import { expect, row, search, test } from '../console.ts';

test.describe('the list', () => {
  test('shows who there is, in what state', async ({ page, signIn, world, a11y }) => {
    await world.call('POST', '/member/disable');
    await signIn('admin');
    const table = page.getByRole('table', { name: 'Users' });
    await expect(table.getByRole('columnheader')).toHaveText(['User name', 'Email', 'Status', 'Site admin', 'Registered', 'Actions']);
    await expect(row(page, 'admin').getByRole('switch', { name: 'Site admin: admin' })).toBeChecked();
    await search(page, 'janedoe1');
    await expect(row(page, 'janedoe1').getByRole('cell', { name: 'Active' })).toBeVisible();
    await search(page, 'member');
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    await a11y.audit();
  });

  test('says how many there are, and how many of how many it shows', async ({ page, signIn, world }) => {
    const users = await world.accounts();
    await signIn('admin');
    const summary = page.getByRole('main').getByRole('status').first();
    await expect(summary).toHaveText(/^first 100 · as of \d/);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect(summary).toHaveText(/^first 200/);
    await expect(page).toHaveURL(/\?pages=2$/);
    await page.reload();
    await expect(summary).toHaveText(/^first 200/);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect(summary).toHaveText(new RegExp(`^${users.length} · as of`));
    await expect(page.getByRole('button', { name: 'Show more' })).toBeHidden();
    await expect(page.getByRole('rowheader')).toHaveCount(users.length);
  });

  test('shows service accounts on a page of their own', async ({ page, signIn, world, a11y }) => {
    const services = await world.accounts('service_account');
    await signIn('admin');
    await page.getByRole('link', { name: 'Service accounts' }).click();
    await expect(page.getByRole('heading', { name: 'Service accounts' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Service accounts' })).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('rowheader')).toHaveCount(services.length);
    await a11y.audit();
    // They have no password to reset.
    await page.getByRole('button', { name: /^Actions for/ }).first().click();
    await expect(page.getByRole('menuitem', { name: /^Disable/ })).toBeVisible();
    await expect(page.getByRole('menuitem', { name: /password/ })).toHaveCount(0);
  });

  test('can be asked for anew', async ({ page, signIn, world }) => {
    await signIn('admin', '/users?q=member');
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
    await world.call('POST', '/member/disable');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  });
});

test.describe('search and filters', () => {
  test('search finds names and addresses, and marks what it found', async ({ page, signIn }) => {
    await signIn('admin');
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await page.keyboard.type('JANEDOE');
    await expect(page.getByRole('rowheader')).toHaveText([/^janedoe/]);
    await expect(row(page, 'janedoe1').getByRole('rowheader').locator('mark')).toHaveText('janedoe');
    await expect(page).toHaveURL(/\?q=JANEDOE$/);
  });

  test('every state can be filtered for, alone and together', async ({ page, signIn, world, a11y }) => {
    const users = await world.accounts();
    const disabled = users.filter((account) => account.state === 'disabled').map((account) => account.username);
    const deactivated = users.filter((account) => account.state === 'deactivated').map((account) => account.username);
    expect(disabled.length).toBeGreaterThan(0);
    expect(deactivated.length).toBeGreaterThan(0);

    await signIn('admin');
    const filters = page.getByRole('group', { name: 'Status' });
    await filters.getByRole('button', { name: 'Disabled' }).click();
    await expect(page.getByRole('rowheader')).toHaveText(disabled);
    await filters.getByRole('button', { name: 'Deactivated' }).click();
    await expect(page.getByRole('rowheader')).toHaveCount(disabled.length + deactivated.length);
    await expect(page).toHaveURL(/\?status=disabled(,|%2C)deactivated$/);
    await expect(filters.getByRole('button', { pressed: true })).toHaveText(['Disabled', 'Deactivated']);
    await a11y.audit();
    await filters.getByRole('button', { name: 'Disabled' }).click();
    await expect(page.getByRole('rowheader')).toHaveText(deactivated);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect(page).toHaveURL(/\/users$/);
    await expect(page.getByRole('rowheader')).toHaveCount(100);
  });

  test('back, forward, reload and a pasted link show the same', async ({ page, signIn }) => {
    await signIn('admin');
    const filters = page.getByRole('group', { name: 'Status' });
    await filters.getByRole('button', { name: 'Active', exact: true }).click();
    await search(page, 'jane');
    await expect(page).toHaveURL(/\?q=jane&status=active$/);
    await expect(page.getByRole('rowheader').first()).toHaveText(/jane/i);
    const names = await page.getByRole('rowheader').allTextContents();

    await page.goBack();
    await expect(page.getByRole('searchbox')).toHaveValue('');
    await expect(filters.getByRole('button', { pressed: true })).toHaveCount(0);
    await page.goForward();
    await expect(page.getByRole('searchbox')).toHaveValue('jane');
    await expect(page.getByRole('rowheader')).toHaveText(names);
    await page.reload();
    await expect(page.getByRole('rowheader')).toHaveText(names);
    await page.goto('/users?q=jane&status=active');
    await expect(page.getByRole('rowheader')).toHaveText(names);
  });

  test('nothing matches: says so, and offers the way back', async ({ page, signIn, a11y }) => {
    await signIn('admin', '/users?q=nobody-is-called-that');
    const empty = page.getByRole('status').filter({ hasText: 'Nothing matches' });
    await expect(empty).toContainText('“nobody-is-called-that”');
    await a11y.audit();
    await empty.getByRole('button', { name: 'Clear search and filters' }).click();
    await expect(page.getByRole('table')).toBeVisible();
    await expect(page.getByRole('searchbox')).toHaveValue('');
  });
});

test.describe('with nobody there', () => {
  test.use({ seed: 'empty' });

  test('an empty list is not called a search without a match', async ({ page, signIn, a11y }) => {
    await signIn('admin', '/service-accounts');
    await expect(page.getByRole('heading', { name: 'No service accounts yet' })).toBeVisible();
    await a11y.audit();
  });
});

test.describe('with many accounts', () => {
  test.use({ generated: 12_000 });

  test('a rare state is looked for page by page, and the reader is asked before it takes long', async ({ page, signIn }) => {
    await signIn('admin', '/users?q=.&status=deactivated&pages=50');
    await expect(page.getByText(/matching among the first 10,000 accounts\./)).toBeVisible();
    await page.getByRole('button', { name: 'Keep looking' }).click();
    await expect(page.getByRole('button', { name: 'Keep looking' })).toBeHidden();
  });
});

test.describe('when the server does not play along', () => {
  for (const [what, body, words] of [
    ['something else', '"hello"', 'not what the Account API promises'],
    ['an error without words', '{"status": "ERROR"}', 'without giving a reason (HTTP 500)'],
  ] as const) {
    test(`${what} instead of accounts is called what it is`, async ({ page, signIn }) => {
      await page.route('**/list_users', (route) => route.fulfill({ status: 500, body }));
      await signIn('admin');
      await expect(page.getByRole('alert').filter({ hasText: 'could not be read' })).toContainText(words);
    });
  }

  test('one broken account does not hide the others', async ({ page, signIn, a11y }) => {
    const breakTwo = async (route: Route) => {
      const response = await route.fetch();
      const page = await response.json();
      page.users[1] = { email: 'no name' };
      page.users.push(null);
      await route.fulfill({ response, json: page });
    };
    await page.route('**/list_users', breakTwo, { times: 1 });
    await signIn('admin');
    // The place that a broken one took is filled from the next page.
    await expect(page.getByRole('rowheader')).toHaveCount(100);
    await expect(page.getByText('The platform sent 2 entries that cannot be read as an account.')).toBeVisible();
    await a11y.audit();
  });

  test('what was read stays when reading on fails', async ({ page, signIn, world, a11y }) => {
    await signIn('admin');
    await expect(page.getByRole('rowheader')).toHaveCount(100);
    const fault = await world.faults.add({ operation: 'list_users', effect: 'reset' });
    await page.getByRole('button', { name: 'Show more' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'could not be read to its end' });
    await expect(alert).toContainText('What is shown was read before.');
    await expect(page.getByRole('rowheader')).toHaveCount(100);
    await a11y.audit();
    await fault.remove();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('rowheader')).toHaveCount(200);
  });

  test('an answer that comes late does not replace a newer one', async ({ page, signIn, world }) => {
    await signIn('admin');
    await expect(page.getByRole('table')).toBeVisible();
    const gate = await world.gates.close({ operation: 'list_users', applied: true });
    await search(page, 'member');
    await gate.held(1);
    await search(page, 'janedoe1');
    await gate.held(2);
    const late = page.waitForResponse((response) => response.request().postData()?.includes('"member"') ?? false);
    // The first that came is the last to go.
    await world.gates.clear();
    await (await late).finished();
    await expect(page.getByRole('rowheader')).toHaveText(['janedoe1']);
  });
});

test('an address that names no page says so', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/nowhere');
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await a11y.audit();
  await page.getByRole('link', { name: 'Go to the users' }).click();
  await expect(page.getByRole('table')).toBeVisible();
});
