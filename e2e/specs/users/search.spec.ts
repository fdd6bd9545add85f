/** Searching the users table. */
import { expectRowCount, listSummary, openPage, row, search } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test('Search finds names and addresses and highlights the matches', async ({ page, signIn }) => {
  await signIn('admin');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('JANEDOE');
  await expect(page.getByRole('rowheader')).toHaveText([/^janedoe/]);
  const highlights = () =>
    page.evaluate(() =>
      Array.from(CSS.highlights.get('found') ?? [], ({ startContainer, startOffset, endOffset }) => {
        const cellClass = startContainer.parentElement?.closest('th, td')?.className;
        return `${cellClass}: ${startContainer.textContent?.slice(startOffset, endOffset)}`;
      }).sort(),
    );
  await expect.poll(highlights).toEqual(['cell-name: janedoe']);
  await search(page, 'doe@');
  await expect.poll(highlights).toEqual(['cell-email: doe@']);
  // Clearing the search clears the highlights.
  await search(page, '');
  await expect.poll(highlights).toEqual([]);
  await search(page, 'JANEDOE');
  await expect(page).toHaveURL(/\?q=JANEDOE$/);
});

test.describe('names in other spellings', () => {
  test.use({
    seed: {
      users: [
        { username: 'admin', site_admin: true },
        { username: 'doe', email: 'doe@initech.example' },
        { username: 'jane.doe', email: 'jane.doe@initech.example' },
        { username: 'janet', email: 'janet@initech.example' },
        { username: 'jm1', email: 'José.Muñoz@initech.example' },
      ],
    },
  });

  test('Search finds a person however the name is written', async ({ page, signIn }) => {
    await signIn('admin');
    for (const text of ['jane doe', 'doe jane', 'Doe, Jane', 'jane-doe', 'Jane Doe <jane.doe@initech.example>']) {
      await search(page, text);
      await expect(page.getByRole('rowheader')).toHaveText([/^jane\.doe/]);
    }
    for (const text of ['jose munoz', 'MUÑOZ', 'Jose\u0301']) {
      await search(page, text);
      await expect(page.getByRole('rowheader')).toHaveText([/^jm1/]);
    }
    await search(page, 'doe jane');
    await expect(page.getByRole('rowheader')).toHaveText([/^jane\.doe/]);
    const highlights = () =>
      page.evaluate(() =>
        Array.from(CSS.highlights.get('found') ?? [], ({ startContainer, startOffset, endOffset }) =>
          startContainer.textContent?.slice(startOffset, endOffset),
        ).sort(),
      );
    await expect.poll(highlights).toEqual(['doe', 'doe', 'jane', 'jane']);

    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('doe jane');
    await expect(page.getByRole('option').first()).toContainText('jane.doe');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary')).toContainText('jane.doe@initech.example');
  });
});

test('Typing in the search box moves nothing below it, at any window width', async ({ page, signIn }) => {
  await signIn('admin');
  const summary = listSummary(page);
  const boundsOfSearch = () => page.locator('search').boundingBox();
  for (const width of [360, 700, 900, 1024, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(summary).toHaveText(/^\d+ users · /);
    const before = await boundsOfSearch();
    for (const [text, found] of [
      ['a', /^\d+ of \d+ /],
      ['nobody at all', /^0 of \d+ /],
    ] as const) {
      await search(page, text);
      await expect(summary).toHaveText(found);
      expect(await boundsOfSearch()).toEqual(before);
    }
    // The empty state offers a button that resets the search.
    await page.getByRole('button', { name: 'Clear search' }).click();
  }
});

test('Back, Forward, a reload and a pasted link restore search and filters', async ({ page, signIn }) => {
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

test('A search without a match says so and can be cleared', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/users?q=nobody-is-called-that');
  const empty = page.getByRole('status').filter({ hasText: 'No results' });
  await expect(empty).toContainText('“nobody-is-called-that”');
  await a11y.audit();
  await empty.getByRole('button', { name: 'Clear search' }).click();
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveValue('');
});

test.describe('thousands of users', () => {
  test.use({ generatedUsers: 3_000 });

  test('Search finds a user who is not loaded yet', async ({ page, signIn, world }) => {
    const last = (await world.accounts()).at(-1)!.username;
    await page.route('**/list_users', async (route) => {
      // Only the first page and the search are let through.
      const { offset, search_string } = route.request().postDataJSON();
      if (search_string !== undefined || offset === undefined) await route.continue();
    });
    await signIn('admin');
    await expect(page.getByRole('rowheader').first()).toBeVisible();
    await search(page, last);
    await expect(row(page, last)).toBeVisible();
  });
});

test('Screen readers hear the number of results once, after typing pauses', async ({ page, signIn, world }) => {
  await signIn('admin', '/users');
  await expectRowCount(page, (await world.accounts()).length);
  await expect(page.getByRole('status').filter({ hasText: /^\d+ users$/ })).toBeAttached();
  const heard = await page.evaluateHandle(() => {
    const heard: string[] = [];
    const observer = new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest('output, [role=status], [role=alert], [aria-live]');
        if (region && region.getAttribute('aria-live') !== 'off') heard.push(region.textContent);
      }
    });
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
    return heard;
  });
  await page.getByRole('searchbox').pressSequentially('jane', { delay: 60 });
  await expect.poll(() => heard.jsonValue()).toEqual(['1 user']);
});

test('A list that is pasted into the search box can be looked up', async ({ page, context, signIn, a11y }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn('admin');
  const searchBox = page.getByRole('searchbox');
  const paste = async (text: string) => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await searchBox.press('ControlOrMeta+V');
  };
  await paste('mary\n');
  await expect(searchBox).toHaveValue('mary');
  await searchBox.fill('');
  await paste('adele\r\nmember\r\n');
  await expect(searchBox).toHaveValue('');
  const dialog = page.getByRole('dialog', { name: 'Use this list of 2 lines' });
  await expect(dialog.getByRole('button', { name: 'Create users' })).toBeVisible();
  await a11y.audit();
  await dialog.getByRole('button', { name: 'Search for this text' }).click();
  await expect(searchBox).toHaveValue('adele member');
  await searchBox.fill('');
  await paste('adele\r\nmember\r\n');
  await dialog.getByRole('button', { name: 'Look up these accounts' }).click();
  // At once: nothing of it was in doubt.
  await expect(page.getByRole('rowheader')).toHaveText([/^adele/, /^member/]);
  await page.getByRole('button', { name: 'Edit list' }).click();
  await expect(page.getByLabel('Usernames or email addresses')).toHaveValue(/^adele\s+member\s*$/);
  // What is not understood can be edited.
  await openPage(page, 'Users');
  await paste('Hi Lena,\nsee you tomorrow.\n');
  await page.getByRole('button', { name: 'Look up these accounts' }).click();
  await expect(page.getByLabel('Usernames or email addresses')).toHaveValue(/see you tomorrow/);
  await expect(page.getByRole('alert')).toContainText('No usernames or email addresses found.');
});

test('A misspelled search offers the one that was meant', async ({ page, signIn, world, a11y }) => {
  expect((await world.account('adele')).email).toContain('chevalier');
  await signIn('admin');
  await expect(listSummary(page)).toHaveText(/^\d+ users · /);
  await search(page, 'chevallier');
  const nothing = page.getByRole('status').filter({ hasText: 'No results' });
  await expect(nothing).toContainText('Did you mean chevalier?');
  await a11y.audit();
  await nothing.getByRole('link', { name: 'chevalier' }).press('Enter');
  await expect(page.getByRole('rowheader')).toHaveText([/^adele/]);
  await expect(page.getByRole('searchbox')).toHaveValue('chevalier');
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('A misspelled search offers the one that was meant once its filters are removed', async ({ page, signIn }) => {
  await signIn('admin', '/users?status=disabled');
  await search(page, 'chevallier');
  const nothing = page.getByRole('status').filter({ hasText: 'No results' });
  await expect(nothing).toContainText('No users match “chevallier” and these filters.');
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Disabled' }).click();
  await expect(nothing).toContainText('Did you mean chevalier?');
});
