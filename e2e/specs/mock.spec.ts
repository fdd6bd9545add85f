/**
 * The mock itself: the page that describes it, the evidence of a failed test, sessions of several
 * users.
 */
import { attachDiagnostics, type JournalEntry } from 'account-admin-mock';
import { expect, test } from '../support/test.ts';

test('The page at /__mock/docs shows and tries out both APIs without any other server', async ({ page, world }) => {
  const elsewhere: string[] = [];
  await page.route(
    (url) => url.origin !== world.url && url.protocol.startsWith('http'),
    (route) => {
      elsewhere.push(route.request().url());
      return route.abort();
    },
  );
  await page.goto('/__mock/docs');
  await expect(page.getByRole('heading', { name: /The mock of the Account API/ })).toBeVisible();
  await expect(page.getByText('/api/v1/accounts/{name}/deactivate')).toBeVisible();
  await expect(page.getByText('/__mock/worlds/{world}/gates', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: /^GET .__mock.scenarios The/ }).click();
  await page.getByRole('button', { name: 'Execute' }).click();
  await expect(page.getByText('"lost-responses"').first()).toBeVisible();
  expect(elsewhere).toEqual([]);
});

test('A failed test attaches journal, faults and state without secrets', async ({ page, world, signIn }, testInfo) => {
  await signIn('admin');
  await expect(page.getByRole('table')).toBeVisible();
  await world.faults.add({ operation: 'deactivate', effect: { status: 503 } });
  await world.call('POST', '/member/disable');
  await world.call('POST', '/second/deactivate');
  await world.call('POST', '/member/reset_password', { body: { new_password: 'hunter2' } });
  const attached = new Map<string, string>();
  const attach = async (name: string, { body }: { body?: string | Buffer } = {}) =>
    void attached.set(name, String(body));
  await attachDiagnostics(world, Object.assign(Object.create(testInfo), { attach }));

  const read = (name: string) => JSON.parse(attached.get(name)!);
  const disabled = (state: { users: { username: string; state: string }[] }) =>
    state.users.find((user) => user.username === 'member')!.state;
  expect(disabled(read('state-before.json'))).toBe('active');
  expect(disabled(read('state-after.json'))).toBe('disabled');
  const deactivated = read('journal.json').find((entry: JournalEntry) => entry.operation === 'deactivate');
  expect(deactivated).toMatchObject({ http_status: 503, faults: ['f1'] });
  expect(read('journal.har').log.entries.length).toBe(read('journal.json').length);
  expect(read('faults.json')).toMatchObject([{ id: 'f1', triggered: 1 }]);
  expect(attached.get('coverage.txt')).toContain('outcomes of the contract were covered');
  for (const [name, text] of attached) {
    expect(text, name).not.toContain('hunter2');
    expect(text, name).not.toContain(world.token('admin'));
  }
});

test('Waiting for a request that never comes names the nearest one', async ({ world }) => {
  await world.call('POST', '/member/disable', { as: 'manager' });
  const wanted = world.journal.waitFor({ operation: 'disable', caller: 'admin' }, { timeout: 50 });
  await expect(wanted).rejects.toThrow(
    /1 requests were awaited, and 0 came within 50 ms\. Nearest: no\. 1, .* differs in caller/,
  );
});

test('A forked world changes independently of its original', async ({ world }) => {
  await world.call('POST', '/member/disable');
  const fork = await world.fork();
  await fork.call('POST', '/member/reactivate');
  expect([(await world.account('member')).state, (await fork.account('member')).state]).toEqual(['disabled', 'active']);
  await fork.remove();
});

test('A user who signs out of a page opened by the fixture stays signed out', async ({ as }) => {
  const page = await as('manager', '/users');
  await page.getByRole('button', { name: 'Account menu: manager' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in to Account Admin' })).toBeVisible();
});
