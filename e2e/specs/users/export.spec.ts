/** Exporting the users table as CSV and JSON. */
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expectRowCount, row } from '../../support/page.ts';
import { expect, test } from '../../support/test.ts';

/** Chooses an entry of the export menu and returns the file that the browser saves. */
const download = async (page: Page, entry: RegExp) => {
  await page.getByRole('button', { name: 'Export' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: entry }).click();
  const file = await saved;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
};

test('An export contains the users in the table, in its order', async ({ page, signIn, world, a11y }) => {
  const disabled = (await world.accounts()).filter((account) => account.state === 'disabled');
  await signIn('admin', '/users?status=disabled&sort=-name');
  await expectRowCount(page, disabled.length);
  const csv = await download(page, new RegExp(`^${disabled.length} users as CSV`));
  expect(csv.name).toMatch(/^users-disabled-\d{4}-\d\d-\d\d\.csv$/);
  const [header, ...lines] = csv.text.trimEnd().split('\r\n');
  expect(header).toBe('\ufeffusername,email,status,site_admin,verified,approved,registered');
  expect(lines.map((line) => line.split(',')[0])).toEqual(disabled.map((account) => account.username).reverse());
  await expect(page.getByText(`Exported ${disabled.length} users.`)).toBeVisible();
  await a11y.audit();
  const json = await download(page, /as JSON/);
  expect(json.name).toMatch(/^users-disabled-\d{4}-\d\d-\d\d\.json$/);
  expect(JSON.parse(json.text)).toHaveLength(disabled.length);
});

test.describe('edge-case names', () => {
  test.use({ seed: 'awkward' });

  test('A CSV export escapes a name that looks like a formula', async ({ page, signIn }) => {
    await signIn('admin', '/users?q=%3D1%2B1');
    await expect(row(page, '=1+1')).toBeVisible();
    expect((await download(page, /as CSV/)).text).toContain('\r\n"\'=1+1",');
  });
});

test.describe('20,000 users', () => {
  test.use({ generatedUsers: 20_000 });

  test('An export of 20,000 users contains all of them', async ({ page, signIn, world }) => {
    const users = await world.accounts();
    await signIn('admin');
    await expectRowCount(page, users.length);
    const { text } = await download(page, /as CSV/);
    expect(text.trimEnd().split('\r\n')).toHaveLength(users.length + 1);
  });
});

test.describe('2,000 users, not all loaded', () => {
  test.use({ generatedUsers: 2_000 });

  test('An export of an incomplete list says so in the menu, the file name and the message', async ({
    page,
    signIn,
    world,
  }) => {
    await world.faults.add({ operation: 'list_users', from: 2, effect: 'hang' });
    await signIn('admin');
    await page.getByRole('button', { name: 'Export' }).click();
    await expect(page.getByRole('menuitem', { name: /loaded so far as CSV/ })).toBeVisible();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /as CSV/ }).click();
    expect((await saved).suggestedFilename()).toMatch(/^users-\d{4}-\d\d-\d\d-incomplete\.csv$/);
    await expect(page.getByText('loaded so far. The list was not complete.')).toBeVisible();
  });
});

test('Export says that there is no account to export, and offers no file', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=nobody-has-this-name');
  await expect(page.getByRole('heading', { name: 'No results' })).toBeVisible();
  const exportButton = page.getByRole('button', { name: 'Export' });
  await expect(exportButton).toHaveAccessibleDescription('There are no accounts to export.');
  await expect(exportButton).toBeDisabled();
  await exportButton.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.getByRole('status').getByText('There are no accounts to export.')).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await exportButton.click();
  await expect(page.getByRole('menuitem', { name: /as CSV/ })).toBeVisible();
});
