/** Errors while the list of users loads: what is shown, and how loading continues. */
import type { Page, Route } from '@playwright/test';
import { expectRows, fillSignIn, names, row, signInAgain } from '../../support/page.ts';
import { expect, test, type Effect } from '../../support/test.ts';

/** The alert in place of a list that could not be read. */
const unreadable = (page: Page) => page.getByRole('alert').filter({ hasText: 'The accounts could not be read' });

test.describe('a list', () => {
  const answers: [what: string, effect: Effect, words: string | RegExp][] = [
    ['an ERROR', { error: { msg: 'Ask again after lunch.' } }, 'Ask again after lunch.'],
    ['an HTTP error', { status: 503 }, 'HTTP 503'],
    ['a web page', { html: 502 }, '“502 Bad Gateway”, HTTP 502'],
    ['nothing', { empty: 200 }, 'The answer was empty (HTTP 200).'],
    ['half an answer', 'truncated', /The answer was cut off after [\d,]+ bytes \(HTTP 200\)\./],
    ['an answer that lacks its end', 'malformed', /The answer was cut off after [\d,]+ bytes \(HTTP 200\)\./],
    ['an answer that breaks off', 'cut_off', 'The answer was cut off on its way (HTTP 200).'],
    ['no answer', 'reset', 'The server could not be reached.'],
    ['too many requests', { rate_limited: 30 }, 'Too many requests. Try again in 30 seconds.'],
  ];
  for (const [what, effect, words] of answers) {
    test(`that gets ${what} says so, and comes when it is asked for again`, async ({ page, world, signIn, a11y }) => {
      const fault = await world.faults.add({ operation: 'list_users', effect });
      await signIn('admin');
      await expect(unreadable(page)).toContainText(words);
      await a11y.audit();
      await fault.remove();
      await unreadable(page).getByRole('button', { name: 'Try again' }).click();
      await expect(row(page, 'admin')).toBeVisible();
      await expect(unreadable(page)).toBeHidden();
    });
  }

  test('that is slow shows that it is on its way, and then comes', async ({ page, world, signIn, a11y }) => {
    // As long as the test wants: removing a delay ends it.
    const fault = await world.faults.add({ operation: 'list_users', effect: { delay: 60_000 } });
    await signIn('admin');
    const skeleton = page.getByRole('status').filter({ hasText: 'Loading accounts…' });
    await expect(skeleton).toBeVisible();
    await a11y.audit();
    await fault.remove();
    await expect(row(page, 'admin')).toBeVisible();
    await expect(skeleton).toBeHidden();
  });

  test('that never comes does not keep anybody from looking elsewhere', async ({ page, world, signIn }) => {
    await world.faults.add({ operation: 'list_users', nth: 1, effect: 'hang' });
    await signIn('admin');
    await world.journal.received({ operation: 'list_users' });
    await expect(page.getByRole('status').filter({ hasText: 'Loading accounts…' })).toBeVisible();
    await page.getByRole('link', { name: 'Service accounts' }).click();
    await expect(page.getByRole('table', { name: 'Service accounts' })).toBeVisible();
  });

  test('that lags behind is shown as the platform tells it, and right again when it has caught up', async ({
    page,
    world,
    signIn,
  }) => {
    await signIn('admin', '/users?q=member');
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
    const fault = await world.faults.add({ operation: 'list_users', effect: 'stale' });
    await world.change('member', { state: 'disabled' });
    const answer = page.waitForResponse('**/list_users');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await (await answer).finished();
    // Busy from the click until the answer is taken in.
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    expect((await fault.state()).struck).toBe(1);
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
    await fault.remove();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  });

  test.describe('of several pages', () => {
    test.use({ generated: 1_000 });

    test('that shifts between two of them shows nobody twice and misses nobody', async ({ page, world, signIn }) => {
      const before = (await world.accounts()).map((account) => account.username);
      const fault = await world.faults.add({ operation: 'list_users', nth: 2, effect: { shift: 2 } });
      await signIn('admin');
      await expect(page.getByRole('main').getByRole('status').first()).toHaveText(/^[\d,]+ · as of/);
      expect((await fault.state()).struck).toBe(1);
      expect(await names(page)).toEqual(before);
      // Those that came meanwhile stand at the head, which was read before; asked for anew, they are there.
      await page.getByRole('button', { name: 'Refresh' }).click();
      await expect(page.getByRole('rowheader').first()).toHaveText(/^!newcomer/);
    });
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

  test('one broken account does not hide the others', async ({ page, signIn, world, a11y }) => {
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
    await expectRows(page, users.length - 1);
    await expect(page.getByText('The platform sent 2 entries that cannot be read as an account.')).toBeVisible();
    await a11y.audit();
  });

  test.describe('in the middle of many accounts', () => {
    test.use({ generated: 3_000 });

    test('what was read stays, and reading goes on from there', async ({ page, signIn, world, a11y }) => {
      const users = await world.accounts();
      const fault = await world.faults.add({
        operation: 'list_users',
        from: 3,
        effect: { error: { msg: 'Ask again after lunch.' } },
      });
      await signIn('admin');
      const alert = page.getByRole('alert').filter({ hasText: 'The accounts could not all be read' });
      await expect(alert).toContainText('Ask again after lunch.');
      await expect(alert).toContainText(
        /(500|999) accounts have been read; those are shown\.|The first (500|999) accounts/,
      );
      await expect(page.getByRole('rowheader').first()).toBeVisible();
      await a11y.audit();
      await fault.remove();
      await alert.getByRole('button', { name: 'Go on reading' }).click();
      await expectRows(page, users.length);
      await expect(alert).toBeHidden();
    });

    test('every third request may fail, and all are read in the end', async ({ page, signIn, world }) => {
      const users = await world.accounts();
      await world.faults.add({ operation: 'list_users', every: 3, effect: { status: 503 } });
      await signIn('admin');
      await expect(page.getByRole('main').getByRole('status').first()).toHaveText(/ · as of/, { timeout: 20_000 });
      await expectRows(page, users.length);
      expect(await names(page)).toEqual(users.map((account) => account.username));
    });

    test('a session that ends there is taken up again, and all are read', async ({ page, world }) => {
      const users = await world.accounts();
      const fault = await world.faults.add({ operation: 'list_users', from: 3, effect: 'unauthorized' });
      await page.goto('/');
      await fillSignIn(page, 'admin', world.token('admin'));
      await expect(signInAgain(page)).toBeVisible();
      await fault.remove();
      await fillSignIn(page, 'admin', world.token('admin'));
      await expectRows(page, users.length);
    });
  });

  test('what is here stays when it cannot be read again', async ({ page, signIn, world, a11y }) => {
    const users = await world.accounts();
    await signIn('admin');
    await expectRows(page, users.length);
    const fault = await world.faults.add({ operation: 'list_users', effect: 'reset' });
    await page.getByRole('button', { name: 'Refresh' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'The accounts could not be read again' });
    await expect(alert).toContainText(/What is shown is as of \d/);
    await expect(page.getByRole('main').getByRole('status').first()).toHaveText(new RegExp(`^${users.length} · as of`));
    await expectRows(page, users.length);
    await a11y.audit();
    await fault.remove();
    await alert.getByRole('button', { name: 'Go on reading' }).click();
    await expect(alert).toBeHidden();
  });
});
