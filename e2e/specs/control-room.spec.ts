/** The control room: the page of the mock at /__mock/, for developers of any frontend. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { World } from 'account-admin-mock';
import { startServer } from 'account-admin-mock/server';
import { expect, test } from '../support/test.ts';

/** A section of the page. */
function section(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** What the page says about the last action. */
function outcome(page: Page): Locator {
  return page.getByRole('status');
}

/** Opens something that is closed at first. */
async function expand(parent: Locator, name: string): Promise<void> {
  await parent.getByText(name, { exact: true }).click();
}

/** How someone uses the page. */
interface Hands {
  press: (target: Locator) => Promise<void>;
  write: (target: Locator, text: string) => Promise<void>;
  choose: (target: Locator, option: string) => Promise<void>;
}

const MOUSE: Hands = {
  press: (target) => target.click(),
  write: (target, text) => target.fill(text),
  choose: async (target, option) => void (await target.selectOption(option)),
};

/** Tab, Enter and typing, and nothing else. */
const KEYBOARD: Hands = {
  press: async (target) => {
    await tabTo(target);
    await target.page().keyboard.press('Enter');
  },
  write: async (target, text) => {
    await tabTo(target);
    await target.page().keyboard.press('Control+A');
    await target.page().keyboard.insertText(text);
  },
  choose: async (target, option) => {
    await tabTo(target);
    await target.page().keyboard.type(option);
  },
};

async function tabTo(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const isFocused = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await isFocused()); presses += 1) {
    expect(presses, 'Tab does not reach the element').toBeLessThan(150);
    await target.page().keyboard.press('Tab');
  }
}

for (const [name, hands] of [
  ['mouse', MOUSE],
  ['keyboard', KEYBOARD],
] as const) {
  test(`By ${name}: create a world, sign in, edit a held response, save the state, restart from it`, async ({
    page,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'control-room-'));
    const start = () => startServer('--assets', process.env['MOCK_ASSETS']!, '--state', join(folder, 'state.json'));
    let server = await start();
    try {
      await page.goto(`${server.url}/__mock/`);
      await hands.press(page.getByText('Create a world', { exact: true }));
      await hands.write(page.getByLabel('Name', { exact: true }), 'mine');
      await hands.choose(page.getByLabel('Seed'), 'empty');
      await hands.press(page.getByRole('button', { name: 'Create', exact: true }));
      await expect(outcome(page)).toHaveText('Created mine.');
      await expect(page.getByRole('combobox', { name: 'World' })).toHaveValue('mine');

      const gates = section(page, 'Gates');
      await hands.choose(gates.getByLabel('Operation'), 'list_users');
      await hands.choose(gates.getByLabel('Hold calls'), KEYBOARD === hands ? 'After' : 'after');
      await hands.press(gates.getByRole('button', { name: 'Close a gate' }));
      await expect(outcome(page)).toHaveText('Closed gate g1.');

      const opened = page.waitForEvent('popup');
      await hands.press(page.getByRole('link', { name: 'Sign in as admin' }));
      const app = await opened;
      const response = gates.getByRole('textbox', { name: /^Response of call / }).first();
      const edited = (await response.inputValue()).replace('"admin@', '"aaron@');
      expect(edited).toContain('"aaron@');
      await hands.write(response, edited);
      await hands.press(gates.getByRole('button', { name: 'Send the edited response' }).first());
      await expect(outcome(page)).toContainText('Sent the edited response to call ');
      await hands.press(gates.getByRole('button', { name: 'Open g1' }));
      await expect(gates).toContainText('No closed gates. Calls pass through.');
      await expect(app.getByRole('button', { name: 'Account menu: admin' })).toBeVisible();
      await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' }).click();
      await expect(app.getByRole('cell', { name: /^aaron@/ })).toBeVisible();

      await hands.press(page.getByRole('button', { name: 'Save the state' }));
      await expect(outcome(page)).toContainText('Saved 2 worlds to ');
      await app.close();
      await page.goto('about:blank');
      await server.stop();
      server = await start();
      await page.goto(`${server.url}/__mock/#world=mine`);
      await expect(page.getByRole('combobox', { name: 'World' })).toHaveValue('mine');
      await expect(section(page, 'World')).toContainText('Base URL for requests without a token');
    } finally {
      await page.goto('about:blank');
      await server.stop();
      await rm(folder, { recursive: true });
    }
  });
}

test('Every part of the page is accessible, in light and dark and on narrow screens', async ({ page, world, a11y }) => {
  await world.faults.add({ operation: 'disable', times: 1, effect: { status: 503 } });
  await world.call('POST', '/member/disable');
  const gate = await world.gates.close({ operation: 'list_users', after_execution: true });
  const held = world.call('POST', '/list_users', { body: {} });
  await gate.waitUntilHeld();
  await page.goto(`/__mock/#world=${world.id}`);
  await expect(page.getByRole('button', { name: 'Release call 2' })).toBeVisible();
  for (const summary of await page.locator('summary').all()) await summary.click();
  await expect(page.getByRole('group', { name: 'Request body of call 2' }).first()).toBeVisible();
  await a11y.audit();
  await page.setViewportSize({ width: 360, height: 740 });
  await a11y.audit();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
  await gate.release();
  await held;
});

test('A held call can be released, aborted, or answered without being executed', async ({ page, world }) => {
  await page.goto(`/__mock/#world=${world.id}`);
  const gates = section(page, 'Gates');
  await gates.getByLabel('Operation').selectOption('disable');
  await gates.getByRole('button', { name: 'Close a gate' }).click();
  await expect(gates).toContainText('disable · no calls held');

  const released = world.call('POST', '/member/disable');
  await expect(gates).toContainText('Call 1: disable member by admin');
  await gates.getByRole('button', { name: 'Release call 1' }).click();
  expect((await released).envelope['status']).toBe('OK');

  const aborted = world.call('POST', '/vcruz/disable').then(
    () => 'responded',
    () => 'broken',
  );
  await gates.getByRole('button', { name: 'Abort call 2' }).click();
  expect(await aborted).toBe('broken');

  const answered = world.call('POST', '/vcruz/disable');
  await gates.getByLabel('HTTP status of call 3').fill('503');
  await gates.getByLabel('Response of call 3').fill('{"status": "ERROR", "msg": "By hand."}');
  await gates.getByRole('button', { name: 'Respond without executing' }).click();
  expect(await answered).toEqual({ httpStatus: 503, envelope: { status: 'ERROR', msg: 'By hand.' } });
  expect((await world.account('vcruz')).state).toBe('active');

  const entries = section(page, 'Journal').getByRole('listitem');
  await expect(entries).toHaveText([/503/, /connection reset/, /OK/]);
  await entries.first().getByText('disable vcruz').click();
  await expect(entries.first()).toContainText('Gates: g1');
});

test('What someone types into a held response survives updates', async ({ page, world }) => {
  const gate = await world.gates.close({ operation: 'disable' });
  const held = world.call('POST', '/member/disable');
  await gate.waitUntilHeld();
  await page.goto(`/__mock/#world=${world.id}`);
  const response = page.getByLabel('Response of call 1');
  await response.fill('{"status": "OK", "mine": 1}');
  await world.call('POST', '/list_users', { body: {} });
  await expect(section(page, 'Journal')).toContainText('list_users');
  await expect(response).toHaveValue('{"status": "OK", "mine": 1}');
  await gate.release();
  await held;
});

test('Faults are added with one click or in all their forms, and removed', async ({ page, world }) => {
  await page.goto(`/__mock/#world=${world.id}`);
  const faults = section(page, 'Faults');
  await faults.getByRole('button', { name: 'Lost response' }).click();
  await expect(faults.getByRole('list', { name: 'Faults' })).toContainText(
    'Connection reset, create_users, deactivate',
  );
  await faults.getByRole('button', { name: 'Remove f1' }).click();
  await expect(faults).toContainText('No faults.');

  await expand(faults, 'Custom fault');
  await faults.getByLabel('Operation', { exact: true }).selectOption('disable');
  await faults.getByLabel('Effect').selectOption('ERROR with a message');
  await faults.getByLabel('Message', { exact: true }).fill('Not today.');
  await faults.getByLabel('HTTP status', { exact: true }).fill('409');
  await faults.getByLabel('Details').fill('member: on leave');
  await faults.getByLabel('When').selectOption('Every nth call');
  await faults.getByLabel('Number').fill('2');
  await faults.getByLabel('Limit', { exact: true }).fill('3');
  await faults.getByLabel('Execute the operation first').check();
  await faults.getByRole('button', { name: 'Add fault' }).click();
  await expect(faults).toContainText('ERROR “Not today.”, disable, every 2 calls, at most 3 times, after execution.');
  expect(await world.faults.list()).toEqual([
    expect.objectContaining({
      operation: ['disable'],
      every: 2,
      times: 3,
      after_execution: true,
      effect: { error: { msg: 'Not today.', http_status: 409, details: { member: 'on leave' } } },
    }),
  ]);
  await faults.getByLabel('Effect').selectOption('Delay');
  await faults.getByLabel('Milliseconds').fill('soon');
  await faults.getByRole('button', { name: 'Add fault' }).click();
  await expect(page.getByRole('alert')).toHaveText('Milliseconds: “soon” is not a number.');
  await faults.getByLabel('Milliseconds').fill('100-200');
  await faults.getByRole('button', { name: 'Add fault' }).click();
  await expect(faults).toContainText('Delayed by 0.1 s to 0.2 s');
  await faults.getByLabel('When').selectOption('A percentage of calls');
  await faults.getByLabel('Number').fill('');
  await faults.getByRole('button', { name: 'Add fault' }).click();
  await expect(page.getByRole('alert')).toHaveText('Number: enter a number.');
  await faults.getByRole('button', { name: 'Remove all' }).focus();
  await page.keyboard.press('Enter');
  await expect(faults.getByRole('heading', { name: 'Faults' })).toBeFocused();
  await expand(faults, 'Scenarios');
  await faults.getByRole('button', { name: 'Start maintenance' }).click();
  await expect(outcome(page)).toHaveText('Started scenario maintenance.');
  expect((await world.faults.list()).map(({ effect }) => effect)).toEqual([{ html: 503 }]);
});

test('Another world shows its own calls and faults, which have the same numbers', async ({ page }) => {
  const server = await startServer();
  try {
    const [first, second] = [await World.create(server.url, {}), await World.create(server.url, {})];
    await first.faults.add({ operation: 'create_users', effect: { status: 503 } });
    await first.call('POST', '/member/disable');
    await second.faults.add({ operation: 'create_users', effect: 'reset' });
    await second.call('POST', '/vcruz/disable');
    await page.goto(`${server.url}/__mock/#world=${first.id}`);
    const journal = section(page, 'Journal').getByRole('listitem');
    await expect(journal).toContainText(['disable member']);
    await page.getByRole('combobox', { name: 'World' }).selectOption(second.id);
    await expect(journal).toContainText(['disable vcruz']);
    await expect(section(page, 'Faults').getByRole('list', { name: 'Faults' })).toContainText('Connection reset');
  } finally {
    await page.goto('about:blank');
    await server.stop();
  }
});

test('A mock that does not respond is reported until it does', async ({ page, world }) => {
  await page.goto(`/__mock/#world=${world.id}`);
  await expect(section(page, 'Faults')).toContainText('No faults.');
  await page.route('**/__mock/worlds/**', (route) => route.abort());
  const report = page.getByText('The mock does not respond');
  await expect(report).toBeVisible();
  await page.unroute('**/__mock/worlds/**');
  await expect(report).toBeHidden();
});

test.describe('with a frozen clock', () => {
  test.use({ worldOptions: { frozen_at: Date.UTC(2030, 0, 1) / 1000 } });

  test('The clock is advanced, set and started, and never goes back', async ({ page, world }) => {
    await page.goto(`/__mock/#world=${world.id}`);
    const clock = section(page, 'Clock');
    await expect(clock).toContainText('2030-01-01 00:00:00 UTC frozen');
    await clock.getByLabel('Advance by').selectOption('1 hour');
    await clock.getByRole('button', { name: 'Advance' }).click();
    await expect(clock).toContainText('2030-01-01 01:00:00 UTC frozen');
    const date = clock.getByLabel('Date and time (UTC)');
    await date.fill('2029-01-01T00:00:00');
    await clock.getByRole('button', { name: 'Set' }).click();
    await expect(page.getByRole('alert')).toContainText('a clock does not go back');
    await date.fill('2031-05-05T10:00:00');
    await clock.getByRole('button', { name: 'Set' }).click();
    await expect(clock).toContainText('2031-05-05 10:00:00 UTC frozen');
    await clock.getByRole('button', { name: 'Resume' }).click();
    await expect(clock).toContainText('running');
  });
});

test('Worlds are forked, exported, opened and deleted, and snapshots restored', async ({ page, world }) => {
  await page.goto(`/__mock/#world=${world.id}`);
  const shown = section(page, 'World');
  await expand(shown, 'Snapshots');
  await shown.getByLabel('Name of the snapshot').fill('before');
  await shown.getByRole('button', { name: 'Take a snapshot' }).click();
  await world.call('POST', '/member/disable');
  await shown.getByRole('button', { name: 'Restore before' }).click();
  await expect(outcome(page)).toHaveText('Restored before.');
  expect((await world.account('member')).state).toBe('active');

  await shown.getByRole('button', { name: 'Fork' }).click();
  await expect(outcome(page)).toContainText(`Forked ${world.id} as `);
  const fork = await page.getByRole('combobox', { name: 'World' }).inputValue();
  expect(fork).not.toBe(world.id);
  const downloading = page.waitForEvent('download');
  await shown.getByRole('link', { name: 'Export' }).click();
  const file = await (await downloading).path();
  expect(JSON.parse(await readFile(file, 'utf8')).id).toBe(fork);
  await shown.getByRole('button', { name: 'Delete' }).click();
  await expect(outcome(page)).toHaveText(`Deleted ${fork}.`);
  await expect(shown.getByRole('button', { name: 'Delete' })).toBeHidden();

  await expand(shown, 'Open an exported world');
  await shown.getByLabel('An exported world').setInputFiles(file);
  await shown.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(outcome(page)).toContainText(/^Opened .* as w\d+\.$/);
  await shown.getByRole('button', { name: 'Delete' }).click();
  await expect(outcome(page)).toHaveText(/^Deleted w\d+\.$/);
  await expand(shown, 'Create a world');
  await shown.getByLabel('Name', { exact: true }).fill('Not A Name');
  await shown.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Not A Name');
  await expect(shown).toContainText('To keep worlds across restarts, start the mock with --state FILE.');
});

test('People sign in to another app by an address of its own, and tokens are shown', async ({ page, world }) => {
  await page.goto(`/__mock/#world=${world.id}`);
  const people = section(page, 'People');
  await expand(people, 'Your own app');
  const address = people.getByLabel('Sign-in URL');
  await address.fill('javascript:alert("{token}")');
  await people.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('starts with http:// or https://');
  await address.fill('http://app.example/?user={username}#{token}');
  await people.getByRole('button', { name: 'Save', exact: true }).click();
  const token = world.token('member');
  const signIn = people.getByRole('link', { name: 'Sign in as member' });
  await expect(signIn).toHaveAttribute('href', `http://app.example/?user=member#${token}`);
  await expand(people, 'Another account');
  await people.getByLabel('Username').fill('vcruz');
  await people.getByRole('button', { name: 'Show token' }).click();
  await expect(people).toContainText(world.token('vcruz'));
  await address.fill('');
  await people.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(signIn).toHaveAttribute('href', /^sign-in\.html#/);
});

test('Without an app, the page works too, and a deleted world falls back to the default', async ({ page }) => {
  const server = await startServer();
  try {
    await page.goto(server.url);
    await page.getByRole('link', { name: /^Control room/ }).click();
    await expect(section(page, 'People').getByRole('button', { name: 'Copy token of admin' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Sign in as admin' })).toBeHidden();
    const control = (method: string, path: string, body?: object) =>
      fetch(`${server.url}/__mock${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    await control('POST', '/worlds', { id: 'short-lived' });
    await page.goto(`${server.url}/__mock/#world=short-lived`);
    await expect(page.getByRole('combobox', { name: 'World' })).toHaveValue('short-lived');
    await control('DELETE', '/worlds/short-lived');
    await expect(page.getByRole('alert')).toHaveText('World short-lived no longer exists.');
    await expect(page.getByRole('combobox', { name: 'World' })).toHaveValue('default');
  } finally {
    await page.goto('about:blank');
    await server.stop();
  }
});
