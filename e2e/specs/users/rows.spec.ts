/** The rows of the users table: keys, focus, tooltips, dates. */
import { expectRowCount, row, search } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test.use({ generatedUsers: 3_000 });

test('Arrow keys, Page Down, Home and End move the focus through the rows', async ({ page, signIn, world }) => {
  const users = (await world.accounts()).map((account) => account.username);
  await signIn('admin');
  await expectRowCount(page, users.length);
  const linkAt = (index: number) =>
    page
      .getByRole('row')
      .and(page.locator(`[aria-rowindex="${index + 2}"]`))
      .getByRole('link');
  await linkAt(0).focus();
  for (const [key, index] of [
    ['ArrowDown', 1],
    ['End', users.length - 1],
    ['ArrowDown', users.length - 1],
    ['ArrowUp', users.length - 2],
    ['Home', 0],
    ['ArrowUp', 0],
  ] as const) {
    await page.keyboard.press(key);
    await expect(linkAt(index)).toBeFocused();
    await expect(linkAt(index)).toHaveText(users[index]!);
    await expect(linkAt(index)).toBeInViewport({ ratio: 1 });
  }
  for (let pages = 0; pages < 3; pages += 1) await page.keyboard.press('PageDown');
  const focusedLink = page.getByRole('table').getByRole('link').and(page.locator(':focus'));
  await expect(focusedLink).toBeInViewport({ ratio: 1 });
  const name = await focusedLink.textContent();
  expect(users.indexOf(name!)).toBeGreaterThan(30);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: name!, exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(focusedLink).toHaveText(name!);
});

test('A row shows the age of an account, and the full date as tooltip and to screen readers', async ({
  page,
  signIn,
  world,
}) => {
  const [user] = await world.accounts();
  await signIn('admin');
  const fullDate = await page.evaluate(
    (seconds) =>
      new Intl.DateTimeFormat([], { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(seconds * 1000) +
      ' UTC',
    user!.registered_on,
  );
  const cell = row(page, user!.username).getByRole('cell').filter({ hasText: fullDate });
  await expect(cell).toHaveText(/^\d+ .+ ago/);
  await cell.getByText(fullDate).hover();
  await expect(cell.getByTitle(fullDate, { exact: true })).toBeVisible();
});

test('A tooltip disappears when its row shows another user', async ({ page, signIn, world }) => {
  const [first, , third] = await world.accounts();
  await signIn('admin');
  await page.getByRole('link', { name: first!.username, exact: true }).hover();
  await expect(page.getByRole('table').getByTitle(first!.username, { exact: true })).toBeVisible();
  // The row under the pointer now shows another user.
  await search(page, third!.username);
  await expect(row(page, third!.username)).toBeVisible();
  await expect(page.getByRole('table').getByTitle(first!.username, { exact: true })).toHaveCount(0);
});

test('The focus stays in its row while the list is scrolled a little', async ({ page, signIn, world }) => {
  const users = (await world.accounts()).map((account) => account.username);
  await signIn('admin');
  await expectRowCount(page, users.length);
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
