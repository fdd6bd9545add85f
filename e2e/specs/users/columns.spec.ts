/** The columns of the users table: which are shown, in which order, how wide. */
import type { Page } from '@playwright/test';
import { row } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

const columnHeads = (page: Page) => page.getByRole('table').getByRole('columnheader');
const viewDialog = (page: Page) => page.getByRole('dialog', { name: 'View' });

async function openView(page: Page) {
  await page.getByRole('button', { name: 'View' }).click();
  await expect(viewDialog(page)).toBeVisible();
}

/** Expects these column heads, between the one of the check boxes and the one of the actions. */
async function expectColumns(page: Page, names: string[]) {
  await expect(columnHeads(page)).toHaveText(['', ...names.map((name) => new RegExp(`^${name}`)), 'Actions']);
}

test('Columns can be shown, hidden and reordered, and stay that way after a reload', async ({ page, signIn, a11y }) => {
  await signIn('admin');
  await expectColumns(page, ['Username', 'Email', 'Status', 'Site admin', 'Registered']);
  await openView(page);
  await a11y.audit();
  await viewDialog(page).getByRole('checkbox', { name: 'Verified' }).check();
  await viewDialog(page).getByRole('checkbox', { name: 'Email' }).uncheck();
  for (let step = 0; step < 5; step += 1) {
    await viewDialog(page).getByRole('button', { name: 'Move Registered up' }).click();
  }
  // No column moves in front of the name.
  await expectColumns(page, ['Username', 'Registered', 'Status', 'Site admin', 'Verified']);
  await page.keyboard.press('Escape');
  await expect(viewDialog(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'View' })).toBeFocused();
  await expect(row(page, 'alaine').getByRole('cell', { name: 'No', exact: true })).toBeVisible();
  await a11y.audit();
  await page.reload();
  await expectColumns(page, ['Username', 'Registered', 'Status', 'Site admin', 'Verified']);
  await openView(page);
  await viewDialog(page).getByRole('button', { name: 'Reset to default' }).click();
  await expectColumns(page, ['Username', 'Email', 'Status', 'Site admin', 'Registered']);
});

test('“Unverified” is shown beside the status unless the Verified column is visible', async ({ page, signIn }) => {
  await signIn('admin');
  await expect(row(page, 'alaine').getByText('Unverified')).toBeVisible();
  await openView(page);
  await viewDialog(page).getByRole('checkbox', { name: 'Verified' }).check();
  await expect(row(page, 'alaine').getByText('Unverified')).toBeHidden();
});

test('A column is resized by dragging and by keyboard and keeps its width after a reload', async ({ page, signIn }) => {
  await signIn('admin');
  const email = columnHeads(page).filter({ hasText: 'Email' });
  const before = (await email.boundingBox())!;
  const edge = { x: before.x + before.width, y: before.y + before.height / 2 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(edge.x - 60, edge.y, { steps: 5 });
  await page.mouse.up();
  const currentWidth = async () => Math.round((await email.boundingBox())!.width);
  expect(Math.abs((await currentWidth()) - (before.width - 60))).toBeLessThan(3);
  const width = await currentWidth();
  await page.reload();
  await expect(email).toBeVisible();
  expect(await currentWidth()).toBe(width);
  // The width can also be set by keyboard.
  await openView(page);
  await viewDialog(page).getByText('Column widths').click();
  await viewDialog(page).getByRole('slider', { name: 'Email column width' }).focus();
  await page.keyboard.press('Home');
  await expect.poll(currentWidth).toBe(64);
});

test('“Compact” makes the rows lower, also after a reload', async ({ page, signIn }) => {
  await signIn('admin');
  const height = async () => Math.round((await row(page, 'abruno').boundingBox())!.height);
  expect(await height()).toBe(40);
  await openView(page);
  await viewDialog(page).getByRole('radio', { name: 'Compact' }).check();
  await expect.poll(height).toBe(32);
  await page.reload();
  await expect(row(page, 'abruno')).toBeVisible();
  expect(await height()).toBe(32);
});
