/** The actions in a row of the users table: switch, menu, and their dialogs. */
import { chooseAction, flipSiteAdmin, openPage, row, search } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

test.beforeEach(async ({ signIn, page }) => {
  await signIn('admin');
  await search(page, 'member');
  await expect(row(page, 'member')).toBeVisible();
});

test.describe('site admins', () => {
  test('The switch in a row asks first, makes a user a site admin, and Undo takes it back', async ({
    page,
    world,
    a11y,
  }) => {
    const toggle = page.getByRole('switch', { name: 'Site admin: member' });
    await expect(toggle).not.toBeChecked();
    await toggle.click();
    const prompt = page.getByRole('dialog', { name: 'Make member a site admin?' });
    await expect(prompt).toContainText((await world.account('member')).email!);
    await a11y.audit();
    await page.keyboard.press('Escape');
    await expect(prompt).toBeHidden();
    await expect(toggle).toBeFocused();
    await expect(toggle).not.toBeChecked();
    expect(await world.journal.count({ operation: 'set_admins' })).toBe(0);

    await page.keyboard.press('Space');
    await expect(prompt.getByRole('button', { name: 'Make site admin' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(prompt).toBeHidden();
    await expect(toggle).toBeChecked();
    await expect(page.getByRole('status').filter({ hasText: 'member is now a site admin.' })).toBeVisible();
    expect((await world.account('member')).site_admin).toBe(true);
    await a11y.audit();

    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(toggle).not.toBeChecked();
    await expect(page.getByText('member is no longer a site admin.')).toBeVisible();
    expect((await world.account('member')).site_admin).toBe(false);
  });

  test('The offer to undo goes after a minute, unless the pointer is on it; Activity keeps it', async ({ page }) => {
    await page.clock.install();
    await flipSiteAdmin(page.getByRole('switch', { name: 'Site admin: member' }));
    const undo = page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Undo: member' });
    await page.clock.runFor(30_000);
    await undo.hover();
    await page.clock.runFor(60_000);
    await expect(undo).toBeVisible();
    await page.getByRole('searchbox').hover();
    await page.clock.runFor(20_000);
    await expect(undo).toBeHidden();
    await openPage(page, 'Activity');
    await expect(page.getByRole('button', { name: /^Undo: .*member/ })).toBeVisible();
  });

  test('A site admin who removes themselves is asked first, then loses the switches', async ({ page, world, a11y }) => {
    await search(page, 'admin');
    const toggle = page.getByRole('switch', { name: 'Site admin: admin' });
    await toggle.click();
    const dialog = page.getByRole('dialog', { name: 'Remove admin as site admin?' });
    await expect(dialog).toContainText('This is your own account.');
    await a11y.audit();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(toggle).toBeChecked();
    await expect(toggle).toBeFocused();
    expect((await world.account('admin')).site_admin).toBe(true);

    await toggle.click();
    await dialog.getByRole('button', { name: 'Remove as site admin' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('switch')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Account menu: admin' })).not.toContainText('Site admin');
    expect((await world.account('admin')).site_admin).toBe(false);
  });

  test('A refused site admin change leaves the switch off and shows the reason', async ({ page, world }) => {
    world.expectRefusal({ operation: 'set_admins', branch: 'partially_applied' });
    await world.call('POST', '/member/deactivate');
    const toggle = page.getByRole('switch', { name: 'Site admin: member' });
    await flipSiteAdmin(toggle);
    await expect(page.getByRole('status').filter({ hasText: 'Could not make member a site admin.' })).toContainText(
      'deactivated',
    );
    await expect(toggle).not.toBeChecked();
  });
});

test.describe('disabling', () => {
  test('Disabling a user explains the effect, shows the new status and can be undone', async ({
    page,
    world,
    a11y,
  }) => {
    await chooseAction(page, 'member', 'Disable…');
    const dialog = page.getByRole('dialog', { name: 'Disable member?' });
    await expect(dialog).toContainText('memberships and permissions are kept');
    // Names that look alike are told apart by their emails.
    await expect(dialog).toContainText((await world.account('member')).email!);
    await a11y.audit();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await expect(dialog).toBeHidden();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    expect(await world.account('member')).toMatchObject({ state: 'disabled' });
    expect((await world.call('GET', '/admin/type', { as: 'member' })).httpStatus).toBe(401);

    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
    expect(await world.account('member')).toMatchObject({ state: 'active' });
    expect((await world.call('GET', '/admin/type', { as: 'member' })).httpStatus).toBe(200);
  });

  test('A disabled user is reactivated from the row menu', async ({ page, world }) => {
    await world.call('POST', '/member/disable');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    await chooseAction(page, 'member', 'Reactivate…');
    const dialog = page.getByRole('dialog', { name: 'Reactivate member?' });
    await expect(dialog).toContainText('permissions as before');
    await dialog.getByRole('button', { name: 'Reactivate' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
    expect((await world.account('member')).state).toBe('active');
  });

  test('Pressing Escape in the disable dialog changes nothing and focuses the menu button', async ({ page, world }) => {
    const before = await world.state();
    await chooseAction(page, 'member', 'Disable…');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Actions for member' })).toBeFocused();
    expect(await world.state()).toEqual(before);
  });

  test('Disabling your own account shows a warning and signs you out', async ({ page, world }) => {
    await search(page, 'admin');
    await chooseAction(page, 'admin', 'Disable…');
    const dialog = page.getByRole('dialog', { name: 'Disable admin?' });
    await expect(dialog).toContainText('This is your own account. You will be signed out immediately');
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Your session has ended' })).toContainText(
      'Your account is disabled.',
    );
    expect((await world.account('admin')).state).toBe('disabled');
  });
});

test.describe('deactivating', () => {
  test('Deactivating a user warns that it cannot be undone and offers no Undo', async ({ page, world, a11y }) => {
    await chooseAction(page, 'member', 'Deactivate…');
    const dialog = page.getByRole('dialog', { name: 'Deactivate member?' });
    await expect(dialog).toContainText('This cannot be undone');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await a11y.audit();
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Deactivated' })).toBeVisible();
    await expect(page.getByText('Deactivated member.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
    expect(await world.account('member')).toMatchObject({ state: 'deactivated' });

    await chooseAction(page, 'member', 'Reactivate…');
    await expect(page.getByRole('dialog')).toContainText('with no memberships or permissions');
  });

  test('Deactivating an owner of teams shows why the platform refuses it', async ({ page, world, a11y }) => {
    world.expectRefusal({ operation: 'deactivate', branch: 'still_owns_teams' });
    await search(page, 'janedoe1');
    await chooseAction(page, 'janedoe1', 'Deactivate…');
    const dialog = page.getByRole('dialog', { name: 'Deactivate janedoe1?' });
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
    await expect(dialog.getByRole('alert')).toHaveText(
      'Could not deactivate janedoe1. janedoe1 still owns teams. Failed to deactivate. ' +
        'Transfer ownership on the platform first, or disable the account instead.',
    );
    await a11y.audit();
    expect((await world.account('janedoe1')).state).toBe('active');
    await dialog.getByRole('button', { name: 'Disable instead…' }).click();
    await page.getByRole('dialog', { name: 'Disable janedoe1?' }).getByRole('button', { name: 'Disable' }).click();
    await expect(row(page, 'janedoe1').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  });
});

test('A pending change keeps its dialog open and is not sent twice', async ({ page, world }) => {
  const gate = await world.gates.close({ operation: 'disable' });
  await chooseAction(page, 'member', 'Disable…');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Disable' }).click();
  const working = dialog.getByRole('button', { name: 'Disabling…' });
  await expect(working).toBeDisabled();
  await working.press('Enter');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await gate.waitUntilHeld();
  await gate.open();
  await expect(dialog).toBeHidden();
  expect(await world.journal.count({ operation: 'disable' })).toBe(1);
});

test('A user is disabled from the row menu by keyboard alone', async ({ page, world }) => {
  await page.getByRole('button', { name: 'Actions for member' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Reset password…' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem', { name: 'Deactivate…' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Actions for member' })).toBeFocused();

  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Disable…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Disable' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Actions for member' })).toBeFocused();
  expect((await world.account('member')).state).toBe('disabled');
});

test('A row menu opens and closes by its button and closes on a click outside', async ({ page, a11y }) => {
  const button = page.getByRole('button', { name: 'Actions for member' });
  await button.click();
  await expect(page.getByRole('menu')).toBeVisible();
  await a11y.audit();
  await button.click();
  await expect(page.getByRole('menu')).toBeHidden();
  await button.click();
  await page.getByRole('heading', { name: 'Users' }).click();
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(button).toHaveAttribute('aria-expanded', 'false');
});

test('Opening the menu of another row closes the first and acts on the second account', async ({ page, world }) => {
  await search(page, '');
  const menu = page.getByRole('menu');
  const buttons = page.getByRole('button', { name: /^Actions for / });
  // The menu covers the rows below its button.
  const [first, second] = [buttons.nth(4), buttons.nth(3)];
  const name = (await page.getByRole('rowheader').nth(3).textContent())!;
  await first.click();
  await expect(menu).not.toHaveAccessibleName(`Actions for ${name}`);
  await second.click();
  await expect(menu).toHaveAccessibleName(`Actions for ${name}`);
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await expect(first).toHaveAttribute('aria-expanded', 'false');
  const [opened, button] = [await menu.boundingBox(), await second.boundingBox()];
  // The menu opens next to the button that was pressed.
  expect(Math.abs(opened!.y - button!.y)).toBeLessThan(60);
  await page.getByRole('menuitem', { name: 'Deactivate…' }).click();
  await page
    .getByRole('dialog', { name: `Deactivate ${name}?` })
    .getByRole('button', { name: 'Deactivate' })
    .click();
  await expect(page.getByRole('dialog')).toBeHidden();
  expect((await world.account(name)).state).toBe('deactivated');
});

for (const [condition, text] of [
  ['a search replaces its row', 'manager'],
  ['a search leaves no row', 'nobody-is-called-that'],
] as const) {
  test(`A row menu closes when ${condition}`, async ({ page }) => {
    // Changes the list without a click, which would close the menu by itself.
    const changeList = (text: string) =>
      page.evaluate((text) => {
        const box = document.querySelector<HTMLInputElement>('input[type=search]')!;
        box.value = text;
        box.dispatchEvent(new Event('input', { bubbles: true }));
      }, text);
    const button = page.getByRole('button', { name: 'Actions for member' });
    await button.click();
    await expect(page.getByRole('menu')).toBeVisible();
    await changeList(text);
    await expect(button).toBeHidden();
    await expect(page.getByRole('menu')).toBeHidden();
    await expect(page.locator('[aria-expanded=true]')).toHaveCount(0);
    await changeList('member');
    await expect(button).toHaveAttribute('aria-expanded', 'false');
    await expect(page.getByRole('menu')).toBeHidden();
  });
}

test('The question at a switch goes when its row does, and is never answered for someone else', async ({
  page,
  world,
}) => {
  await search(page, '');
  const toggle = page.getByRole('switch').nth(3);
  await toggle.click();
  await expect(page.getByRole('dialog', { name: /site admin\?$/ })).toBeVisible();
  // Every row shows another account.
  await page.locator('.table-scroll').evaluate((scroller) => (scroller.scrollTop = 4_000));
  await expect(page.getByRole('dialog', { name: /site admin\?$/ })).toBeHidden();
  expect(await world.journal.count({ operation: ['set_admins', 'remove_admins'] })).toBe(0);
});
