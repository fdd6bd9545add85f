/** Each test fails at its end, except those whose title says that they pass. */
import { expect, test } from 'account-admin-mock';

test('a fault that never triggers', async ({ world }) => {
  await world.faults.add({ operation: 'disable', account: 'nobody', effect: 'reset' });
  await world.call('POST', '/member/disable');
});

test('a fault that is removed before it triggers', async ({ world }) => {
  const fault = await world.faults.add({ operation: 'disable', effect: 'hang' });
  await fault.remove();
});

test('a gate that never holds a request', async ({ world }) => {
  const gate = await world.gates.close({ operation: 'deactivate' });
  await gate.open();
});

test('a refusal that was not expected', async ({ world, request }) => {
  await request.post(`${world.url}/api/v1/accounts/member/disable`, bearer(world.token('member')));
});

test('a refusal other than the expected one', async ({ world, request }) => {
  world.expectRefusal({ operation: 'disable', caller: 'manager' });
  await request.post(`${world.url}/api/v1/accounts/member/disable`, bearer(world.token('member')));
});

test('a refusal before the journal was cleared', async ({ world, request }) => {
  await request.post(`${world.url}/api/v1/accounts/member/disable`, bearer(world.token('member')));
  await world.journal.clear();
});

test('a request without a route', async ({ world, request }) => {
  await request.post(`${world.url}/api/v1/accounts/member/promote`, bearer(world.token('admin')));
});

test('a request with a wrong method', async ({ world, request }) => {
  await request.get(`${world.url}/api/v1/accounts/member/disable`, bearer(world.token('admin')));
});

test('passes: everything is used and expected', async ({ world, request }) => {
  await world.faults.add({ operation: 'disable', times: 1, effect: { status: 503 } });
  const removed = await world.faults.add({ operation: 'list_users', times: 1, effect: { status: 503 } });
  const gate = await world.gates.close({ operation: 'reactivate' });
  expect((await world.call('POST', '/member/disable')).httpStatus).toBe(503);
  expect((await world.call('POST', '/list_users', { body: {} })).httpStatus).toBe(503);
  await removed.remove();
  const reactivated = world.call('POST', '/member/reactivate');
  await gate.waitUntilHeld();
  await gate.open();
  await reactivated;
  world.expectRefusal({ operation: 'disable', caller: 'member', branch: 'not_permitted', msg: /may not/ });
  await request.post(`${world.url}/api/v1/accounts/second/disable`, bearer(world.token('member')));
  // The test sees these refusals itself.
  expect((await world.call('POST', '/second/disable', { as: 'member' })).envelope['status']).toBe('ERROR');
  expect((await world.call('POST', '/second/promote')).httpStatus).toBe(404);
});

test.describe('passes: rules turned off by name', () => {
  test.use({ strict: { unusedFaults: false, unusedGates: false, unexpectedRefusals: false, unknownRoutes: false } });

  test('all', async ({ world, request }) => {
    await world.faults.add({ operation: 'disable', effect: 'reset' });
    await world.gates.close({ operation: 'disable' });
    await request.post(`${world.url}/api/v1/accounts/promote`, bearer(world.token('admin')));
    await request.post(`${world.url}/api/v1/accounts/member/deactivate`, bearer(world.token('member')));
  });
});

test.describe('one rule turned off', () => {
  test.use({ strict: { unusedFaults: false } });

  test('leaves the others on', async ({ world }) => {
    await world.faults.add({ operation: 'disable', effect: 'reset' });
    await world.gates.close({ operation: 'disable' });
  });
});

test.describe('passes: all rules turned off', () => {
  test.use({ strict: false });

  test('at once', async ({ world }) => {
    await world.faults.add({ operation: 'disable', effect: 'reset' });
    await world.gates.close({ operation: 'disable' });
  });
});

test.describe('passes: refusals that are part of the app', () => {
  test.use({ expectedRefusals: [{ operation: 'get_admins', branch: 'not_permitted' }] });

  test('once for all tests', async ({ world, request }) => {
    await request.get(`${world.url}/api/v1/accounts/admins`, bearer(world.token('member')));
  });
});

function bearer(token: string): { headers: { Authorization: string } } {
  return { headers: { Authorization: `Bearer ${token}` } };
}
