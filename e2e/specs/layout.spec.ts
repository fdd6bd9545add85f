/** The frame around all pages. */
import { flipSiteAdmin, row } from '../support/page.ts';
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
    const bar = (await page.locator('.selection').boundingBox())!;
    await expect
      .poll(async () => {
        const bounds = (await messages.boundingBox())!;
        return bounds.y + bounds.height <= bar.y;
      })
      .toBe(true);
    const widths = await messages.locator('.toast').evaluateAll((toasts) => toasts.map((toast) => toast.clientWidth));
    expect(new Set(widths).size).toBe(1);
  }
});
