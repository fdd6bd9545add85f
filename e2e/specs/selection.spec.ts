import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expect, expectRows, row, search, test } from '../console.ts';

const box = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
const all = (page: Page) => page.getByRole('checkbox', { name: 'Select all in this list' });
const count = (page: Page) => page.getByRole('main').getByRole('status').filter({ hasText: /\d selected/ });

/** What the browser saves of those who are selected. */
async function exported(page: Page): Promise<string[]> {
  await page.getByRole('button', { name: 'Export selected' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /as JSON/ }).click();
  const users = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as { username: string }[];
  return users.map((user) => user.username);
}

test('accounts are selected one by one, and ranges with Shift', async ({ page, signIn, world, a11y }) => {
  const users = (await world.accounts()).map((account) => account.username);
  await signIn('admin');
  await box(page, users[1]!).check();
  await expect(count(page)).toHaveText('1 selected');
  await box(page, users[4]!).click({ modifiers: ['Shift'] });
  await expect(count(page)).toHaveText('4 selected');
  for (const place of [1, 2, 3, 4]) await expect(box(page, users[place]!)).toBeChecked();
  await expect(box(page, users[5]!)).not.toBeChecked();
  await a11y.audit();
  // Drawn again from the same place, also over what the browser would turn over.
  await box(page, users[3]!).click({ modifiers: ['Shift'] });
  await expect(count(page)).toHaveText('3 selected');
  await expect(box(page, users[3]!)).toBeChecked();
  await expect(box(page, users[4]!)).not.toBeChecked();
  await box(page, users[2]!).uncheck();
  await expect(count(page)).toHaveText('2 selected');
  expect(await exported(page)).toEqual([users[1], users[3]]);
  await page.getByRole('button', { name: 'Clear selection' }).click();
  await expect(count(page)).toHaveCount(0);
  await expect(box(page, users[1]!)).not.toBeChecked();
});

test('accounts are selected with the keyboard alone', async ({ page, signIn, world }) => {
  const users = (await world.accounts()).map((account) => account.username);
  await signIn('admin');
  await expectRows(page, users.length);
  await row(page, users[0]!).getByRole('link').focus();
  await page.keyboard.press('Space');
  await expect(box(page, users[0]!)).toBeChecked();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(row(page, users[2]!).getByRole('link')).toBeFocused();
  await expect(count(page)).toHaveText('3 selected');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(count(page)).toHaveText('2 selected');
  await page.keyboard.press('Shift+End');
  await expect(count(page)).toHaveText(`${users.length} selected`);
  await page.keyboard.press('Space');
  await expect(count(page)).toHaveText(`${users.length - 1} selected`);
  await page.keyboard.press('Control+a');
  await expect(count(page)).toHaveText(`${users.length} selected`);
  await page.keyboard.press('Control+a');
  await expect(count(page)).toHaveCount(0);
});

test('everything that matches stays what it was when the filter changes', async ({ page, signIn, world, a11y }) => {
  const users = await world.accounts();
  const disabled = users.filter((account) => account.state === 'disabled').map((account) => account.username);
  await signIn('admin', '/users?status=disabled');
  await expectRows(page, disabled.length);
  await all(page).check();
  await expect(count(page)).toHaveText(`${disabled.length} selected`);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expectRows(page, users.length);
  await expect(count(page)).toHaveText(`${disabled.length} selected`);
  await expect(all(page)).toHaveJSProperty('indeterminate', true);
  await search(page, 'janedoe1');
  await expect(count(page)).toHaveText(`${disabled.length} selected, ${disabled.length} of them not in this list`);
  await expect(all(page)).not.toBeChecked();
  await a11y.audit();
  await page.getByRole('button', { name: 'Select all 1' }).click();
  await expect(count(page)).toHaveText(`${disabled.length + 1} selected, ${disabled.length} of them not in this list`);
  expect((await exported(page)).sort()).toEqual([...disabled, 'janedoe1'].sort());
  await all(page).uncheck();
  await search(page, '');
  await expect(count(page)).toHaveText(`${disabled.length} selected`);
});

test('who no longer matches after a change stays selected', async ({ page, signIn, world }) => {
  const active = (await world.accounts()).filter((account) => account.state === 'active').length;
  await signIn('admin', '/users?status=active');
  await expectRows(page, active);
  await all(page).check();
  await world.call('POST', '/member/disable');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expectRows(page, active - 1);
  await expect(count(page)).toHaveText(`${active} selected, 1 of them not in this list`);
});

test.describe('with many accounts', () => {
  test.use({ generatedUsers: 3_000 });

  test('everything that matches takes in who is read later', async ({ page, signIn, world }) => {
    const users = await world.accounts();
    await world.faults.add({ operation: 'list_users', from: 2, effect: 'hang' });
    await signIn('admin');
    await all(page).check();
    await expect(count(page)).toHaveText('500 selected');
    await page.getByRole('button', { name: 'Pause' }).click();
    await world.faults.clear();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(count(page)).toHaveText(`${users.length.toLocaleString('en-GB')} selected`);
    await expect(all(page)).toBeChecked();
  });
});
