/** The frame around all pages. */
import { expect, test } from '../support/test.ts';

test('The skip link focuses the content and keeps the address', async ({ page, signIn }) => {
  await signIn('admin', '/service-accounts?q=a');
  await expect(page.getByRole('table')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page).toHaveURL(/\/service-accounts\?q=a$/);
});
