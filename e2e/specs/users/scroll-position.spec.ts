/** How far lists are scrolled, which belongs to the entry of the browser's history. */
import type { Page } from '@playwright/test';
import { expectRowCount, openPage, row } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

const scroller = (page: Page) => page.getByRole('main').locator('.table-scroll');
const position = (page: Page) => scroller(page).evaluate((element) => element.scrollTop);

/** Scrolls the list, and waits until its position is in the history. */
async function scrollTo(page: Page, pixels: number): Promise<void> {
  await scroller(page).evaluate((element, pixels) => (element.scrollTop = pixels), pixels);
  await expect.poll(() => page.evaluate(() => (history.state as { scrolledTop?: number })?.scrolledTop)).toBe(pixels);
}

test('Back from another page, Back over a filter and a reload return to the same rows', async ({
  page,
  signIn,
  world,
}) => {
  const count = (await world.accounts()).length;
  await signIn('admin', '/users');
  await expectRowCount(page, count);
  await scrollTo(page, 3_000);
  await openPage(page, 'Overview');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await page.goBack();
  await expect.poll(() => position(page)).toBe(3_000);
  await expectRowCount(page, count);

  await page.getByRole('button', { name: /^Active/ }).click();
  await expect(page).toHaveURL(/status=active/);
  await expect.poll(() => position(page)).toBe(0);
  await page.goBack();
  await expectRowCount(page, count);
  await expect.poll(() => position(page)).toBe(3_000);

  await page.reload();
  await expectRowCount(page, count);
  await expect.poll(() => position(page)).toBe(3_000);
});

test('A key ends the return to an old position', async ({ page, signIn, world }) => {
  await signIn('admin', '/users');
  await expectRowCount(page, (await world.accounts()).length);
  await scrollTo(page, 3_000);
  const gate = await world.gates.close({ operation: 'list_users' });
  await page.reload();
  await gate.waitUntilHeld();
  await page.keyboard.press('Shift');
  await gate.open();
  await expect(row(page, 'abruno')).toBeVisible();
  expect(await position(page)).toBe(0);
});
