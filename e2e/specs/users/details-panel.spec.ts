/** The panel with the details of one account, beside the table. */
import type { Page } from '@playwright/test';
import { row } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

const panel = (page: Page, name: string) => page.getByRole('complementary', { name, exact: true });

/** The description of a term. */
const description = (page: Page, term: string) =>
  page
    .getByRole('term')
    .filter({ hasText: new RegExp(`^${term}$`) })
    .locator('xpath=following-sibling::dd[1]');

test('Clicking a username opens a panel with all details, and Back closes it', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  const member = await world.account('member');
  await signIn('admin', '/users?q=member');
  const link = page.getByRole('link', { name: 'member', exact: true });
  await link.click();
  await expect(page).toHaveURL(/\?q=member&user=member$/);
  await expect(panel(page, 'member').getByRole('heading', { name: 'member' })).toBeFocused();
  await expect(description(page, 'Email')).toHaveText(member.email!);
  await expect(description(page, 'Status')).toHaveText('Active');
  await expect(description(page, 'Account type')).toHaveText('User');
  await expect(description(page, 'Site admin')).toHaveText('No');
  await expect(description(page, 'Email verified')).toHaveText(member.verified === false ? 'No' : 'Yes');
  await expect(description(page, 'Registered')).toContainText(
    String(new Date(member.registered_on * 1000).getUTCFullYear()),
  );
  await expect(row(page, 'member')).toHaveAttribute('aria-current', 'true');
  await a11y.audit();
  await page.goBack();
  await expect(panel(page, 'member')).toBeHidden();
  await expect(page).toHaveURL(/\?q=member$/);
});

test('Closing the details panel gives the focus back to the link that opened it', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member');
  const link = page.getByRole('link', { name: 'member', exact: true });
  for (const close of [
    () => page.keyboard.press('Escape'),
    () => panel(page, 'member').getByRole('button', { name: 'Close' }).click(),
  ]) {
    await link.focus();
    await page.keyboard.press('Enter');
    await expect(panel(page, 'member').getByRole('heading', { name: 'member' })).toBeFocused();
    await close();
    await expect(panel(page, 'member')).toBeHidden();
    await expect(link).toBeFocused();
  }
});

test('The details panel offers every action and shows the results', async ({ page, signIn, world, a11y }) => {
  await signIn('admin', '/users?user=member');
  const member = panel(page, 'member');
  await expect(member.getByRole('button', { name: 'Copy: username' })).toBeVisible();
  await expect(member.getByRole('button', { name: 'Copy: email' })).toBeVisible();
  await expect(member.getByRole('button').filter({ hasText: /./ })).toHaveText([
    'Reset password…',
    'Make site admin…',
    'Disable…',
    'Deactivate…',
  ]);
  await member.getByRole('button', { name: 'Make site admin…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make site admin' }).click();
  await expect(description(page, 'Site admin')).toHaveText('Yes');
  await member.getByRole('button', { name: 'Disable…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(description(page, 'Status')).toHaveText('Disabled');
  await expect(member.getByRole('button', { name: 'Reactivate…' })).toBeVisible();
  await expect(member.getByRole('region', { name: 'Your changes' }).getByRole('listitem')).toContainText([
    'Disabled',
    'Made a site admin',
  ]);
  expect(await world.account('member')).toMatchObject({ state: 'disabled', site_admin: true });
  await a11y.audit();
  await member.getByRole('button', { name: 'Reset password…' }).click();
  await expect(page.getByRole('dialog', { name: /member/ })).toBeVisible();
});

test('The details panel disables, reactivates and deactivates a user and resets the password', async ({
  page,
  signIn,
  world,
}) => {
  await signIn('admin', '/users?user=member');
  const panel = page.getByRole('complementary', { name: 'member' });
  for (const [action, state, done] of [
    ['Disable', 'disabled', 'Disabled member.'],
    ['Reactivate', 'active', 'Reactivated member.'],
    ['Deactivate', 'deactivated', 'Deactivated member.'],
    ['Reactivate', 'active', 'Reactivated member.'],
  ] as const) {
    await panel.getByRole('button', { name: action }).click();
    await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByRole('status').filter({ hasText: done })).toBeVisible();
    expect((await world.account('member')).state).toBe(state);
  }
  await panel.getByRole('button', { name: 'Reset password' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset password' }).click();
  await expect(page.getByRole('dialog')).toContainText('Password reset for');
});

test('The details panel offers a member no site admin action', async ({ page, signIn }) => {
  await signIn('member', '/users?user=janedoe1');
  await expect(panel(page, 'janedoe1').getByRole('button', { name: 'Disable…' })).toBeVisible();
  await expect(panel(page, 'janedoe1').getByRole('button', { name: /site admin/ })).toHaveCount(0);
});

test('The details panel reports a username that does not exist', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/users?user=nobody-is-called-that');
  await expect(page.getByText('No user called “nobody-is-called-that”.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy: username' })).toBeHidden();
  await a11y.audit();
});

test('The details panel of a service account offers no password reset', async ({ page, signIn, world }) => {
  const [service] = await world.accounts('service_account');
  await signIn('admin', `/service-accounts?user=${encodeURIComponent(service!.username)}`);
  await expect(description(page, 'Account type')).toHaveText('Service account');
  await expect(description(page, 'Email')).toHaveText('No email');
  await expect(panel(page, service!.username).getByRole('button', { name: 'Disable…' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reset password…' })).toHaveCount(0);
});

test('Rows keep their place and height when the details open beside them', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/users?status=active');
  for (const width of [1024, 1152, 1280, 1366, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/users?status=active');
    const link = page.getByRole('rowheader').nth(5).getByRole('link');
    const name = (await link.textContent())!;
    const place = async () => {
      const box = (await row(page, name).boundingBox())!;
      return [box.y, box.height];
    };
    const before = await place();
    await link.click();
    await expect(panel(page, name)).toBeVisible();
    expect(await place(), `at ${width} px`).toEqual(before);
    // What is left of the row fits beside the panel.
    const menu = row(page, name).getByRole('button', { name: `Actions for ${name}` });
    await expect(menu).toBeInViewport({ ratio: 1 });
    // The arrow keys pass by the switch, which is hidden where it has no room.
    await link.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(menu).toBeFocused();
  }
  await a11y.audit();
});

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('The details panel replaces the table on a narrow screen', async ({ page, signIn, a11y }) => {
    await signIn('admin', '/users?q=member');
    await page.getByRole('link', { name: 'member', exact: true }).click();
    await expect(page.getByRole('table')).toBeHidden();
    await a11y.audit();
    await panel(page, 'member').getByRole('button', { name: 'Close' }).click();
    await expect(page.getByRole('table')).toBeVisible();
    await expect(page.getByRole('link', { name: 'member', exact: true })).toBeFocused();
  });
});

test.describe('thousands of users', () => {
  test.use({ generatedUsers: 3_000 });

  test('The details panel finds a user who is not loaded yet', async ({ page, signIn, world }) => {
    const last = (await world.accounts()).at(-1)!.username;
    await page.route('**/list_users', async (route) => {
      const { offset, search_string } = route.request().postDataJSON();
      if (search_string !== undefined || offset === undefined) await route.continue();
    });
    await signIn('admin', `/users?user=${encodeURIComponent(last)}`);
    await expect(description(page, 'Status')).toBeVisible();
  });
});

test('The details panel reports that its user is gone after a refresh', async ({ page, signIn }) => {
  await signIn('admin', '/users?user=member');
  await expect(description(page, 'Status')).toHaveText('Active');
  await page.route('**/list_users', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    body.users = body.users.filter((user: { username: string }) => user.username !== 'member');
    await route.fulfill({ response, json: body });
  });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByText('No user called “member”.')).toBeVisible();
});
