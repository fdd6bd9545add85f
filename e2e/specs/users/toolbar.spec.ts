/** The toolbar above the users table. */
import type { Page } from '@playwright/test';
import { flipSiteAdmin, listSummary, row, search } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

const filters = (page: Page) => page.getByRole('group', { name: 'Filters' });

test('No width and no set of filters makes the toolbar higher or hides an active filter', async ({ page, signIn }) => {
  await signIn('admin');
  await expect(listSummary(page)).toHaveText(/^\d+ users · /);
  const bounds = () => page.locator('search').boundingBox();
  for (const width of [1440, 1100, 900, 768, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/users');
    await expect(listSummary(page)).toHaveText(/^\d+ users · /);
    const before = await bounds();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const menu = page.getByRole('dialog', { name: 'Filter' });
    const settled = () =>
      menu.evaluate((menu) => Promise.all(menu.getAnimations().map((animation) => animation.finished)).then(() => {}));
    await settled();
    const menuBefore = await menu.boundingBox();
    await menu.getByRole('checkbox', { name: /^Unapproved/ }).check();
    await expect(filters(page).getByRole('button', { name: /^Unapproved/ })).toBeInViewport();
    await menu.getByRole('checkbox', { name: /^Unverified/ }).check();
    await expect(filters(page).getByRole('button', { pressed: true })).toHaveCount(2);
    expect(await bounds()).toEqual(before);
    // The open menu stays where it is.
    const menuAfter = await menu.boundingBox();
    expect([menuAfter!.x, menuAfter!.y]).toEqual([menuBefore!.x, menuBefore!.y]);
    await page.keyboard.press('Escape');
  }
});

test('A filter that is pressed keeps its place, and so do the others', async ({ page, signIn }) => {
  await signIn('admin');
  await expect(listSummary(page)).toHaveText(/^\d+ users · /);
  const buttons = filters(page).getByRole('button');
  const places = () => buttons.evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().x));
  const before = await places();
  expect(before.length).toBeGreaterThan(2);
  await buttons.filter({ hasText: 'Disabled' }).click();
  await expect(page).toHaveURL(/status=disabled/);
  expect(await places()).toEqual(before);
  await search(page, 'a');
  await expect(listSummary(page)).toHaveText(/ of /);
  expect(await places()).toEqual(before);
});

test('Rows stay where they are while site admins are made', async ({ page, signIn }) => {
  // So wide that one more digit used to wrap the filters.
  await signIn('admin', '/users?status=active');
  for (const width of [1024, 1190, 1280, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    // The table follows a new size of the window one frame later.
    await page.reload();
    await expect(page.getByRole('switch').first()).toBeVisible();
    const box = () => page.getByRole('table').boundingBox();
    const before = await box();
    const name = await page.getByRole('rowheader').nth(3).textContent();
    await flipSiteAdmin(row(page, name!).getByRole('switch'));
    expect(await box()).toEqual(before);
  }
});

test('Counts are left out until they are known', async ({ page, signIn }) => {
  await page.route('**/list_users', (route) => route.abort());
  await signIn('admin');
  await expect(filters(page).getByRole('button', { name: 'Active', exact: true })).toHaveText('Active');
});

test('Registration dates have presets', async ({ page, signIn, a11y }) => {
  await signIn('admin');
  const year = new Date().getUTCFullYear();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const menu = page.getByRole('dialog', { name: 'Filter' });
  await menu.getByRole('button', { name: `Before ${year}` }).click();
  await expect(page).toHaveURL(new RegExp(`registered=\\.\\.${year - 1}-12-31$`));
  await expect(menu.getByLabel('On or before')).toHaveValue(`${year - 1}-12-31`);
  await a11y.audit();
  await menu.getByRole('button', { name: `Before ${year}` }).click();
  await expect(page).toHaveURL(/\/users$/);
});

test('The tag that is filtered for is visible, whatever else applies', async ({ page, signIn, world }) => {
  await world.updateAccount('member', { verified: false, approved: false });
  await signIn('admin', '/users?approved=no&q=member');
  for (const width of [1440, 1024, 900, 360]) {
    await page.setViewportSize({ width, height: 800 });
    const cell = row(page, 'member').locator('.cell-status');
    await expect(cell.getByText('Unapproved')).toBeVisible();
    const isCut = await cell.evaluate((cell) => {
      const tag = cell.querySelector('.tag-unapproved')!.getBoundingClientRect();
      const box = cell.getBoundingClientRect();
      return tag.right > box.right + 1 || tag.bottom > box.bottom + 1;
    });
    expect(isCut, `at ${width} px`).toBe(false);
  }
});
