/** The choice between the light, the dark and the system theme. */
import { expect, test } from '../support/test.ts';

test('A chosen theme applies at once and is kept after a reload', async ({ page, signIn }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await signIn('admin');
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Account menu: admin' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  expect(await background()).not.toBe(light);
  await page.reload();
  await expect(page.getByRole('table')).toBeVisible();
  expect(await background()).not.toBe(light);
  await page.getByRole('button', { name: 'Account menu: admin' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeChecked();
  await page.getByRole('menuitemradio', { name: 'System' }).click();
  expect(await background()).toBe(light);
});
