/** The page shown for an unknown address. */
import { expect, test } from '../support/test.ts';

test('An unknown address shows “There is no such page”', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/nowhere');
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await a11y.audit();
  await page.getByRole('link', { name: 'Go to the users' }).click();
  await expect(page.getByRole('table')).toBeVisible();
});
