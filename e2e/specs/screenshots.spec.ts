/** The main pages in light and dark and three widths: checks them with axe and writes pictures
 * into e2e/screenshots/ for people to look at. Nothing compares the pictures. */
import { chooseAction, confirmSiteAdmin, fillSignIn, openPage, row, signInAgainDialog } from '../support/page.ts';
import { SCREENS } from '../support/screenshots.ts';
import { expect, test as base } from '../support/test.ts';

const test = base.extend<{ takePicture: (name: string) => Promise<void> }>({
  takePicture: async ({ page, a11y, colorScheme, viewport }, use) =>
    use(async (name) => {
      // Colors do not depend on the width, nothing else depends on the colors, and the widths in
      // between can only change how much room there is.
      const { width } = viewport!;
      if (width === (colorScheme === 'light' ? 1440 : 360)) await a11y.audit({ includeDark: false });
      else if (colorScheme === 'light') await a11y.audit({ includeDark: false, rules: ['target-size'] });
      await page.screenshot({ path: `screenshots/${name}-${viewport!.width}-${colorScheme}.png` });
    }),
});

// Each test visits many pages and runs axe on all of them.
test.describe.configure({ timeout: 120_000 });

for (const screen of SCREENS) {
  const { colorScheme, viewport } = screen;

  test.describe(() => {
    test.use(screen);

    test(`Sign-in and the users page pass axe in ${colorScheme}, ${viewport.width} px wide (writes screenshots)`, async ({
      page,
      signIn,
      takePicture,
      world,
    }) => {
      world.expectRefusal({ operation: 'deactivate', branch: 'still_owns_teams' });
      await page.goto('/');
      await expect(page.getByLabel('Username')).toBeFocused();
      await takePicture('sign-in');
      await signIn('admin', '/users');
      await expect(page.getByRole('rowheader').first()).toBeVisible();
      await takePicture('users');
      await page.goto('/users?q=jane');
      await expect(row(page, 'janedoe1')).toBeVisible();
      await page.getByRole('button', { name: 'Actions for janedoe1' }).click();
      await takePicture('menu');
      await page.keyboard.press('Escape');
      await chooseAction(page, 'janedoe1', 'Deactivate…');
      await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
      await expect(page.getByRole('dialog').getByRole('alert')).toContainText('still owns teams');
      await takePicture('deactivate');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await chooseAction(page, 'janedoe1', 'Reset password…');
      await takePicture('reset-password');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('switch', { name: 'Site admin: janedoe1' }).click();
      await takePicture('switch-prompt');
      await confirmSiteAdmin(page);
      await expect(page.getByText('janedoe1 is now a site admin.')).toBeVisible();
      await takePicture('toast');
      await page.getByRole('link', { name: 'janedoe1', exact: true }).click();
      await expect(page.getByRole('complementary', { name: 'janedoe1' })).toBeVisible();
      await takePicture('panel');
      await page.goto('/users?q=nobody-is-called-that');
      await expect(page.getByRole('heading', { name: 'No results' })).toBeVisible();
      await takePicture('nothing-matches');
      await page.context().setOffline(true);
      await page.getByRole('button', { name: 'Refresh' }).click();
      await expect(page.getByRole('alert').filter({ hasText: 'Could not refresh the list' })).toBeVisible();
      await takePicture('unreachable');
    });

    test(`Lookup, bulk actions and the creation of users pass axe in ${colorScheme}, ${viewport.width} px wide (writes screenshots)`, async ({
      page,
      signIn,
      world,
      takePicture,
    }) => {
      world.expectRefusal({ operation: 'deactivate', branch: 'still_owns_teams' });
      const dialog = page.getByRole('dialog');

      await world.updateAccount('member', { state: 'deactivated' });
      await signIn('admin', '/lookup');
      await page
        .getByLabel('Usernames or email addresses')
        .fill('admin\nmanager\nmember\njanedoe1\nmfoster\nglobex\nnobody');
      await page.getByRole('button', { name: 'Look up 7' }).click();
      await expect(page.getByRole('status').filter({ hasText: '6 found · 1 not found' })).toBeVisible();
      await takePicture('lookup');
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: 'Deactivate…' }).click();
      await dialog.getByRole('button', { name: 'Include', exact: true }).click();
      await takePicture('plan');
      await dialog.getByRole('button', { name: 'Exclude', exact: true }).click();
      await dialog.getByLabel('Type 2 to deactivate').fill('2');
      await dialog.getByRole('button', { name: 'Deactivate 2 users' }).click();
      await expect(dialog.getByRole('status').filter({ hasText: '1 user deactivated · 1 failed' })).toBeVisible();
      await takePicture('job');
      await dialog.getByRole('button', { name: 'Done' }).click();

      await openPage(page, 'Site admins');
      await page.getByRole('checkbox', { name: 'Select admin' }).check();
      await takePicture('admins');
      await openPage(page, 'Activity');
      await page.getByRole('button', { name: /^(Users|Accounts): / }).click();
      await expect(page.getByRole('list', { name: 'Activity, newest first' }).getByRole('listitem')).toHaveCount(3);
      await takePicture('activity');
      await page
        .getByRole('button', { name: /^Details:/ })
        .first()
        .click();
      await takePicture('deed');
      await dialog.getByRole('button', { name: 'Close' }).click();
      await page.keyboard.press('Control+k');
      await page.keyboard.type('over');
      await takePicture('palette');
      await page.keyboard.press('Escape');

      await openPage(page, 'Users');
      await page.getByRole('link', { name: 'Create users' }).click();
      await page.getByRole('button', { name: 'Import…' }).click();
      await dialog
        .getByLabel('Paste rows')
        .fill('Ada Lovelace <ada@globex.example>\nadmin@globex.example\nGrace <grace@localhost>\nalan');
      await takePicture('paste');
      await dialog.getByRole('button', { name: 'Add 4 rows' }).click();
      await expect(page.getByRole('textbox', { name: 'Username, row 4' })).toHaveValue('alan');
      await takePicture('create');
      await world.revokeTokens('admin');
      world.expectRefusal({ operation: 'create_users' });
      await page.getByRole('button', { name: 'Create 2 users' }).click();
      await expect(signInAgainDialog(page)).toBeVisible();
      await takePicture('sign-in-again');
      await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
      await expect(dialog.getByRole('heading', { name: '2 new passwords' })).toBeVisible();
      await takePicture('passwords');
    });
  });
}
