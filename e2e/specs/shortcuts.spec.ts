/** Keyboard shortcuts on layouts that are not like the one of the United States. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

/** Presses a key as another layout would report it. Returns whether it was handled. */
function press(page: Page, init: Record<string, string | boolean | undefined>): Promise<boolean> {
  return page.evaluate((init) => {
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
    document.activeElement!.dispatchEvent(event);
    return event.defaultPrevented;
  }, init);
}

test.beforeEach(async ({ signIn }) => signIn('admin', '/users'));

test('Ctrl+K opens the palette on a Russian layout', async ({ page }) => {
  expect(await press(page, { key: 'л', code: 'KeyK', ctrlKey: true })).toBe(true);
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('Ctrl+A selects all rows on a Greek layout', async ({ page }) => {
  await page.getByRole('rowheader').getByRole('link').first().focus();
  expect(await press(page, { key: 'α', code: 'KeyA', ctrlKey: true })).toBe(true);
  await expect(page.getByText(/^\d+ selected/)).toBeVisible();
});

test('A Latin letter counts as typed, wherever its key is', async ({ page }) => {
  // On Dvorak, K is where QWERTY has V.
  expect(await press(page, { key: 't', code: 'KeyK', ctrlKey: true })).toBe(false);
  expect(await press(page, { key: 'k', code: 'KeyV', ctrlKey: true })).toBe(true);
});

test('A slash that is typed with Option or AltGr focuses the search box', async ({ page }) => {
  const searchBox = page.getByRole('searchbox');
  for (const modifiers of [{ altKey: true }, { altKey: true, ctrlKey: true, modifierAltGraph: true }]) {
    await page.getByRole('heading', { name: 'Users' }).click();
    await expect(searchBox).not.toBeFocused();
    expect(await press(page, { key: '/', code: 'Digit7', ...modifiers })).toBe(true);
    await expect(searchBox).toBeFocused();
    await searchBox.blur();
  }
  expect(await press(page, { key: '/', code: 'Slash', ctrlKey: true })).toBe(false);
});

test('Slash and question mark work while a check box has the focus, but not in a text field', async ({ page }) => {
  await page.getByRole('checkbox', { name: /^Select all/ }).focus();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('searchbox')).toHaveValue('?');
  await page.keyboard.press('Backspace');
  await page.getByRole('checkbox', { name: /^Select all/ }).focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});
