/** Doing something to many: the plan, the job, what came of it. */
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { choose, expect, fillSignIn, row, search, signInAgain, test, type World } from '../console.ts';

/** Selects everybody in the list. */
async function selectAll(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Select all' }).check();
}

const dialog = (page: Page) => page.getByRole('dialog');
const list = (page: Page) => dialog(page).getByRole('list', { name: 'Accounts' });

/** Makes people of a seed: `p01`, `p02`, … */
function people(count: number): object {
  const users = Array.from({ length: count }, (_, at) => ({ username: `p${String(at + 1).padStart(2, '0')}`, email: `p${at + 1}@globex.net` }));
  return { users: [{ username: 'admin', email: 'admin@example.com', site_admin: true }, ...users] };
}

async function states(world: World, state: string): Promise<string[]> {
  return (await world.accounts()).filter((account) => account.state === state).map((account) => account.username);
}

test.describe('a plan', () => {
  test.use({ seed: people(6) });

  test('says what can be known before anything is sent, and lets lines be struck', async ({ page, signIn, world, a11y }) => {
    await world.updateAccount('p02', { state: 'deactivated' });
    await world.updateAccount('p03', { state: 'disabled' });
    const before = await world.state();
    await signIn('admin');
    await selectAll(page);
    await page.getByRole('button', { name: 'Disable…' }).click();
    await expect(dialog(page)).toHaveAccessibleName('Disable 7 users');
    await expect(dialog(page)).toContainText('Nothing has been sent yet.');
    const groups = dialog(page).getByRole('listitem').filter({ hasText: /^\d|of \d/ });
    await expect(groups).toContainText([
      '4 will be disabled',
      '1 is already disabled',
      '1 is youInclude',
      '1 cannot be disabled',
    ]);
    await a11y.audit();

    await dialog(page).getByRole('button', { name: 'Show those who will be disabled' }).click();
    await expect(list(page).getByRole('listitem')).toHaveText(['p01', 'p04', 'p05', 'p06']);
    await list(page).getByRole('checkbox', { name: 'p04' }).uncheck();
    await expect(dialog(page).getByRole('button', { name: 'Disable 3 users' })).toBeVisible();
    await a11y.audit();

    await dialog(page).getByRole('button', { name: 'Include' }).click();
    await expect(dialog(page).getByRole('alert')).toContainText('You are signed out at once');
    await expect(dialog(page).getByRole('alert')).toContainText('No active site admin is left after this');
    await expect(dialog(page).getByRole('button', { name: 'Disable 4 users' })).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Leave out' }).click();
    await expect(dialog(page).getByRole('alert')).toHaveText('');

    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog(page)).toBeHidden();
    expect(await world.state()).toEqual(before);
  });

  test('is carried out, told account by account, and taken back', async ({ page, signIn, world, a11y }) => {
    await signIn('admin');
    await search(page, 'p0');
    await selectAll(page);
    await page.getByRole('button', { name: 'Disable…' }).click();
    await dialog(page).getByRole('button', { name: 'Disable 6 users' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '6 disabled.' })).toBeVisible();
    await expect(list(page).getByRole('listitem')).toContainText(Array(6).fill('Disabled'));
    await a11y.audit();
    expect(await states(world, 'disabled')).toEqual(['p01', 'p02', 'p03', 'p04', 'p05', 'p06']);

    const download = page.waitForEvent('download');
    await dialog(page).getByRole('button', { name: 'Result as CSV' }).click();
    const csv = await readFile((await (await download).path())!, 'utf8');
    expect(csv.split('\r\n').slice(0, 2)).toEqual(['\ufeffname,result,reason', 'p01,disabled,']);

    await dialog(page).getByRole('button', { name: 'Undo…' }).click();
    await dialog(page).getByRole('button', { name: 'Reactivate 6 users' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '6 reactivated.' })).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    expect(await states(world, 'disabled')).toEqual([]);
    await expect(row(page, 'p01').getByRole('cell', { name: 'Active' })).toBeVisible();

    const tray = page.getByRole('region', { name: 'Jobs' });
    await expect(tray.getByRole('button', { name: /^Disable 6 users/ })).toContainText('done');
    await tray.getByRole('button', { name: 'Take off: Disable 6 users' }).click();
    await tray.getByRole('button', { name: 'Take off: Reactivate 6 users' }).click();
    await expect(tray).toBeHidden();
  });

  test('can be made and carried out from the keyboard alone', async ({ page, signIn, world }) => {
    await signIn('admin');
    await page.getByRole('rowheader', { name: 'p01' }).getByRole('link').focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('button', { name: 'Disable…' }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toHaveAccessibleName('Disable 2 users');
    await dialog(page).getByRole('button', { name: 'Disable 2 users' }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page).getByRole('status').filter({ hasText: '2 disabled.' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByRole('button', { name: 'Disable…' })).toBeFocused();
    expect(await states(world, 'disabled')).toEqual(['p01', 'p02']);
  });
});

test.describe('a job', () => {
  test.use({ seed: people(30) });

  const begin = async (page: Page, action = 'Disable') => {
    await search(page, 'p');
    await selectAll(page);
    await page.getByRole('button', { name: `${action}…` }).click();
    await dialog(page).getByRole('button', { name: new RegExp(`^${action} \\d+ users$`) }).click();
  };

  test('is paused, goes on in the background, and is told of on every page', async ({ page, signIn, world, a11y }) => {
    const gate = await world.gates.close({ operation: 'disable' });
    await signIn('admin');
    await begin(page);
    await gate.waitUntilHeld();
    await expect(dialog(page).getByRole('status').filter({ hasText: 'Under way.' })).toBeVisible();
    await a11y.audit();
    await dialog(page).getByRole('button', { name: 'Pause' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: 'Paused.' })).toBeVisible();
    await a11y.audit();
    await gate.open();
    await dialog(page).getByRole('button', { name: 'Go on in the background' }).click();
    await page.getByRole('link', { name: 'Overview' }).click();
    const tray = page.getByRole('region', { name: 'Jobs' });
    await expect(tray.getByRole('button')).toContainText('paused at 4');
    expect((await states(world, 'disabled')).length).toBe(4);
    await a11y.audit();
    await tray.getByRole('button').click();
    await dialog(page).getByRole('button', { name: 'Go on', exact: true }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '30 disabled.' })).toBeVisible();
    expect((await states(world, 'disabled')).length).toBe(30);
  });

  test('in the background is told of when it ends, and taken off with the focus kept', async ({ page, signIn, world }) => {
    const gate = await world.gates.close({ operation: 'disable' });
    await signIn('admin');
    await begin(page);
    await gate.waitUntilHeld();
    await dialog(page).getByRole('button', { name: 'Go on in the background' }).click();
    await gate.open();
    await expect(page.getByRole('status').filter({ hasText: 'Disable 30 users: 30 disabled.' })).toBeVisible();
    await page.getByRole('button', { name: 'Take off: Disable 30 users' }).click();
    await expect(page.getByRole('main')).toBeFocused();
  });

  test('keeps the focus in its dialog when the button goes that had it', async ({ page, signIn, world }) => {
    const gate = await world.gates.close({ operation: 'disable' });
    await signIn('admin');
    await begin(page);
    await gate.waitUntilHeld();
    await dialog(page).getByRole('button', { name: 'Cancel the rest' }).focus();
    await gate.open();
    await expect(dialog(page).getByRole('status').filter({ hasText: '30 disabled.' })).toBeVisible();
    await expect(dialog(page).getByRole('button', { name: 'Done' })).toBeFocused();
  });

  test('is not left with the page without a question', async ({ page, signIn, world }) => {
    const gate = await world.gates.close({ operation: 'disable' });
    await signIn('admin');
    await begin(page);
    await gate.waitUntilHeld();
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await gate.open();
    await expect(dialog(page).getByRole('status').filter({ hasText: '30 disabled.' })).toBeVisible();
  });

  test('says who was refused and why, and tries those again alone', async ({ page, signIn, world, a11y }) => {
    const msg = 'Not on a Friday.';
    const fault = await world.faults.add({ operation: 'disable', account: 'p07', effect: { error: { msg } } });
    await signIn('admin');
    await begin(page);
    await expect(dialog(page).getByRole('status').filter({ hasText: '29 disabled, 1 not.' })).toBeVisible();
    await expect(list(page).getByRole('listitem').first()).toHaveText('p07Not on a Friday.');
    await a11y.audit();
    await fault.remove();
    await world.journal.clear();
    await dialog(page).getByRole('button', { name: 'Try 1 again' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '30 disabled.' })).toBeVisible();
    expect((await world.journal.entries({ operation: 'disable' })).flatMap((entry) => entry.accounts)).toEqual(['p07']);
  });

  test('looks at an account before it says what came of a lost answer', async ({ page, signIn, world }) => {
    await world.faults.add({ operation: 'disable', account: 'p03', times: 1, effect: 'cut_off' });
    await world.faults.add({ operation: 'disable', account: 'p04', times: 1, effect: { html: 502 } });
    await signIn('admin');
    await begin(page);
    await expect(dialog(page).getByRole('status').filter({ hasText: '29 disabled, 1 not.' })).toBeVisible();
    await expect(list(page).getByRole('listitem').first()).toContainText('p04');
    await expect(list(page).getByRole('listitem').first()).toContainText('looked at since: nothing has changed');
    expect((await states(world, 'disabled')).length).toBe(29);
  });

  test('waits when the platform is asked too often, and goes on by itself', async ({ page, signIn, world }) => {
    await world.faults.add({ operation: 'disable', nth: 5, effect: { rate_limited: 1 } });
    await signIn('admin');
    await begin(page);
    await expect(dialog(page).getByRole('status').filter({ hasText: '30 disabled.' })).toBeVisible();
    expect((await states(world, 'disabled')).length).toBe(30);
  });

  test('that is cancelled says who was not asked for, and can go on with them', async ({ page, signIn, world }) => {
    const gate = await world.gates.close({ operation: 'disable' });
    await signIn('admin');
    await begin(page);
    await gate.waitUntilHeld();
    await dialog(page).getByRole('button', { name: 'Cancel the rest' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: 'Nothing more is sent.' })).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Stop waiting' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '0 disabled, 4 not known, 26 not sent.' })).toBeVisible();
    await expect(list(page).getByRole('listitem').filter({ hasText: 'p01' })).toContainText('The answer was not waited for.');
    await gate.open();
    await dialog(page).getByRole('button', { name: 'Try 4 again' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '4 disabled, 26 not sent.' })).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Send the other 26' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '30 disabled.' })).toBeVisible();
    expect((await states(world, 'disabled')).length).toBe(30);
  });

  test('makes many site admins with one request, and tells whom it could not', async ({ page, signIn, world }) => {
    await signIn('admin');
    await search(page, 'p');
    await selectAll(page);
    await world.updateAccount('p05', { state: 'deactivated' });
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Make site admin…' }).click();
    await dialog(page).getByRole('button', { name: 'Make 30 users site admins' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '29 made a site admin, 1 not.' })).toBeVisible();
    await expect(list(page).getByRole('listitem').first()).toContainText('p05');
    expect(await world.journal.count({ operation: 'set_admins' })).toBe(1);
    expect((await world.accounts()).filter((account) => account.site_admin).length).toBe(30);
  });

  for (const [what, applied, told] of [
    ['made', true, '30 made a site admin.'],
    ['not made', false, '0 made a site admin, 30 not.'],
  ] as const) {
    test(`reads who is a site admin when the answer to many is lost: ${what}`, async ({ page, signIn, world }) => {
      await world.faults.add({ operation: 'set_admins', times: 1, after_execution: applied, effect: { html: 502 } });
      await signIn('admin', '/users?q=p');
      await selectAll(page);
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Make site admin…' }).click();
      await dialog(page).getByRole('button', { name: 'Make 30 users site admins' }).click();
      await expect(dialog(page).getByRole('status').filter({ hasText: told })).toBeVisible();
      expect((await world.accounts()).filter((account) => account.site_admin).length).toBe(applied ? 31 : 1);
    });
  }

  test('does not say what it does not know', async ({ page, signIn, world, a11y }) => {
    await signIn('admin', '/users?q=p');
    await expect(row(page, 'p01')).toBeVisible();
    await world.faults.add({ operation: 'set_admins', times: 1, after_execution: true, effect: { html: 502 } });
    const silent = await world.faults.add({ operation: 'get_admins', effect: { html: 502 } });
    await selectAll(page);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Make site admin…' }).click();
    await dialog(page).getByRole('button', { name: 'Make 30 users site admins' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '0 made a site admin, 30 not known.' })).toBeVisible();
    await a11y.audit();
    await silent.remove();
    await dialog(page).getByRole('button', { name: 'Try 30 again' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: '30 made a site admin.' })).toBeVisible();
  });

  test('sets a password for each, and shows them once', async ({ page, signIn, world, context, a11y }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await signIn('admin', '/users?q=p0');
    await selectAll(page);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Reset passwords…' }).click();
    await dialog(page).getByRole('button', { name: 'Reset the passwords of 9 users' }).click();
    await expect(dialog(page).getByRole('heading', { name: '9 passwords to hand over' })).toBeVisible();
    await a11y.audit();
    await dialog(page).getByRole('button', { name: 'Copy all' }).click();
    await expect(dialog(page).getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
    const sheet = (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\n').map((line) => line.split('\t'));
    expect(sheet.map(([name]) => name)).toEqual(['p01', 'p02', 'p03', 'p04', 'p05', 'p06', 'p07', 'p08', 'p09']);
    const [name, password] = sheet[3]!;
    const { token } = await world.issueSession(name!);
    const body = { new_password: 'next', old_password: password };
    expect((await world.call('POST', `/${name}/reset_password`, { token, body })).envelope.status).toBe('OK');

    await page.keyboard.press('Escape');
    await expect(dialog(page).getByRole('alert').filter({ hasText: 'The passwords are forgotten' })).toBeVisible();
    await a11y.audit();
    await dialog(page).getByRole('button', { name: 'Keep them' }).click();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await dialog(page).getByRole('button', { name: 'Forget them' }).click();
    await expect(dialog(page)).toBeHidden();
    await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: /^Reset/ }).click();
    await expect(dialog(page)).not.toContainText('to hand over');
    const [file] = await Promise.all([page.waitForEvent('download'), dialog(page).getByRole('button', { name: 'Result as CSV' }).click()]);
    const result = await readFile(await file.path(), 'utf8');
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'p09' })).toBeVisible();
    const left = await page.evaluate(() => JSON.stringify([document.documentElement.outerHTML, sessionStorage, localStorage, location.href]));
    for (const [, secret] of sheet) expect(left + result).not.toContain(secret);
  });
});

test.describe('fifty people on a Friday evening', () => {
  const seed = people(49) as { users: object[] };
  test.use({
    seed: {
      ...seed,
      teams: [{ name: 'sales', owners: ['p03', 'p14', 'p33'], members: ['p01'] }],
    },
  });

  test('who own teams, are gone already, are oneself; and one is unknown; and a session that ends in the middle', async ({ page, signIn, world, a11y }) => {
    for (const name of ['p05', 'p06', 'p07', 'p08']) await world.updateAccount(name, { state: 'deactivated' });
    await signIn('admin', '/lookup');
    const names = (await world.accounts()).map((account) => account.username);
    await page.getByLabel('User names or addresses').fill([...names, 'nobody'].join('\n'));
    await page.getByRole('button', { name: 'Look up 51' }).click();
    await expect(page.getByRole('status').filter({ hasText: '50 found, 1 not' })).toBeVisible();
    const plan = async () => {
      await page.getByRole('button', { name: 'Do with these' }).click();
      await page.getByRole('menuitem', { name: 'Deactivate…' }).click();
    };
    await plan();
    await expect(dialog(page)).toHaveAccessibleName('Deactivate 51 accounts');
    const groups = dialog(page).getByRole('listitem').filter({ hasText: /^\d/ });
    await expect(groups).toContainText(['45 will be deactivated', '4 are already deactivated', '1 is you', '1 is unknown']);
    await expect(groups.last()).toContainText('“nobody”: no such account.');

    // The token is revoked when twenty have been asked for and four more are on their way.
    const held = await world.faults.add({ operation: 'deactivate', from: 21, effect: 'hang' });
    await dialog(page).getByRole('button', { name: 'Deactivate 45 accounts' }).click();
    await expect.poll(async () => (await held.state()).triggered).toBe(4);
    await world.revokeTokens('admin');
    await held.remove();
    await expect(signInAgain(page)).toBeVisible();
    await a11y.audit();
    await fillSignIn(page, 'admin', `${world.token('admin')}~2`);
    await expect(signInAgain(page)).toBeHidden();

    const job = page.getByRole('dialog', { name: 'Deactivate 45 accounts' });
    await expect(job.getByRole('status').filter({ hasText: '42 deactivated, 3 not.' })).toBeVisible();
    await expect(list(page).getByRole('listitem').nth(0)).toContainText('p03 still owns teams. Failed to deactivate');
    await expect(list(page).getByRole('listitem').nth(2)).toContainText('p33');
    expect(await states(world, 'deactivated')).toHaveLength(46);
    await job.getByText('6 skipped, as planned').click();
    await expect(job.getByRole('list', { name: 'Skipped' }).getByRole('listitem')).toHaveCount(6);
    const [file] = await Promise.all([page.waitForEvent('download'), job.getByRole('button', { name: 'Result as CSV' }).click()]);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/).slice(1);
    const came = (name: string) => lines.find((line) => line.startsWith(`${name},`));
    expect(lines).toHaveLength(51);
    expect(lines.filter((line) => line.includes(',deactivated,'))).toHaveLength(42);
    for (const name of ['p03', 'p14', 'p33']) expect(came(name)).toContain(`${name},failed,"${name} still owns teams.`);
    for (const name of ['p05', 'p06', 'p07', 'p08']) expect(came(name)).toBe(`${name},skipped,It is so already.`);
    expect(came('admin')).toBe('admin,skipped,That is you.');
    expect(came('nobody')).toBe('nobody,skipped,There is no such account.');

    // Whoever was refused for the token was asked for once more, nobody else.
    const asked = (await world.journal.entries({ operation: 'deactivate' })).filter((entry) => entry.http_status !== 401);
    const each = asked.flatMap((entry) => entry.accounts);
    expect(each).toHaveLength(45);
    expect(new Set(each).size).toBe(45);

    // What was refused is known the next time.
    await job.getByRole('button', { name: 'Done' }).click();
    await plan();
    await expect(groups).toContainText(['3 may be refused', '46 are already deactivated', '1 is you', '1 is unknown']);
    await expect(groups.first()).toContainText('p03 still owns teams. Failed to deactivate');
  });
});

test('for one account is done from its row as before', async ({ page, signIn, world }) => {
  await signIn('admin', '/users?q=member');
  await choose(page, 'member', 'Disable…');
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  expect((await world.account('member')).state).toBe('disabled');
});
