/**
 * Calls all operations of the Account API with a client whose types openapi-typescript has
 * generated from the description of a running mock: `node client.js URL`. The compiler checks that
 * the types fit, and this program that the responses do.
 */
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/api.js';

declare const process: { argv: string[] };

type Reply = { status: 'OK' } | components['schemas']['ErrorReply'];

/** Throws unless a response is a success. Returns the success. */
function ok<T extends Reply>(operation: string, result: { data?: T; error?: unknown }): Extract<T, { status: 'OK' }> {
  if (result.data?.status !== 'OK') throw new Error(`${operation}: ${JSON.stringify(result.data ?? result.error)}`);
  called.push(operation);
  return result.data as Extract<T, { status: 'OK' }>;
}

function equal(what: string, actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

const called: string[] = [];
const baseUrl = process.argv[2] ?? '';

const control = createClient<paths>({ baseUrl });
const created = await control.POST('/__mock/worlds', { body: { id: 'typescript', seed: 'demo' } });
if (!created.data) throw new Error(`no world: ${created.error.msg}`);
equal('the name of the world', created.data.id, 'typescript');

const as = (username: string) =>
  createClient<paths>({ baseUrl, headers: { Authorization: `Bearer mock.typescript.${username}` } });
const admin = as('admin');
const named = (name: string) => ({ params: { path: { name } } });
const root = '/api/v1/accounts';

const user = { username: 'ts-user', email: 'ts@example.com', password: 'first' };
const bot = { username: 'ts-bot', user_type: 'service_account' } as const;
const { result } = ok('create_users', await admin.POST(`${root}/users`, { body: { users: [user, bot] } }));
equal('created users', result.created_users, ['ts-user', 'ts-bot']);

const query = { username_prefix: 'ts-', include_disabled: true, limit: 1 };
const page = ok('list_users', await admin.POST(`${root}/list_users`, { body: query }));
equal('a page', [page.users[0]?.username, page.has_more], ['ts-user', false]);

const type = ok('account_type', await admin.GET(`${root}/{name}/type`, named('ts-user')));
equal('a type', type.account_type, 'user');

ok('disable', await admin.POST(`${root}/{name}/disable`, named('ts-user')));
ok('reactivate', await admin.POST(`${root}/{name}/reactivate`, named('ts-user')));
ok('set_admins', await admin.POST(`${root}/admins`, { body: { usernames: ['ts-user'] } }));
const { admins } = ok('get_admins', await admin.GET(`${root}/admins`));
equal('an admin', admins.find(({ username }) => username === 'ts-user')?.email, 'ts@example.com');
ok('remove_admins', await admin.DELETE(`${root}/admins`, { body: { usernames: ['ts-user'] } }));

const own = { new_password: 'second', old_password: 'first' };
const reset = `${root}/{name}/reset_password` as const;
ok('reset_own_password', await as('ts-user').POST(reset, { ...named('ts-user'), body: own }));
ok('reset_password', await admin.POST(reset, { ...named('ts-user'), body: { new_password: 'third' } }));
ok('deactivate', await admin.POST(`${root}/{name}/deactivate`, named('ts-user')));

const again = await admin.POST(`${root}/{name}/disable`, named('ts-user'));
equal('a refusal', again.data?.status, 'ERROR');
const refused = await as('nobody').GET(`${root}/admins`);
equal('an unknown user', [refused.response.status, refused.error?.status], [401, 'ERROR']);

const journal = await control.GET('/__mock/worlds/{world}/journal', {
  params: { path: { world: 'typescript' }, query: { caller: 'admin', status: 'OK', limit: 1 } },
});
equal('the journal', [journal.data?.count, journal.data?.entries[0]?.operation], [10, 'deactivate']);
const removed = await control.DELETE('/__mock/worlds/{world}', { params: { path: { world: 'typescript' } } });
equal('the world is deleted', removed.response.status, 204);
console.log(`openapi-typescript: ${called.length} operations called`);
