/** Pictures of the main pages, light and dark, wide and narrow, for people to look at: e2e/screenshots/. */
import { choose, expect, row, test } from '../console.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [[1440, 900], [768, 1024], [360, 740]] as const) {
    test(`${colorScheme}, ${width} wide`, async ({ page, signIn, a11y }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      const picture = async (name: string) => {
        await a11y.audit();
        await page.screenshot({ path: `screenshots/${name}-${width}-${colorScheme}.png` });
      };

      await page.goto('/');
      await expect(page.getByLabel('User name')).toBeFocused();
      await picture('sign-in');
      await signIn('admin', '/users');
      await expect(page.getByRole('rowheader').first()).toBeVisible();
      await picture('users');
      await page.goto('/users?q=jane');
      await expect(row(page, 'janedoe1')).toBeVisible();
      await page.getByRole('button', { name: 'Actions for janedoe1' }).click();
      await picture('menu');
      await page.keyboard.press('Escape');
      await choose(page, 'janedoe1', 'Deactivate…');
      await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
      await expect(page.getByRole('dialog').getByRole('alert')).toContainText('still owns teams');
      await picture('deactivate');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await choose(page, 'janedoe1', 'Reset password…');
      await picture('reset-password');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('switch', { name: 'Site admin: janedoe1' }).click();
      await expect(page.getByText('janedoe1 is a site admin.')).toBeVisible();
      await picture('toast');
      await page.getByRole('link', { name: 'janedoe1', exact: true }).click();
      await expect(page.getByRole('complementary', { name: 'janedoe1' })).toBeVisible();
      await picture('panel');
      await page.goto('/users?q=nobody-is-called-that');
      await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
      await picture('nothing-matches');
      await page.context().setOffline(true);
      await page.getByRole('button', { name: 'Refresh' }).click();
      await expect(page.getByRole('alert').filter({ hasText: 'could not be read' })).toBeVisible();
      await picture('unreachable');
    });
  }
}

test('the theme can be chosen, and is kept', async ({ page, signIn }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await signIn('admin');
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Your account, admin' }).click();
  await page.getByRole('menuitem', { name: 'Theme: dark' }).click();
  expect(await background()).not.toBe(light);
  await page.reload();
  await expect(page.getByRole('table')).toBeVisible();
  expect(await background()).not.toBe(light);
  await page.getByRole('button', { name: 'Your account, admin' }).click();
  await page.getByRole('menuitem', { name: 'Theme: as the system' }).click();
  expect(await background()).toBe(light);
});
