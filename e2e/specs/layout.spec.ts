/** The frame around all pages. */
import { field, fillFirstRow } from '../support/create.ts';
import { dialog, dialogStatus, flipSiteAdmin, openPage, row } from '../support/page.ts';
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

test('In a narrow window, a button opens the navigation', async ({ page, signIn, a11y }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn('admin');
  const main = page.getByRole('navigation', { name: 'Main' });
  const link = main.getByRole('link', { name: 'Activity' });
  await expect(link).toBeHidden();
  await main.getByRole('button', { name: 'Menu' }).click();
  await expect(main.getByRole('link')).toHaveCount(6);
  for (const page of await main.getByRole('link').all()) await expect(page).toBeInViewport({ ratio: 1 });
  await a11y.audit();
  await link.click();
  await expect(page.getByRole('heading', { name: 'Activity', exact: true })).toBeVisible();
  await expect(link).toBeHidden();
  await page.setViewportSize({ width: 1440, height: 740 });
  await expect(link).toBeVisible();
  await expect(main.getByRole('button', { name: 'Menu' })).toBeHidden();
});

test('In a narrow window, jobs are in the navigation, and its button says so', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn('admin', '/users?q=janedoe1');
  await row(page, 'janedoe1').getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Disable…' }).click();
  const gate = await world.gates.close({ operation: 'disable' });
  await dialog(page).getByRole('button', { name: 'Disable 1 user' }).click();
  await gate.waitUntilHeld();
  await dialog(page).getByRole('button', { name: 'Run in background' }).click();
  const menu = page.getByRole('button', { name: 'Menu · 1 job' });
  await menu.click();
  await a11y.audit();
  await gate.open();
  await page
    .getByRole('region', { name: 'Jobs' })
    .getByRole('button', { name: /^1 user disabled/ })
    .click();
  await expect(dialogStatus(page, '1 user disabled')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: 'Menu', exact: true })).toBeVisible();
  await expect(row(page, 'janedoe1').getByRole('link')).toBeFocused();
});

test('The navigation leads back to new users that are not created yet', async ({ page, signIn, a11y }) => {
  await signIn('admin', '/users/new');
  await fillFirstRow(page, 'ada', 'ada@globex.example');
  await openPage(page, 'Overview');
  const link = page.getByRole('link', { name: 'Not created yet (users) 1' });
  await expect(link).toBeVisible();
  await a11y.audit();
  await link.click();
  await expect(field(page, 'Username', 1)).toHaveValue('ada');
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(link).toBeHidden();
});

test('The title and the buttons of a long dialog stay in sight', async ({ page, signIn, a11y }) => {
  await page.setViewportSize({ width: 360, height: 600 });
  await signIn('admin', '/lookup');
  await page.getByLabel('Usernames or email addresses').fill('admin\nmanager\nmfoster\nmember\nglobex\nno-such-one');
  await page.getByRole('button', { name: 'Look up 6' }).click();
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Deactivate…' }).click();
  const parts = [
    dialog(page).getByRole('heading', { name: /^Deactivate/ }),
    dialog(page).getByRole('button', { name: 'Cancel' }),
    dialog(page).getByRole('button', { name: /^Deactivate/ }),
  ];
  const expectInSight = async () => {
    for (const part of parts) await expect(part).toBeInViewport({ ratio: 1 });
  };
  await expectInSight();
  await dialog(page).evaluate((dialog) => dialog.scrollTo(0, dialog.scrollHeight));
  await expectInSight();
  await a11y.audit();
});

test('Messages push out no other that has an Undo, and do not cover the selection bar', async ({ page, signIn }) => {
  await signIn('admin', '/users?status=active');
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  const messages = page.getByRole('region', { name: 'Notifications' });
  const others = (await page.getByRole('rowheader').allTextContents()).filter((name) => name !== 'admin');
  const names = others.slice(0, 4);
  for (const name of names) await flipSiteAdmin(row(page, name).getByRole('switch'));
  await expect(messages.getByRole('button', { name: 'Show 1 more message' })).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  await download;
  await messages.getByRole('button', { name: /^Show \d more messages?$/ }).click();
  for (const name of names) await expect(messages.getByRole('button', { name: `Undo: ${name}` })).toBeVisible();

  await row(page, names[0]!).getByRole('checkbox').check();
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await expect
      .poll(async () => {
        const bar = (await page.locator('.selection').boundingBox())!;
        // The region is larger: it has room for the shadows of the messages.
        const bottoms = await messages
          .locator('.toast')
          .evaluateAll((toasts) => toasts.map((toast) => toast.getBoundingClientRect().bottom));
        return Math.max(...bottoms) <= bar.y;
      })
      .toBe(true);
    const widths = await messages.locator('.toast').evaluateAll((toasts) => toasts.map((toast) => toast.clientWidth));
    expect(new Set(widths).size).toBe(1);
  }
});

test('A double click on Undo undoes one change, although the next message moves under the pointer', async ({
  page,
  signIn,
  world,
}) => {
  await signIn('admin');
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  const names = (await page.getByRole('rowheader').allTextContents()).filter((name) => name !== 'admin').slice(0, 2);
  for (const name of names) await flipSiteAdmin(row(page, name).getByRole('switch'));
  const messages = page.getByRole('region', { name: 'Notifications' });
  const undo = messages.getByRole('button', { name: /^Undo/ });
  await expect(undo).toHaveCount(2);
  await undo.last().dblclick();
  await expect(messages.getByText('is no longer a site admin.')).toHaveCount(1);
  await expect(undo).toHaveCount(2);
  expect(await world.journal.count({ operation: 'remove_admins' })).toBe(1);
});

test('The menu of the last row can be scrolled out from under messages', async ({ page, signIn, world }) => {
  const last = (await world.accounts()).filter((account) => account.state === 'active').at(-1)!.username;
  await signIn('admin', '/users?status=active');
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  const names = (await page.getByRole('rowheader').allTextContents()).filter((name) => name !== 'admin');
  for (const name of names.slice(0, 3)) await flipSiteAdmin(row(page, name).getByRole('switch'));
  await expect(page.getByRole('region', { name: 'Notifications' }).locator('.toast')).toHaveCount(3);
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 800 });
    const button = page.getByRole('button', { name: `Actions for ${last}`, exact: true });
    // The list keeps its first row in place when its width changes, also after it was scrolled.
    const isReached = async () => {
      await page.locator('.table-scroll').evaluate((scroller) => scroller.scrollTo(0, 1e6));
      if ((await button.count()) === 0) return false;
      return button.evaluate((button) => {
        const box = button.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return button.contains(top);
      });
    };
    await expect.poll(isReached).toBe(true);
    // It stays there once scrolling has ended.
    await button.click();
    await page.keyboard.press('Escape');
  }
});

test('On a phone, no page is wider than the window while its accounts load, or when that failed', async ({
  page,
  signIn,
  world,
}) => {
  await page.setViewportSize({ width: 320, height: 740 });
  await signIn('admin', '/activity');
  const expectNoOverflow = async (path: string, state: string) => {
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `pixels that ${path} is too wide ${state}`).toBeLessThanOrEqual(0);
  };
  await world.faults.add({ effect: 'hang' });
  for (const path of ['/overview', '/users', '/users?user=member', '/service-accounts', '/admins', '/lookup']) {
    await page.goto(path);
    await expect(page.getByRole('heading').first()).toBeVisible();
    await expectNoOverflow(path, 'while it loads');
  }
  await world.faults.clear();
  await world.faults.add({ effect: { html: 502 } });
  for (const path of ['/overview', '/users', '/service-accounts', '/admins']) {
    await page.goto(path);
    await expect(page.getByText(/^Could not load/).first()).toBeVisible();
    await expectNoOverflow(path, 'when it could not be loaded');
  }
});
