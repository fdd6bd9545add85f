/** The focus belongs to an account, wherever its row goes. */
import type { Locator, Page } from '@playwright/test';
import { chooseAction, dialog, expectAllUsersListed, row, search } from '../../support/page.ts';
import { expect, test, type SignIn, type World } from '../../support/test.ts';

test.use({ generatedUsers: 2_500 });

const table = (page: Page): Locator => page.getByRole('table');
const link = (page: Page, name: string) => row(page, name).getByRole('link');
const checkbox = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });

/** Signs in and returns the names of all users in the order of the list. */
async function openList(page: Page, signIn: SignIn, world: World): Promise<string[]> {
  await signIn('admin');
  await expectAllUsersListed(page, world);
  return (await world.accounts()).map((account) => account.username);
}

/** Scrolls the table by a number of pixels, as a wheel does, which moves no focus. */
async function scroll(page: Page, pixels: number): Promise<void> {
  await table(page).hover();
  await page.mouse.wheel(0, pixels);
}

for (const [distance, pixels] of [
  ['a little', 1_400],
  ['far', 60_000],
] as const) {
  test(`The arrow keys continue from the same user after the list was scrolled ${distance}`, async ({
    page,
    signIn,
    world,
  }) => {
    const users = await openList(page, signIn, world);
    await link(page, users[2]!).focus();
    await page.keyboard.press('ArrowDown');
    await scroll(page, pixels);
    await expect(row(page, users[3]!)).toHaveCount(0);
    // No other user has it until then.
    await expect(table(page).getByRole('link').and(page.locator(':focus'))).toHaveCount(0);
    await page.keyboard.press('ArrowDown');
    await expect(link(page, users[4]!)).toBeFocused();
    await expect(link(page, users[4]!)).toBeInViewport();
  });
}

test('A key that would act on a user out of sight brings the row back first', async ({ page, signIn, world }) => {
  const users = await openList(page, signIn, world);
  await checkbox(page, users[5]!).focus();
  for (const key of ['Space', 'Enter', 'Tab', 'Shift+ArrowDown']) {
    await scroll(page, 20_000);
    await expect(row(page, users[5]!)).toHaveCount(0);
    await page.keyboard.press(key);
    await expect(checkbox(page, users[5]!)).toBeFocused();
    await expect(checkbox(page, users[5]!)).toBeInViewport();
    await expect(page.getByText(/selected/)).toHaveCount(0);
  }
  await page.keyboard.press('Space');
  await expect(checkbox(page, users[5]!)).toBeChecked();
});

test('Page Down on a check box scrolls, and the keys continue from there', async ({ page, signIn, world }) => {
  const users = await openList(page, signIn, world);
  await checkbox(page, users[5]!).focus();
  await page.keyboard.press('PageDown');
  await expect(row(page, users[5]!)).toHaveCount(0);
  await page.keyboard.press('ArrowUp');
  await expect(link(page, users[4]!)).toBeFocused();
});

test('The focus returns by itself when its row is scrolled into view again', async ({ page, signIn, world }) => {
  const users = await openList(page, signIn, world);
  await page.getByRole('button', { name: `Actions for ${users[4]}`, exact: true }).focus();
  await scroll(page, 30_000);
  await expect(row(page, users[4]!)).toHaveCount(0);
  await scroll(page, -30_000);
  await expect(page.getByRole('button', { name: `Actions for ${users[4]}`, exact: true })).toBeFocused();
});

test('The neighbor gets the focus when a user leaves the list', async ({ page, signIn, world }) => {
  await openList(page, signIn, world);
  await page.getByRole('button', { name: /^Active/ }).click();
  const names = await page.getByRole('rowheader').allTextContents();
  await chooseAction(page, names[3]!, 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(row(page, names[3]!)).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Actions for ${names[4]}`, exact: true })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(row(page, names[4]!).locator(':focus')).toHaveCount(1);
});

test('The empty state gets the focus when the last user leaves the list', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member&status=active');
  await chooseAction(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByRole('heading', { name: 'No results' })).toBeFocused();
});

test('Buttons that remove themselves leave the focus beside them', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member&status=active');
  const selectAll = page.getByRole('checkbox', { name: /^Select all/ });
  await selectAll.check();
  await page.getByRole('button', { name: 'Clear selection' }).press('Enter');
  await expect(selectAll).toBeFocused();
  await page.getByRole('button', { name: 'Clear all' }).press('Enter');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await search(page, 'nobody-is-called-that');
  await page.getByRole('button', { name: 'Clear search' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'No results' })).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('Back closes the details and returns to the row, even if it is out of sight', async ({ page, signIn, world }) => {
  const users = await openList(page, signIn, world);
  await link(page, users[3]!).click();
  await expect(page.getByRole('complementary', { name: users[3], exact: true })).toBeVisible();
  await page.goBack();
  await expect(link(page, users[3]!)).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: users[3], exact: true })).toBeVisible();
  await scroll(page, 9_000);
  await expect(row(page, users[3]!)).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('complementary')).toHaveCount(0);
  // The table keeps the place of the row that is out of sight.
  await expect(table(page).locator('tbody')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(link(page, users[4]!)).toBeFocused();
});

test('Texts that a translator replaced are rewritten for another user', async ({ page, signIn }) => {
  await signIn('admin');
  await search(page, 'm');
  await expect(page.locator('html')).toHaveAttribute('translate', 'no');
  await table(page).evaluate((table) => {
    const walker = document.createTreeWalker(table.querySelector('tbody')!, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts.filter((text) => text.data.trim() !== '')) {
      const font = document.createElement('font');
      font.textContent = `${text.data}~`;
      text.replaceWith(font);
    }
  });
  await page.getByRole('button', { name: 'Registered' }).click();
  await expect
    .poll(() =>
      page
        .getByRole('rowheader')
        .getByRole('link')
        .evaluateAll((links) =>
          links.every((link) => {
            const user = new URL((link as HTMLAnchorElement).href).searchParams.get('user');
            return link.textContent === user || link.textContent === `${user}~`;
          }),
        ),
    )
    .toBe(true);
});
