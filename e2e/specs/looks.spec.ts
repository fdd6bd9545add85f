/** Pictures of the main pages, light and dark, wide and narrow, for people to look at: e2e/screenshots/. */
import { choose, expect, fillSignIn, row, signInAgain, test } from '../console.ts';

// Each is a walk through many pages, and all of them are judged.
test.describe.configure({ timeout: 120_000 });

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [[1440, 900], [768, 1024], [360, 740]] as const) {
    test(`${colorScheme}, ${width} wide`, async ({ page, signIn, a11y }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      const picture = async (name: string) => {
        // Light and dark have a walk each.
        await a11y.audit({ inTheDark: false });
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

    test(`${colorScheme}, ${width} wide, what is done to many`, async ({ page, signIn, world, a11y }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      const picture = async (name: string) => {
        // Light and dark have a walk each.
        await a11y.audit({ inTheDark: false });
        await page.screenshot({ path: `screenshots/${name}-${width}-${colorScheme}.png` });
      };
      const dialog = page.getByRole('dialog');

      await world.updateAccount('member', { state: 'deactivated' });
      await signIn('admin', '/lookup');
      await page.getByLabel('User names or addresses').fill('admin\nmanager\nmember\njanedoe1\nmfoster\nglobex\nnobody');
      await page.getByRole('button', { name: 'Look up 7' }).click();
      await expect(page.getByRole('status').filter({ hasText: '6 found, 1 not' })).toBeVisible();
      await picture('lookup');
      await page.getByRole('button', { name: 'Do with these' }).click();
      await page.getByRole('menuitem', { name: 'Deactivate…' }).click();
      await dialog.getByRole('button', { name: 'Include' }).click();
      await picture('plan');
      await dialog.getByRole('button', { name: 'Leave out' }).click();
      await dialog.getByRole('button', { name: 'Deactivate 3 accounts' }).click();
      await expect(dialog.getByRole('status').filter({ hasText: '2 deactivated, 1 not.' })).toBeVisible();
      await picture('job');
      await dialog.getByRole('button', { name: 'Done' }).click();

      const go = (name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
      await go('Site admins');
      await page.getByRole('checkbox', { name: 'Select admin' }).check();
      await picture('admins');
      await go('Activity');
      await expect(page.getByRole('list', { name: 'What was done' }).getByRole('listitem')).toHaveCount(3);
      await picture('activity');
      await page.getByRole('list', { name: 'What was done' }).getByRole('button').first().click();
      await picture('deed');
      await dialog.getByRole('button', { name: 'Close' }).click();
      await page.keyboard.press('Control+k');
      await page.keyboard.type('over');
      await picture('palette');
      await page.keyboard.press('Escape');

      await go('Users');
      await page.getByRole('link', { name: 'Create users' }).click();
      await page.getByRole('button', { name: 'Paste or choose a file…' }).click();
      await dialog.getByLabel('People').fill('Ada Lovelace <ada@globex.example>\nadmin@globex.example\nGrace <grace@localhost>\nalan');
      await picture('paste');
      await dialog.getByRole('button', { name: 'Add 4 rows' }).click();
      await expect(page.getByRole('textbox', { name: 'User name, row 4' })).toHaveValue('alan');
      await picture('create');
      await world.revokeTokens('admin');
      await page.getByRole('button', { name: 'Create 2 users' }).click();
      await expect(signInAgain(page)).toBeVisible();
      await picture('sign-in-again');
      await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
      await expect(dialog.getByRole('heading', { name: '2 passwords to hand over' })).toBeVisible();
      await picture('passwords');
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
