/** The users table by keyboard. */
import type { Locator, Page } from '@playwright/test';
import { expectAllUsersListed, row, search } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

/** Moves the focus from the search box to the first row, and returns its link. */
async function focusFirstRow(page: Page): Promise<Locator> {
  const link = page.getByRole('rowheader').first().getByRole('link');
  await expect(link).toBeVisible();
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('ArrowDown');
  await expect(link).toBeFocused();
  return link;
}

test.describe('thousands of users', () => {
  test.use({ generatedUsers: 3_000 });

  test('From the search box to a bulk action it takes at most six keys', async ({ page, signIn }) => {
    await signIn('admin');
    await expect(page.getByRole('rowheader').first()).toBeVisible();
    await search(page, 'a');
    await page.getByRole('searchbox').focus();
    const disable = page.getByRole('button', { name: 'Disable…' });
    const presses = ['ArrowDown', 'Space', '.', 'Enter'];
    expect(presses.length).toBeLessThanOrEqual(6);
    for (const key of presses.slice(0, -1)) await page.keyboard.press(key);
    await expect(disable).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: /^Disable/ })).toBeVisible();
  });

  test('The table is one stop of Tab', async ({ page, signIn, world }) => {
    await signIn('admin');
    await expectAllUsersListed(page, world);
    const link = await focusFirstRow(page);
    await page.keyboard.press('Space');
    // Past the table, to the bar of the selection.
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: /^Select all/ })).toBeFocused();
    // And back to the row that had the focus.
    await page.keyboard.press('Shift+Tab');
    await expect(link).toBeFocused();
    // Backwards out of the table, and in again.
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('columnheader').getByRole('button').last()).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(link).toBeFocused();
  });

  test('Tab comes back into the table although the page has not been drawn since Shift+Tab', async ({
    page,
    signIn,
  }) => {
    await signIn('admin');
    const link = await focusFirstRow(page);
    await page.evaluate(() => {
      window.requestAnimationFrame = () => 0;
    });
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('columnheader').getByRole('button').last()).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(link).toBeFocused();
  });
});

test('Enter in the search box opens the only result, and goes to the first of several', async ({ page, signIn }) => {
  await signIn('admin');
  await search(page, 'm');
  const first = page.getByRole('rowheader').first().getByRole('link');
  await page.getByRole('searchbox').press('Enter');
  await expect(first).toBeFocused();
  await search(page, 'member');
  await page.getByRole('searchbox').press('Enter');
  await expect(page.getByRole('complementary', { name: 'member' })).toBeVisible();
  await page.keyboard.press('Escape');
  await search(page, 'no-such-account');
  await expect(page.getByRole('status').filter({ hasText: 'No results' })).toBeVisible();
  await page.getByRole('searchbox').press('Enter');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await expect(page.getByRole('complementary')).toHaveCount(0);
});

test('The arrow keys reach every control of a row', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/users?q=member');
  const member = row(page, 'member');
  await member.getByRole('link').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(member.getByRole('checkbox')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(member.getByRole('switch')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(member.getByRole('button', { name: 'Actions for member' })).toBeFocused();
  await a11y.audit();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Make site admin…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(member.getByRole('button', { name: 'Actions for member' })).toBeFocused();
});

test('A click beside the controls of a row opens the account', async ({ page, signIn }) => {
  await signIn('admin');
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  const [first, second] = await page.getByRole('rowheader').allTextContents();
  await row(page, first!).locator('.cell-registered').click();
  await expect(page.getByRole('complementary', { name: first })).toBeVisible();
  await row(page, second!).locator('.cell-email').click();
  await expect(page.getByRole('complementary', { name: second })).toBeVisible();
});
