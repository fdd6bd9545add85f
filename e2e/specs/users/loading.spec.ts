/** Loading the list of users page by page. */
import { allUsernames, expectAllUsersListed, expectRowCount, listSummary, row, search } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test.use({ generatedUsers: 3_000 });

test('The first users are shown with the progress while the others are loading', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  const { length: userCount } = await world.accounts();
  await world.faults.add({ operation: 'list_users', from: 3, effect: 'hang' });
  await signIn('admin');
  const summary = listSummary(page);
  await expect(summary).toHaveText(/^(500|999) users loaded so far/);
  await expect(page.getByText(/^Loading accounts: (500|999)/)).toBeVisible();
  await a11y.audit();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/^Paused: /)).toBeVisible();
  await world.faults.clear();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(summary).toHaveText(new RegExp(`^${userCount.toLocaleString('en-GB')} users · Updated`));
  await expect(page.getByRole('progressbar')).toBeHidden();
  await expectRowCount(page, userCount);
});

test('When loading ends, the focus moves from “Pause” to “Refresh”', async ({ page, signIn, world }) => {
  // Longer than the test: removing the fault ends the delay.
  const fault = await world.faults.add({ operation: 'list_users', from: 3, effect: { delay: 60_000 } });
  await signIn('admin');
  await page.getByRole('button', { name: 'Pause' }).focus();
  await expect.poll(async () => (await fault.state()).triggered).toBeGreaterThan(0);
  await fault.remove();
  await expectAllUsersListed(page, world);
  await expect(page.getByRole('button', { name: 'Refresh' })).toBeFocused();
});

test('Coming back to the tab after five minutes loads short lists again', async ({ page, signIn, world }) => {
  await signIn('admin');
  await expectAllUsersListed(page, world);
  await page.clock.install();
  const comeBack = () => page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await world.updateAccount('member', { state: 'disabled' });
  await search(page, 'member');
  const countBefore = await world.journal.count({ operation: 'list_users' });

  await test.step('After four minutes, what is shown is new enough', async () => {
    await page.clock.fastForward('04:00');
    await comeBack();
    await expect(row(page, 'member')).toContainText('Active');
    expect(await world.journal.count({ operation: 'list_users' })).toBe(countBefore);
  });

  await test.step('After five, the changes of others appear', async () => {
    await page.clock.fastForward('01:00');
    await comeBack();
    await expect(row(page, 'member')).toContainText('Disabled');
  });
});

test('Loading stops while the tab is hidden and continues when it is visible', async ({ page, signIn, world }) => {
  const gate = await world.gates.close({ operation: 'list_users' });
  await signIn('admin');
  await gate.waitUntilHeld();
  const setHidden = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, hidden);
  await setHidden(true);
  await gate.open();
  // The page that was already requested is applied, and no other is requested.
  await expect(page.getByText(/^Loading accounts: 500/)).toBeVisible();
  expect(await world.journal.count({ operation: 'list_users' })).toBe(1);
  await setHidden(false);
  await expectAllUsersListed(page, world);
});

test('All users are loaded while a details panel hides the table', async ({ page, signIn, world }) => {
  const users = (await world.accounts()).map((account) => account.username);
  await page.setViewportSize({ width: 800, height: 900 });
  const gate = await world.gates.close({ operation: 'list_users' });
  await signIn('admin', `/users?user=${users[0]}`);
  const panel = page.getByRole('complementary', { name: users[0]!, exact: true });
  await expect(panel).toBeVisible();
  await expect(page.getByRole('table')).toBeHidden();
  await gate.waitUntilHeld();
  await gate.open();
  // The pages are loaded while the table is hidden.
  await expect(listSummary(page)).toHaveText(new RegExp(`^${users.length.toLocaleString('en-GB')} users · Updated`));
  await expect(page.getByRole('table')).toBeHidden();
  await page.keyboard.press('Escape');
  await expectRowCount(page, users.length);
  await expect(row(page, users[0]!)).toBeVisible();
});

test('Scrolling shows every user once while few rows are in the document', async ({ page, signIn, world }) => {
  const users = await world.accounts();
  await signIn('admin');
  await expectRowCount(page, users.length);
  expect(await allUsernames(page)).toEqual(users.map((account) => account.username));
  expect(await page.getByRole('row').count()).toBeLessThan(60);
});

test.describe('three pages of users', () => {
  test.use({ generatedUsers: 1_200 });

  test('All pages are loaded from a server that sends no next_offset', async ({ page, signIn, world }) => {
    await page.route('**/list_users', async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      delete json.next_offset;
      await route.fulfill({ response, json });
    });
    await signIn('admin');
    await expectAllUsersListed(page, world);
  });
});
