/** Selecting accounts in the users table. */
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expectRowCount, row, search } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

const checkbox = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
const selectAll = (page: Page) => page.getByRole('checkbox', { name: 'Select all results' });
const selectedCount = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('status')
    .filter({ hasText: /\d selected/ });

/** The usernames in the exported file of the selected accounts. */
async function exportSelected(page: Page): Promise<string[]> {
  await page.getByRole('button', { name: 'Export selected' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /as JSON/ }).click();
  const users = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as { username: string }[];
  return users.map((user) => user.username);
}

test('Users are selected one by one, and in ranges with Shift', async ({ page, signIn, world, a11y }) => {
  const users = (await world.accounts()).map((account) => account.username);
  await signIn('admin');
  await checkbox(page, users[1]!).check();
  await expect(selectedCount(page)).toHaveText('1 selected');
  await checkbox(page, users[4]!).click({ modifiers: ['Shift'] });
  await expect(selectedCount(page)).toHaveText('4 selected');
  for (const index of [1, 2, 3, 4]) await expect(checkbox(page, users[index]!)).toBeChecked();
  await expect(checkbox(page, users[5]!)).not.toBeChecked();
  await a11y.audit();
  // The range starts at the same anchor again and overrides the toggle of the browser.
  await checkbox(page, users[3]!).click({ modifiers: ['Shift'] });
  await expect(selectedCount(page)).toHaveText('3 selected');
  await expect(checkbox(page, users[3]!)).toBeChecked();
  await expect(checkbox(page, users[4]!)).not.toBeChecked();
  await checkbox(page, users[2]!).uncheck();
  await expect(selectedCount(page)).toHaveText('2 selected');
  expect(await exportSelected(page)).toEqual([users[1], users[3]]);
  await page.getByRole('button', { name: 'Clear selection' }).click();
  await expect(selectedCount(page)).toHaveCount(0);
  await expect(checkbox(page, users[1]!)).not.toBeChecked();
});

test('Users are selected by keyboard alone', async ({ page, signIn, world }) => {
  const users = (await world.accounts()).map((account) => account.username);
  await signIn('admin');
  await expectRowCount(page, users.length);
  await row(page, users[0]!).getByRole('link').focus();
  await page.keyboard.press('Space');
  await expect(checkbox(page, users[0]!)).toBeChecked();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(row(page, users[2]!).getByRole('link')).toBeFocused();
  await expect(selectedCount(page)).toHaveText('3 selected');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(selectedCount(page)).toHaveText('2 selected');
  await page.keyboard.press('Shift+End');
  await expect(selectedCount(page)).toHaveText(`${users.length} selected`);
  await page.keyboard.press('Space');
  await expect(selectedCount(page)).toHaveText(`${users.length - 1} selected`);
  await page.keyboard.press('Control+a');
  await expect(selectedCount(page)).toHaveText(`${users.length} selected`);
  await page.keyboard.press('Control+a');
  await expect(selectedCount(page)).toHaveCount(0);
});

test('“Select all” keeps its selection when the filter changes', async ({ page, signIn, world, a11y }) => {
  const users = await world.accounts();
  const disabled = users.filter((account) => account.state === 'disabled').map((account) => account.username);
  await signIn('admin', '/users?status=disabled');
  await expectRowCount(page, disabled.length);
  await selectAll(page).check();
  await expect(selectedCount(page)).toHaveText(`${disabled.length} selected`);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expectRowCount(page, users.length);
  await expect(selectedCount(page)).toHaveText(`${disabled.length} selected`);
  await expect(selectAll(page)).toHaveJSProperty('indeterminate', true);
  await search(page, 'janedoe1');
  await expect(selectedCount(page)).toHaveText(`${disabled.length} selected (${disabled.length} not shown)`);
  await expect(selectAll(page)).not.toBeChecked();
  await a11y.audit();
  await page.getByRole('button', { name: 'Select all 1 result' }).click();
  await expect(selectedCount(page)).toHaveText(`${disabled.length + 1} selected (${disabled.length} not shown)`);
  expect((await exportSelected(page)).sort()).toEqual([...disabled, 'janedoe1'].sort());
  await selectAll(page).uncheck();
  await search(page, '');
  await expect(selectedCount(page)).toHaveText(`${disabled.length} selected`);
});

test('A selected user who no longer matches the filter stays selected', async ({ page, signIn, world }) => {
  const active = (await world.accounts()).filter((account) => account.state === 'active').length;
  await signIn('admin', '/users?status=active');
  await expectRowCount(page, active);
  await selectAll(page).check();
  await world.call('POST', '/member/disable');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expectRowCount(page, active - 1);
  await expect(selectedCount(page)).toHaveText(`${active} selected (1 not shown)`);
});

test.describe('thousands of users', () => {
  test.use({ generatedUsers: 3_000 });

  test('“Select all” includes users who are loaded later', async ({ page, signIn, world }) => {
    const users = await world.accounts();
    await world.faults.add({ operation: 'list_users', from: 2, effect: 'hang' });
    await signIn('admin');
    await selectAll(page).check();
    await expect(selectedCount(page)).toHaveText('500 selected');
    await page.getByRole('button', { name: 'Pause' }).click();
    await world.faults.clear();
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(selectedCount(page)).toHaveText(`${users.length.toLocaleString('en-GB')} selected`);
    await expect(selectAll(page)).toBeChecked();
  });
});

test('On a phone, the bar of the selection takes two lines', async ({ page, signIn, a11y }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn('admin', '/users?q=initech');
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  const names = await page.getByRole('rowheader').allTextContents();
  await checkbox(page, names[0]!).check();
  await checkbox(page, names[1]!).check();
  const bar = page.locator('.selection');
  const lines = await bar.locator('output, button').evaluateAll((elements) => {
    const centers = elements.map((element) => element.getBoundingClientRect()).map((box) => box.y + box.height / 2);
    return new Set(centers.map((center) => Math.round(center / 8))).size;
  });
  expect(lines).toBe(2);
  await expect(bar.getByRole('button', { name: 'Disable…' })).toBeVisible();
  await a11y.audit();
  await bar.getByRole('button', { name: 'More' }).click();
  await expect(page.getByRole('menuitem')).toHaveText([
    /^Select all \d+ results$/,
    'Reactivate…',
    'Reset passwords…',
    'Make site admin…',
    'Remove as site admin…',
    /^Deactivate…/,
  ]);
  await page.getByRole('menuitem', { name: /^Select all/ }).click();
  await expect(selectedCount(page)).not.toHaveText('2 selected');
  await bar.getByRole('button', { name: 'More' }).click();
  await expect(page.getByRole('menuitem').first()).toHaveText('Reactivate…');
});
