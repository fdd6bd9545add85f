/**
 * The console against every variant of the platform: whatever a deployment decides where the
 * reference is silent, the main jobs work, or the console says what does not work.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { World } from 'account-admin-mock';
import { startServer } from 'account-admin-mock/server';
import { createButton, fillFirstRow } from '../../support/create.ts';
import {
  chooseAction,
  dialog,
  dialogStatus,
  fillSignIn,
  flipSiteAdminTwice,
  openPage,
  row,
  search,
} from '../../support/page.ts';
import { closeSavedPasswords, copyWith, forgetPasswords } from '../../support/passwords.ts';
import { expect, test as base } from '../../support/test.ts';

/** The rulings of the contract, with the answers that it does not assume. */
const VARIANTS: Record<string, string[]> = {
  content_type: ['required'],
  unauthorized_status: ['403', '200'],
  refusal_status: ['4xx'],
  messages: ['other'],
  list_verified: ['is_verfied', 'is_verified', 'none'],
  admins_verified: ['is_verfied', 'both', 'none'],
  registered_on: ['milliseconds'],
  service_account_email: ['null', 'missing'],
  list_order: ['username_case_sensitive', 'registered_on'],
  include_disabled: ['ignored', 'always'],
  limit_over_maximum: ['refused'],
  offset_past_end: ['refused'],
  last_next_offset: ['null', 'missing'],
  texts_for_values: ['refused'],
  search_case: ['sensitive'],
  domain_wildcard: ['literal'],
  get_all: ['keeps_filters'],
  unknown_user_type: ['ignored'],
  create_failures: ['reasons'],
  partial_admins: ['ok'],
  repeated_state: ['refused'],
  disable_deactivated: ['ok'],
  service_account_password: ['ok'],
};

/** A platform of a variant, which serves the console. */
const test = base.extend<{ variant: Record<string, string>; platform: World }>({
  variant: [{}, { option: true }],
  platform: async ({ variant }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'variant-'));
    const file = join(folder, 'variant.json');
    await writeFile(file, JSON.stringify(variant));
    const server = await startServer('--like', file, '--assets', process.env['MOCK_ASSETS']!);
    const world = await World.create(server.url, { seed: 'demo' });
    await use(world);
    await server.stop();
    await rm(folder, { recursive: true });
  },
});

test('Every answer to every ruling has a test', async ({ platform }) => {
  interface Schema {
    enum?: string[];
    properties?: Record<string, { $ref?: string }>;
  }
  const response = await fetch(`${platform.url}/__mock/schemas/variant.json`);
  const { $defs: definitions } = (await response.json()) as { $defs: Record<string, Schema> };
  const properties = Object.entries(definitions['Variant']!.properties!);
  const rulings = properties.filter(([name]) => name !== '$schema');
  expect(rulings.map(([name]) => name).sort()).toEqual(Object.keys(VARIANTS).sort());
  for (const [name, field] of rulings) {
    const [, ...others] = definitions[field.$ref!.split('/').pop()!]!.enum!;
    expect(others.sort(), name).toEqual([...VARIANTS[name]!].sort());
  }
});

for (const [ruling, answers] of Object.entries(VARIANTS)) {
  for (const answer of answers) {
    test.describe(`${ruling} is ${answer}`, () => {
      test.use({ variant: { [ruling]: answer } });

      test('the main jobs of the console work, or it says what does not', async ({ page, platform }) => {
        await page.goto(platform.url);
        await test.step('A wrong token is refused', async () => {
          await fillSignIn(page, 'admin', `${platform.token('admin')}~7`);
          await expect(page.getByRole('alert').filter({ hasText: /token/i })).toBeVisible();
        });
        await test.step('Sign in and find someone', async () => {
          await fillSignIn(page, 'admin', platform.token('admin'));
          await search(page, 'member');
          if (ruling !== 'texts_for_values') await expect(row(page, 'member')).toBeVisible();
        });
        if (ruling === 'texts_for_values') {
          // The console sends booleans as texts, as the example of the reference does.
          const main = page.getByRole('main');
          await expect(main.getByRole('heading', { name: 'Could not load accounts' })).toBeVisible();
          await expect(main).toContainText('get_all must not be a string.');
          return;
        }
        await test.step('Make a site admin, and undo that', async () => {
          await flipSiteAdminTwice(page, platform, 'member');
        });
        await test.step('Disable and reactivate', async () => {
          await chooseAction(page, 'member', 'Disable…');
          await dialog(page).getByRole('button', { name: 'Disable' }).click();
          await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
          expect((await platform.account('member')).state).toBe('disabled');
          await chooseAction(page, 'member', 'Reactivate…');
          await dialog(page).getByRole('button', { name: 'Reactivate' }).click();
          await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
          expect((await platform.account('member')).state).toBe('active');
        });
        await test.step('A refusal is shown in the words of the platform', async () => {
          await search(page, 'janedoe1');
          await chooseAction(page, 'janedoe1', 'Deactivate…');
          await dialog(page).getByRole('button', { name: 'Deactivate' }).click();
          const refusals = () => platform.journal.entries({ operation: 'deactivate', account: 'janedoe1' });
          await expect.poll(async () => (await refusals()).at(-1)?.msg).toBeTruthy();
          await expect(dialog(page).getByRole('alert')).toContainText((await refusals()).at(-1)!.msg!);
          expect((await platform.account('janedoe1')).state).toBe('active');
          await page.keyboard.press('Escape');
        });
        await test.step('Reset a password', async () => {
          await search(page, 'member');
          await chooseAction(page, 'member', 'Reset password…');
          await dialog(page).getByRole('button', { name: 'Reset password' }).click();
          await expect(dialogStatus(page, 'Password reset for')).toBeVisible();
          await copyWith(page, dialog(page).getByRole('button', { name: 'Copy', exact: true }));
          await closeSavedPasswords(page);
        });
        await test.step('Create a user', async () => {
          await page.getByRole('link', { name: 'Create users' }).click();
          await fillFirstRow(page, 'ada.lovelace', 'ada@globex.example');
          await createButton(page, 1).click();
          await expect(dialogStatus(page, '1 user created')).toBeVisible();
          expect((await platform.account('ada.lovelace')).email).toBe('ada@globex.example');
          await forgetPasswords(page);
        });
        await test.step('Look names up', async () => {
          // A refusal with another HTTP status than 200 might not come from the platform.
          const isUnsure = ruling === 'refusal_status';
          const outcome = isUnsure ? '1 found · 0 not found · 1 could not be checked' : '1 found · 1 not found';
          await page.goto(`${platform.url}/lookup`);
          await page.getByLabel('Usernames or email addresses').fill('janedoe1\nno-such-one');
          await page.getByRole('button', { name: 'Look up 2' }).click();
          await expect(page.getByRole('status').filter({ hasText: outcome })).toBeVisible();
        });
        await test.step('See who is a site admin', async () => {
          await openPage(page, 'Site admins');
          await expect(row(page, 'admin')).toBeVisible();
        });
      });
    });
  }
}
