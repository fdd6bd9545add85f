/** Copying where the browser has no clipboard for scripts: on a page without HTTPS. */
import type { Page } from '@playwright/test';
import { chooseAction, dialog, dialogStatus } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test.beforeEach(async ({ page, signIn }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await signIn('admin', '/users?q=member');
});

/** Resets the password of member, and returns the new one. */
async function resetPassword(page: Page): Promise<string> {
  await chooseAction(page, 'member', 'Reset password…');
  await dialog(page).getByRole('button', { name: 'Reset password' }).click();
  const secret = dialog(page).getByRole('status', { name: 'New password' });
  await expect(secret).toBeVisible();
  return (await secret.textContent())!;
}

/** Pastes with the keyboard, and returns what was pasted. */
async function paste(page: Page): Promise<string> {
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('');
  await page.keyboard.press('Control+v');
  return page.getByRole('searchbox').inputValue();
}

test('A password is copied without HTTPS', async ({ page }) => {
  const password = await resetPassword(page);
  await dialog(page).getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialogStatus(page, 'Copied')).toBeVisible();
  await expect(dialog(page).getByRole('button', { name: 'Copied' })).toBeFocused();
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(dialog(page)).toBeHidden();
  expect(await paste(page)).toBe(password);
});

test('A password is selected, to be copied by hand, where the browser allows nothing', async ({ page }) => {
  await page.evaluate(() => {
    document.execCommand = () => false;
  });
  const password = await resetPassword(page);
  await dialog(page).getByRole('button', { name: 'Copy', exact: true }).click();
  const field = dialog(page).getByRole('textbox', { name: 'Text to copy' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(password);
  await expect(dialog(page).getByRole('button', { name: 'Press Ctrl+C' })).toBeVisible();
  await page.keyboard.press('Control+c');
  await expect(dialogStatus(page, 'Copied')).toBeVisible();
  await expect(field).toHaveCount(0);
  await expect(dialog(page).getByRole('button', { name: 'Copied' })).toBeFocused();
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(dialog(page)).toBeHidden();
  // The browser hands over to the clipboard after the event.
  await expect.poll(() => paste(page)).toBe(password);
});

test('The button that copies keeps its width when it says so', async ({ page }) => {
  await resetPassword(page);
  const copy = dialog(page).getByRole('button', { name: 'Copy', exact: true });
  const before = await copy.boundingBox();
  await copy.click();
  const copied = dialog(page).getByRole('button', { name: 'Copied' });
  await expect(copied).toBeVisible();
  expect(await copied.boundingBox()).toEqual(before);
});
