/** Accounts with names that break naive code: markup, path segments, formulas, very long names. */
import { chooseAction, allUsernames, openPage, row, search } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test.use({ seed: 'awkward' });

test('Names that contain markup are shown as text and never run as a script', async ({ page, signIn, world, a11y }) => {
  page.on('dialog', () => {
    throw new Error('a name was run as a script');
  });
  const users = await world.accounts();
  await signIn('admin');
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  expect(users.length).toBeGreaterThan(30);
  const shownNames = await allUsernames(page);
  expect(shownNames).toContain('<script>alert(1)</script>');
  expect(shownNames.length).toBeGreaterThan(30);
  await search(page, '<');
  await expect(row(page, '<script>alert(1)</script>')).toBeVisible();
  expect(await page.locator('tbody img, tbody script').count()).toBe(0);
  await a11y.audit();
});

test('A name with bidirectional controls reverses nothing, wherever it is shown', async ({ page, signIn, world }) => {
  const name = 'a\u202ereversed\u202c';
  expect(await world.account(name)).toBeTruthy();
  const expectNoControls = async () => {
    const found = await page.evaluate(() => {
      const hasControl = (text: string | null) => /[\u202a-\u202e]/.test(text ?? '');
      return [...document.querySelectorAll('*')].flatMap((element) =>
        [
          ...[...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent),
          element.getAttribute('aria-label'),
          element.getAttribute('title'),
        ].filter(hasControl),
      );
    });
    expect(found).toEqual([]);
  };
  const dialog = page.getByRole('dialog');
  await signIn('admin', '/users?q=reversed');
  const shown = 'a[U+202E]reversed[U+202C]';
  await expect(row(page, shown)).toBeVisible();
  await chooseAction(page, shown, 'Disable…');
  await expectNoControls();
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByRole('button', { name: `Undo: ${shown}` })).toBeVisible();
  await row(page, shown).getByRole('link').click();
  await expect(page.getByRole('complementary', { name: shown })).toBeVisible();
  await expectNoControls();
  await page.keyboard.press('Escape');
  await row(page, shown).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Reactivate…' }).click();
  await expectNoControls();
  await dialog.getByRole('button', { name: 'Reactivate 1 user' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: '1 user reactivated' })).toBeVisible();
  await expectNoControls();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await openPage(page, 'Activity');
  await expectNoControls();
});

for (const name of ['a/b', '50%', 'who?', '#1', '<script>alert(1)</script>', 'admins', 'users', 'list_users', '=1+1']) {
  test(`An account named ${name} can be disabled and reactivated`, async ({ page, signIn, world }) => {
    // The console asks for an account that does not exist, to see whether paths arrive unchanged.
    if (name.includes('/')) world.expectRefusal({ operation: 'account_type', branch: 'account_not_found' });
    await signIn('admin', `/users?q=${encodeURIComponent(name)}`);
    await expect(row(page, name)).toBeVisible();
    await chooseAction(page, name, 'Disable…');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await expect(row(page, name).getByRole('cell', { name: 'Disabled' })).toBeVisible();
    expect((await world.account(name)).state).toBe('disabled');
    await chooseAction(page, name, 'Reactivate…');
    await page.getByRole('dialog').getByRole('button', { name: 'Reactivate' }).click();
    await expect(row(page, name).getByRole('cell', { name: 'Active' })).toBeVisible();
    expect((await world.account(name)).state).toBe('active');
  });
}

test('Disabling an account named “..” sends nothing and explains why', async ({ page, signIn, world }) => {
  const before = await world.state();
  await signIn('admin', '/users?q=..');
  await expect(row(page, '..')).toBeVisible();
  await chooseAction(page, '..', 'Disable…');
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
    'Browsers cannot send requests for an account named “..”.',
  );
  expect(await world.state()).toEqual(before);
});

test('The longest names cause no horizontal scrolling on a screen 360 px wide', async ({ page, signIn, a11y }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn('admin');
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  const rows = await page.getByRole('table').evaluate((table) => table.scrollWidth - table.parentElement!.clientWidth);
  expect(rows).toBeLessThanOrEqual(0);
  await a11y.audit();
});

test.describe('an account that looks like another', () => {
  const lookalike = '\u0430dmin';
  const users = [
    { username: 'admin', email: 'admin@example.com', site_admin: true },
    { username: lookalike, email: 'other@example.com' },
  ];
  test.use({ seed: { users } });

  test('Whatever is confirmed for a look-alike names the other account', async ({ page, signIn }) => {
    await signIn('admin', '/users?q=other');
    const warning = page.getByRole('dialog').getByText('whose username looks like this one.');
    for (const action of ['Disable…', 'Reset password…']) {
      await chooseAction(page, lookalike, action);
      await expect(warning).toHaveText('This is not admin, whose username looks like this one.');
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    }
    await page.getByRole('switch', { name: /^Site admin/ }).click();
    await expect(warning).toBeVisible();
  });
});
