/** Errors while the list of users loads: what is shown, and how loading continues. */
import type { Page, Route } from '@playwright/test';
import {
  allUsernames,
  expectAllUsersListed,
  expectRowCount,
  fillSignIn,
  listSummary,
  row,
  signInAgainDialog,
} from '../../support/page.ts';
import { expect, test, type Effect } from '../../support/test.ts';

/** The alert in place of a list that could not be loaded. */
const unreadable = (page: Page) => page.getByRole('alert').filter({ hasText: 'Could not load accounts' });

const failures: [failure: string, effect: Effect, message: string | RegExp][] = [
  ['an ERROR envelope', { error: { msg: 'Ask again after lunch.' } }, 'Ask again after lunch.'],
  ['an HTTP error', { status: 503 }, 'HTTP 503'],
  ['an HTML page', { html: 502 }, '“502 Bad Gateway”, HTTP 502'],
  ['an empty response', { empty: 200 }, 'The response was empty (HTTP 200).'],
  ['a truncated response', 'truncated', /The response was cut off after [\d,]+ bytes \(HTTP 200\)\./],
  ['a response without its end', 'malformed', /The response was cut off after [\d,]+ bytes \(HTTP 200\)\./],
  ['a response that breaks off', 'cut_off', 'The response was cut off (HTTP 200).'],
  ['no response', 'reset', 'Could not reach the server.'],
  ['too many requests', { rate_limited: 30 }, 'Too many requests. Try again in 30 seconds.'],
];
for (const [failure, effect, message] of failures) {
  test(`A list that fails with ${failure} shows the reason, and “Try again” loads it`, async ({
    page,
    world,
    signIn,
    a11y,
  }) => {
    const fault = await world.faults.add({ operation: 'list_users', effect });
    await signIn('admin');
    await expect(unreadable(page)).toContainText(message);
    await a11y.audit();
    await fault.remove();
    await unreadable(page).getByRole('button', { name: 'Try again' }).click();
    await expect(row(page, 'admin')).toBeVisible();
    await expect(unreadable(page)).toBeHidden();
    await expect(page.getByRole('button', { name: 'Refresh' })).toBeFocused();
  });
}

test('A slow list shows a loading message until it arrives', async ({ page, world, signIn, a11y }) => {
  // Longer than the test: removing the fault ends the delay.
  const fault = await world.faults.add({ operation: 'list_users', effect: { delay: 60_000 } });
  await signIn('admin');
  const skeleton = page.getByRole('status').filter({ hasText: 'Loading accounts…' });
  await expect(skeleton).toBeVisible();
  await a11y.audit();
  await fault.remove();
  await expect(row(page, 'admin')).toBeVisible();
  await expect(skeleton).toBeHidden();
});

test('A list that never arrives does not block the page of service accounts', async ({ page, world, signIn }) => {
  await world.faults.add({ operation: 'list_users', nth: 1, effect: 'hang' });
  await signIn('admin');
  await world.journal.waitFor({ operation: 'list_users' });
  await expect(page.getByRole('status').filter({ hasText: 'Loading accounts…' })).toBeVisible();
  await page.getByRole('link', { name: 'Service accounts' }).click();
  await expect(page.getByRole('table', { name: 'Service accounts' })).toBeVisible();
});

test('A stale list is shown as received and corrected by the next refresh', async ({ page, world, signIn }) => {
  await signIn('admin', '/users?q=member');
  await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
  const fault = await world.faults.add({ operation: 'list_users', effect: 'stale' });
  await world.updateAccount('member', { state: 'disabled' });
  const response = page.waitForResponse('**/list_users');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await (await response).finished();
  // The table is busy from the click until the response is applied.
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  expect((await fault.state()).triggered).toBe(1);
  await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
  await fault.remove();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
});

test.describe('two pages of users', () => {
  test.use({ generatedUsers: 1_000 });

  test('A list that shifts while two pages are read shows no user twice and misses none', async ({
    page,
    world,
    signIn,
  }) => {
    const before = (await world.accounts()).map((account) => account.username);
    const fault = await world.faults.add({ operation: 'list_users', nth: 2, effect: { shift: 2 } });
    await signIn('admin');
    await expect(listSummary(page)).toHaveText(/^[\d,]+ users · Updated/);
    expect((await fault.state()).triggered).toBe(1);
    expect(await allUsernames(page)).toEqual(before);
    // The newcomers are on the first page, which was read before they came. A refresh shows them.
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(page.getByRole('rowheader').first()).toHaveText(/^!newcomer/);
  });
});

for (const [failure, body, message] of [
  ['text instead of accounts', '"hello"', 'did not match the Account API'],
  ['an error without a message', '{"status": "ERROR"}', 'without a reason (HTTP 500)'],
] as const) {
  test(`A list response with ${failure} is reported for what it is`, async ({ page, signIn }) => {
    await page.route('**/list_users', (route) => route.fulfill({ status: 500, body }));
    await signIn('admin');
    await expect(page.getByRole('alert').filter({ hasText: 'Could not load accounts' })).toContainText(message);
  });
}

test('Broken entries in a list response do not hide the other users', async ({ page, signIn, world, a11y }) => {
  const users = await world.accounts();
  const breakTwo = async (route: Route) => {
    const response = await route.fetch();
    const page = await response.json();
    page.users[1] = { email: 'no name' };
    page.users.push(null);
    await route.fulfill({ response, json: page });
  };
  await page.route('**/list_users', breakTwo, { times: 1 });
  await signIn('admin');
  await expectRowCount(page, users.length - 1);
  await expect(page.getByText('2 entries could not be read and cannot be shown.')).toBeVisible();
  await a11y.audit();
});

test.describe('thousands of users', () => {
  test.use({ generatedUsers: 3_000 });

  test('After an error, the users read so far stay and “Try again” loads the rest', async ({
    page,
    signIn,
    world,
    a11y,
  }) => {
    const fault = await world.faults.add({
      operation: 'list_users',
      from: 3,
      effect: { error: { msg: 'Ask again after lunch.' } },
    });
    await signIn('admin');
    const alert = page.getByRole('alert').filter({ hasText: 'Could not load all accounts' });
    await expect(alert).toContainText('Ask again after lunch.');
    await expect(alert).toContainText(/Showing (500|999) of .* accounts\.|Showing the first (500|999) accounts\./);
    await expect(page.getByRole('rowheader').first()).toBeVisible();
    await a11y.audit();
    await fault.remove();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expectAllUsersListed(page, world);
    await expect(alert).toBeHidden();
  });

  test('All users are loaded even if every third request fails', async ({ page, signIn, world }) => {
    const users = await world.accounts();
    await world.faults.add({ operation: 'list_users', every: 3, effect: { status: 503 } });
    await signIn('admin');
    await expect(listSummary(page)).toHaveText(/users · Updated/, { timeout: 20_000 });
    await expectRowCount(page, users.length);
    expect(await allUsernames(page)).toEqual(users.map((account) => account.username));
  });

  test('Loading continues after the session ended midway and the user signed in again', async ({ page, world }) => {
    const fault = await world.faults.add({ operation: 'list_users', from: 3, effect: 'unauthorized' });
    await page.goto('/');
    await fillSignIn(page, 'admin', world.token('admin'));
    await expect(signInAgainDialog(page)).toBeVisible();
    await fault.remove();
    await fillSignIn(page, 'admin', world.token('admin'));
    await expectAllUsersListed(page, world);
  });
});

test('A failed refresh keeps the users shown and says how old they are', async ({ page, signIn, world, a11y }) => {
  const users = await world.accounts();
  await signIn('admin');
  await expectRowCount(page, users.length);
  const fault = await world.faults.add({ operation: 'list_users', effect: 'reset' });
  const placeOfFirstRow = () => row(page, 'admin').boundingBox();
  const place = await placeOfFirstRow();
  await page.getByRole('button', { name: 'Refresh' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Could not refresh the list' });
  await expect(alert).toContainText(/Showing data from \d/);
  // Nothing moves under the pointer.
  expect(await placeOfFirstRow()).toEqual(place);
  await expect(listSummary(page)).toHaveText(new RegExp(`^${users.length} users · Updated`));
  await expectRowCount(page, users.length);
  await a11y.audit();
  await fault.remove();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toBeHidden();
});
