import type { Page, Route } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expect, expectRows, fillSignIn, names, row, search, signInAgain, test } from '../console.ts';

test.describe('the list', () => {
  test('shows who there is, in what state', async ({ page, signIn, world, a11y }) => {
    await world.call('POST', '/member/disable');
    await signIn('admin');
    const table = page.getByRole('table', { name: 'Users' });
    for (const column of ['User name', 'Email', 'Status', 'Site admin', 'Registered', 'Actions']) {
      await expect(table.getByRole('columnheader', { name: column })).toHaveCount(1);
    }
    await expect(row(page, 'admin').getByRole('switch', { name: 'Site admin: admin' })).toBeChecked();
    await search(page, 'janedoe1');
    await expect(row(page, 'janedoe1').getByRole('cell', { name: 'Active' })).toBeVisible();
    await search(page, 'member');
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    await a11y.audit();
  });

  test('has everybody in it, in the order of the platform, and says how many', async ({ page, signIn, world }) => {
    const users = await world.accounts();
    await signIn('admin');
    const summary = page.getByRole('main').getByRole('status').first();
    await expect(summary).toHaveText(new RegExp(`^${users.length} · as of \\d`));
    await expectRows(page, users.length);
    expect(await names(page)).toEqual(users.map((account) => account.username));
    await search(page, 'jane');
    await expect(summary).toHaveText(new RegExp(`^\\d+ of ${users.length} · as of`));
  });

  test('can be put in order by every column, both ways', async ({ page, signIn, world, a11y }) => {
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
      const up = await names(page);
      await head(column).getByRole('button').click();
      await expect(head(column)).toHaveAttribute('aria-sort', 'descending');
      const down = await names(page);
      expect(down).not.toEqual(up);
      expect([...down].sort()).toEqual([...up].sort());
    }
  });

  test('shows service accounts on a page of their own', async ({ page, signIn, world, a11y }) => {
    const services = await world.accounts('service_account');
    await signIn('admin');
    await page.getByRole('link', { name: 'Service accounts' }).click();
    await expect(page.getByRole('heading', { name: 'Service accounts' })).toBeVisible();
    await expect(page.getByRole('navigation').getByRole('link', { name: 'Service accounts' })).toHaveAttribute('aria-current', 'page');
    await expectRows(page, services.length);
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
    const marked = () =>
      page.evaluate(() =>
        Array.from(CSS.highlights.get('found') ?? [], ({ startContainer, startOffset, endOffset }) => {
          const place = startContainer.parentElement?.closest('th, td')?.className;
          return `${place}: ${startContainer.textContent?.slice(startOffset, endOffset)}`;
        }).sort(),
      );
    await expect.poll(marked).toEqual(['cell-name: janedoe']);
    await search(page, 'doe@');
    await expect.poll(marked).toEqual(['cell-email: doe@']);
    // What is not searched for any more is not marked any more.
    await search(page, '');
    await expect.poll(marked).toEqual([]);
    await search(page, 'JANEDOE');
    await expect(page).toHaveURL(/\?q=JANEDOE$/);
  });

  test('nothing moves below the search while somebody types, however wide the window is', async ({ page, signIn }) => {
    await signIn('admin');
    const summary = page.getByRole('main').getByRole('status').first();
    const box = () => page.locator('search').boundingBox();
    for (const width of [360, 700, 900, 1024, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      await expect(summary).toHaveText(/^\d+ · /);
      const before = await box();
      for (const [text, found] of [
        ['a', /^\d+ of \d+ /],
        ['nobody at all', /^0 of \d+ /],
      ] as const) {
        await search(page, text);
        await expect(summary).toHaveText(found);
        expect(await box()).toEqual(before);
      }
      // What is shown in place of the table can be used.
      await page.getByRole('button', { name: 'Clear search and filters' }).click();
    }
  });

  test('every state can be filtered for, alone and together', async ({ page, signIn, world, a11y }) => {
    const users = await world.accounts();
    const disabled = users.filter((account) => account.state === 'disabled').map((account) => account.username);
    const deactivated = users.filter((account) => account.state === 'deactivated').map((account) => account.username);
    expect(disabled.length).toBeGreaterThan(0);
    expect(deactivated.length).toBeGreaterThan(0);

    await signIn('admin');
    const filters = page.getByRole('group', { name: 'Filters' });
    // Each says how many there are before it is asked for.
    await filters.getByRole('button', { name: `Disabled ${disabled.length}` }).click();
    await expectRows(page, disabled.length);
    expect(await names(page)).toEqual(disabled);
    await filters.getByRole('button', { name: `Deactivated ${deactivated.length}` }).click();
    await expectRows(page, disabled.length + deactivated.length);
    await expect(page).toHaveURL(/\?status=disabled(,|%2C)deactivated$/);
    await expect(filters.getByRole('button', { pressed: true })).toHaveText([/^Disabled/, /^Deactivated/]);
    await a11y.audit();
    await filters.getByRole('button', { name: 'Disabled' }).click();
    await expectRows(page, deactivated.length);
    expect(await names(page)).toEqual(deactivated);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect(page).toHaveURL(/\/users$/);
    await expectRows(page, users.length);
  });

  test('site admins, the unverified, the unapproved and a domain can be filtered for', async ({ page, signIn, world, a11y }) => {
    const users = await world.accounts();
    await signIn('admin', '/users?domain=initech.example');
    const filters = page.getByRole('group', { name: 'Filters' });
    const at = users.filter((account) => account.email?.endsWith('@initech.example'));
    await expectRows(page, at.length);
    await filters.getByRole('button', { name: /^Unverified/ }).click();
    const unverified = at.filter((account) => !account.verified);
    await expectRows(page, unverified.length);
    await filters.getByRole('button', { name: `initech.example ${unverified.length}` }).click();
    await expectRows(page, users.filter((account) => !account.verified).length);
    await expect(page).toHaveURL(/\/users\?verified=no$/);
    await page.goto('/users?admin=yes');
    await expectRows(page, users.filter((account) => account.site_admin).length);
    await page.goto('/users?approved=no&sort=-email');
    await expectRows(page, users.filter((account) => !account.approved).length);
    await a11y.audit();
  });

  test('domains and days of registration are filtered for in a menu', async ({ page, signIn, world, a11y }) => {
    const users = await world.accounts();
    await signIn('admin');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const menu = page.getByRole('dialog', { name: 'More filters' });
    const at = users.filter((account) => account.email?.endsWith('@initech.example'));
    await menu.getByRole('searchbox', { name: 'Find a domain' }).fill('NITECH');
    await menu.getByRole('checkbox', { name: `initech.example ${at.length}` }).check();
    await expectRows(page, at.length);
    await a11y.audit();
    await menu.getByLabel('From').fill('2022-01-01');
    await menu.getByLabel('To').fill('2022-12-31');
    await menu.getByLabel('To').blur();
    const [from, until] = [Date.UTC(2022, 0, 1) / 1000, Date.UTC(2023, 0, 1) / 1000];
    const during = at.filter((account) => account.registered_on >= from && account.registered_on < until);
    await expectRows(page, during.length);
    await expect(page).toHaveURL(/domain=initech.example&registered=2022-01-01\.\.2022-12-31$/);
    await menu.getByRole('searchbox', { name: 'Find a domain' }).fill('no such domain');
    await expect(menu.getByText('No such domain')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Registered 2022-01-01 to 2022-12-31' }).click();
    await expectRows(page, at.length);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expectRows(page, users.length);
  });

  test('back, forward, reload and a pasted link show the same', async ({ page, signIn }) => {
    await signIn('admin');
    const filters = page.getByRole('group', { name: 'Filters' });
    await filters.getByRole('button', { name: /^Active/ }).click();
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

test.describe('an export', () => {
  /** What the browser saves when a menu's entry is chosen. */
  const download = async (page: Page, entry: RegExp) => {
    await page.getByRole('button', { name: 'Export' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: entry }).click();
    const file = await saved;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  };

  test('has those who are in the table, in its order', async ({ page, signIn, world, a11y }) => {
    const disabled = (await world.accounts()).filter((account) => account.state === 'disabled');
    await signIn('admin', '/users?status=disabled&sort=-name');
    await expectRows(page, disabled.length);
    const csv = await download(page, new RegExp(`^${disabled.length} as CSV`));
    expect(csv.name).toBe('users.csv');
    const [head, ...lines] = csv.text.trimEnd().split('\r\n');
    expect(head).toBe('\ufeffuser_name,email,status,site_admin,verified,approved,registered');
    expect(lines.map((line) => line.split(',')[0])).toEqual(disabled.map((account) => account.username).reverse());
    await expect(page.getByText(`${disabled.length} accounts were exported.`)).toBeVisible();
    await a11y.audit();
    const json = await download(page, /as JSON/);
    expect(json.name).toBe('users.json');
    expect(JSON.parse(json.text)).toHaveLength(disabled.length);
  });

  test.describe('of awkward names', () => {
    test.use({ seed: 'awkward' });

    test('has no formula in it', async ({ page, signIn }) => {
      await signIn('admin', '/users?q=%3D1%2B1');
      await expect(row(page, '=1+1')).toBeVisible();
      expect((await download(page, /as CSV/)).text).toContain('\r\n"\'=1+1",');
    });
  });

  test.describe('of many', () => {
    test.use({ generatedUsers: 20_000 });

    test('has all of them', async ({ page, signIn, world }) => {
      const users = await world.accounts();
      await signIn('admin');
      await expectRows(page, users.length);
      const { text } = await download(page, /as CSV/);
      expect(text.trimEnd().split('\r\n')).toHaveLength(users.length + 1);
    });
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
  test.use({ generatedUsers: 3_000 });

  test('the first are there while the others are read, and how far that is stands there', async ({ page, signIn, world, a11y }) => {
    const users = await world.accounts();
    await world.faults.add({ operation: 'list_users', from: 3, effect: 'hang' });
    await signIn('admin');
    const summary = page.getByRole('main').getByRole('status').first();
    await expect(summary).toHaveText(/^(500|999) so far/);
    await expect(page.getByText(/^Reading all accounts: (500|999)/)).toBeVisible();
    await a11y.audit();
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByText(/^Paused: /)).toBeVisible();
    await world.faults.clear();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(summary).toHaveText(new RegExp(`^${users.length.toLocaleString('en-GB')} · as of`));
    await expect(page.getByRole('progressbar')).toBeHidden();
    await expectRows(page, users.length);
  });

  test('nothing is read while nobody looks', async ({ page, signIn, world }) => {
    const users = await world.accounts();
    const gate = await world.gates.close({ operation: 'list_users' });
    await signIn('admin');
    await gate.waitUntilHeld();
    const looked = (hidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      }, hidden);
    await looked(true);
    await gate.open();
    // The page that was on its way is taken, and none is asked for after it.
    await expect(page.getByText(/^Reading all accounts: 500/)).toBeVisible();
    expect(await world.journal.count({ operation: 'list_users' })).toBe(1);
    await looked(false);
    await expectRows(page, users.length);
  });

  test('the rows are walked along with the keyboard alone', async ({ page, signIn, world }) => {
    const users = (await world.accounts()).map((account) => account.username);
    await signIn('admin');
    await expectRows(page, users.length);
    const at = (place: number) => page.getByRole('row').and(page.locator(`[aria-rowindex="${place + 2}"]`)).getByRole('link');
    await at(0).focus();
    for (const [key, place] of [
      ['ArrowDown', 1],
      ['End', users.length - 1],
      ['ArrowDown', users.length - 1],
      ['ArrowUp', users.length - 2],
      ['Home', 0],
      ['ArrowUp', 0],
    ] as const) {
      await page.keyboard.press(key);
      await expect(at(place)).toBeFocused();
      await expect(at(place)).toHaveText(users[place]!);
      await expect(at(place)).toBeInViewport({ ratio: 1 });
    }
    for (let pages = 0; pages < 3; pages += 1) await page.keyboard.press('PageDown');
    const walked = page.getByRole('table').getByRole('link').and(page.locator(':focus'));
    await expect(walked).toBeInViewport({ ratio: 1 });
    const name = await walked.textContent();
    expect(users.indexOf(name!)).toBeGreaterThan(30);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary', { name: name!, exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(walked).toHaveText(name!);
  });

  test('a row tells in short when somebody was registered, and the full date to screen readers and to who points at it', async ({
    page,
    signIn,
    world,
  }) => {
    const [user] = await world.accounts();
    await signIn('admin');
    const full = await page.evaluate(
      (seconds) => new Intl.DateTimeFormat([], { dateStyle: 'long', timeStyle: 'short' }).format(seconds * 1000),
      user!.registered_on,
    );
    const cell = row(page, user!.username).getByRole('cell').filter({ hasText: full });
    await expect(cell).toHaveText(/^\d+ .+ ago/);
    await cell.getByText(full).hover();
    await expect(cell.getByTitle(full, { exact: true })).toBeVisible();
  });

  test('a tip goes with what it tells', async ({ page, signIn, world }) => {
    const [first, , third] = await world.accounts();
    await signIn('admin');
    await page.getByRole('link', { name: first!.username, exact: true }).hover();
    await expect(page.getByRole('table').getByTitle(first!.username, { exact: true })).toBeVisible();
    // The row becomes another's below the pointer.
    await search(page, third!.username);
    await expect(row(page, third!.username)).toBeVisible();
    await expect(page.getByRole('table').getByTitle(first!.username, { exact: true })).toHaveCount(0);
  });

  test('whoever has come into a row stays there while the list is scrolled a little', async ({ page, signIn, world }) => {
    const users = (await world.accounts()).map((account) => account.username);
    await signIn('admin');
    await expectRows(page, users.length);
    const link = page.getByRole('link', { name: users[8]!, exact: true });
    await link.focus();
    await link.hover();
    await page.mouse.wheel(0, 200);
    await expect(row(page, users[0]!)).toHaveCount(0);
    await expect(link).toBeFocused();
    await page.mouse.wheel(0, -200);
    await expect(row(page, users[0]!)).toBeVisible();
    await expect(link).toBeFocused();
  });

  test('whoever is opened where there is no room for the table beside it finds all of it behind', async ({ page, signIn, world }) => {
    const users = (await world.accounts()).map((account) => account.username);
    await page.setViewportSize({ width: 800, height: 900 });
    const gate = await world.gates.close({ operation: 'list_users' });
    await signIn('admin', `/users?user=${users[0]}`);
    const panel = page.getByRole('complementary', { name: users[0]!, exact: true });
    await expect(panel).toBeVisible();
    await expect(page.getByRole('table')).toBeHidden();
    await gate.waitUntilHeld();
    await gate.open();
    // Page after page is taken into a table that nobody sees.
    await expect(page.getByRole('main').getByRole('status').first()).toHaveText(new RegExp(`^${users.length.toLocaleString('en-GB')} · as of`));
    await expect(page.getByRole('table')).toBeHidden();
    await page.keyboard.press('Escape');
    await expectRows(page, users.length);
    await expect(row(page, users[0]!)).toBeVisible();
  });

  test('somebody is found who has not been read yet', async ({ page, signIn, world }) => {
    const last = (await world.accounts()).at(-1)!.username;
    await page.route('**/list_users', async (route) => {
      // Nothing comes but the first page, and what is searched for.
      const { offset, search_string } = route.request().postDataJSON();
      if (search_string !== undefined || offset === undefined) await route.continue();
    });
    await signIn('admin');
    await expect(page.getByRole('rowheader').first()).toBeVisible();
    await search(page, last);
    await expect(row(page, last)).toBeVisible();
  });

  test('everybody can be reached, and nobody is shown twice', async ({ page, signIn, world }) => {
    const users = await world.accounts();
    await signIn('admin');
    await expectRows(page, users.length);
    expect(await names(page)).toEqual(users.map((account) => account.username));
    expect(await page.getByRole('row').count()).toBeLessThan(60);
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
    test.use({ generatedUsers: 3_000 });

    test('what was read stays, and reading goes on from there', async ({ page, signIn, world, a11y }) => {
      const users = await world.accounts();
      const fault = await world.faults.add({ operation: 'list_users', from: 3, effect: { error: { msg: 'Ask again after lunch.' } } });
      await signIn('admin');
      const alert = page.getByRole('alert').filter({ hasText: 'The accounts could not all be read' });
      await expect(alert).toContainText('Ask again after lunch.');
      await expect(alert).toContainText(/(500|999) accounts have been read; those are shown\.|The first (500|999) accounts/);
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

test('an address that names no page says so', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/nowhere');
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await a11y.audit();
  await page.getByRole('link', { name: 'Go to the users' }).click();
  await expect(page.getByRole('table')).toBeVisible();
});
