/** The page shown for an unknown address. */
import { expect, test } from '../support/test.ts';

test('An unknown address shows “Page not found”', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/nowhere');
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await a11y.audit();
  await page.getByRole('link', { name: 'Go to Users' }).click();
  await expect(page.getByRole('table')).toBeVisible();
});
