/** The fixtures for the mock: what they check by themselves, and what their messages say. */
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { checkServer, readAddress } from '../node_modules/account-admin-mock/dist/address.js';
import { writeCoverage } from '../node_modules/account-admin-mock/dist/coverage.js';
import { expect, test, World } from 'account-admin-mock';
import { findProgram, startServer } from 'account-admin-mock/server';

const E2E = join(import.meta.dirname, '..');

interface Suite {
  suites?: Suite[];
  specs?: { title: string; ok: boolean; tests: { results: { errors: { message: string }[] }[] }[] }[];
}

/** The titles and errors of all tests in a report of Playwright. */
function results(suite: Suite): [title: string, error: string][] {
  const specs = suite.specs ?? [];
  const own = specs.map(({ title, tests }): [string, string] => [
    title,
    tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors.map(({ message }) => message))).join('\n'),
  ]);
  return [...own, ...(suite.suites ?? []).flatMap(results)];
}

test('A test that breaks a strict rule fails and says why', async ({ world }) => {
  const args = ['playwright', 'test', '--config', 'playwright.strict.config.ts'];
  // Playwright tells its workers about themselves in the environment.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(TEST_|PW_|PLAYWRIGHT_)/.test(name)),
  );
  const report = await new Promise<string>((resolve) => {
    const options = { cwd: E2E, env: { ...env, MOCK_URL: world.url, FORCE_COLOR: '0' }, maxBuffer: 64 << 20 };
    execFile('npx', args, options, (_, stdout) =>
      resolve(stdout.slice(stdout.indexOf('{\n'), stdout.lastIndexOf('}') + 1)),
    );
  });
  const errors = new Map((JSON.parse(report).suites as Suite[]).flatMap(results));
  const fails = (title: string, ...texts: string[]) => {
    for (const text of texts) expect.soft(errors.get(title), title).toContain(text);
  };
  const unused = 'These faults never triggered (rule unusedFaults):';
  fails('a fault that never triggers', unused, '{"operation":"disable","account":"nobody","effect":"reset"}');
  fails('a fault that is removed before it triggers', unused);
  fails('a gate that never holds a request', 'These gates never held a request (rule unusedGates):', '"deactivate"');
  const refused = 'The platform refused these requests (rule unexpectedRefusals):';
  const refusal = 'disable member by member: member may not';
  fails('a refusal that was not expected', refused, refusal, 'world.expectRefusal', 'unexpectedRefusals');
  fails('a refusal other than the expected one', refused, refusal);
  fails('a refusal before the journal was cleared', refused, refusal);
  const unknown = 'These requests have no route (rule unknownRoutes):';
  fails('a request without a route', unknown, 'POST /api/v1/accounts/member/promote by admin');
  fails('a request with a wrong method', unknown, 'GET /api/v1/accounts/member/disable by admin');
  fails('leaves the others on', 'rule unusedGates');
  expect.soft(errors.get('leaves the others on')).not.toContain('rule unusedFaults');
  for (const title of ['passes: everything is used and expected', 'all', 'at once', 'once for all tests']) {
    expect.soft(errors.get(title), title).toBe('');
  }
  expect(errors.size).toBe(13);
});

test.describe('Matchers', () => {
  test('Requests are received in order, with bodies and counts', async ({ world }) => {
    await world.call('POST', '/member/disable');
    await world.call('POST', '/list_users', { body: { limit: 2, username_prefix: 'm' } });
    await world.call('POST', '/member/reactivate', { as: 'manager' });
    await world.call('POST', '/member/reactivate', { as: 'manager' });

    await expect(world).toHaveReceived(['disable', { operation: 'reactivate', times: 2 }]);
    await expect(world).toHaveReceived([
      { operation: 'list_users', request_body: { limit: 2 }, response_body: { has_more: expect.any(Boolean) } },
      { operation: ['disable', 'reactivate'], account: 'member', caller: 'manager', status: 'OK', http_status: 200 },
    ]);
    await expect(world).toHaveReceivedOnly(['disable', { operation: 'reactivate', times: 2 }], {
      ignore: ['list_users'],
    });
    await expect(world).not.toHaveReceived(['reactivate', 'disable']);
    await expect(world).not.toHaveReceived(['deactivate']);
    await expect(world).not.toHaveReceivedOnly(['disable']);
    await expect(world).toHaveReceived([]);
  });

  test('A matcher waits for requests that are on their way', async ({ world }) => {
    const gate = await world.gates.close({ operation: 'disable' });
    const call = world.call('POST', '/member/disable');
    await gate.waitUntilHeld();
    const received = expect(world).toHaveReceived([{ operation: 'disable', status: 'OK' }]);
    await gate.release();
    await received;
    await call;
  });

  const timeout = 50;

  test('A failure shows the closest request and how it differs', async ({ world }) => {
    await world.call('POST', '/list_users', { body: { limit: 3, search_string: 'x' } });
    await world.call('POST', '/member/disable');
    const expected = [
      { operation: 'list_users', caller: 'admin', request_body: { limit: 2, search_string: 'x' } },
    ] as const;
    await expect(async () => expect(world).toHaveReceived([...expected], { timeout })).rejects.toThrow(
      /Request 1 of 1 was not received: .*\n\nClosest: no\. 1, list_users by admin\. It differs in\n {2}request_body\.limit: expected 2, received 3\n\nReceived:\n {2}no\. 1, .*: 200\n {2}no\. 2, disable member by admin: 200/,
    );
    await expect(async () => expect(world).toHaveReceivedOnly(['list_users'], { timeout })).rejects.toThrow(
      'All expected requests were received, but also: disable member by admin',
    );
    await expect(async () => expect(world).toHaveReceivedOnly(['disable'], { timeout })).rejects.toThrow(
      'operation: expected "disable", received "list_users"',
    );
    await expect(async () => expect(world).not.toHaveReceived(['disable'], { timeout })).rejects.toThrow(
      'The world has received these requests:',
    );
    await world.journal.clear();
    await expect(async () => expect(world).toHaveReceived(['disable'], { timeout })).rejects.toThrow(
      'The world has received no requests.',
    );
  });
});

test.describe('The server', () => {
  test('Its address is read in every sensible spelling', () => {
    for (const text of [
      'http://localhost:8090',
      ' http://localhost:8090/ ',
      'localhost:8090',
      'HTTP://LOCALHOST:8090/__mock',
      'http://localhost:8090/__mock/docs/',
    ]) {
      expect(readAddress(text), text).toBe('http://localhost:8090');
    }
    for (const text of ['http://localhost:8090/elsewhere', 'ftp://localhost', 'http://', 'a b']) {
      expect(() => readAddress(text), text).toThrow(`MOCK_URL is ${JSON.stringify(text)}, which is not the address`);
    }
  });

  test('What is not a mock is named in one line', async () => {
    const server = createServer((_, response) =>
      response.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>No</h1>'),
    );
    const origin = await listen(server);
    await expect(checkServer(origin)).rejects.toThrow(
      `MOCK_URL is ${origin}, but GET ${origin}/__mock/server answers 404 (text/html): <h1>No</h1> Start the mock there`,
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(checkServer(origin)).rejects.toThrow(
      `MOCK_URL is ${origin}, but nothing answers there: ECONNREFUSED. Start the mock there, or unset MOCK_URL`,
    );
    const refusing = createServer((_, response) => response.writeHead(403).end('{"msg": "Use --allow-host mock"}'));
    const other = await listen(refusing);
    await expect(checkServer(other)).rejects.toThrow('answers 403 (no content type): Use --allow-host mock');
    await new Promise((resolve) => refusing.close(resolve));
  });

  test('A program that cannot be started is named', async ({}, testInfo) => {
    const program = process.env.MOCK_SERVER;
    try {
      process.env.MOCK_SERVER = testInfo.outputPath('none');
      await expect(startServer()).rejects.toThrow(/MOCK_SERVER is .*none, but there is no such file\. Build the mock/);
      process.env.MOCK_SERVER = testInfo.outputPath('not-executable');
      await writeFile(process.env.MOCK_SERVER, 'text');
      await expect(startServer()).rejects.toThrow(/cannot be started: spawn .* EACCES\. Is it executable\?/);
      process.env.MOCK_SERVER = process.execPath;
      await expect(startServer()).rejects.toThrow(/ended with 9 before it listened: .*bad option: --port/s);
    } finally {
      if (program === undefined) delete process.env.MOCK_SERVER;
      else process.env.MOCK_SERVER = program;
    }
  });

  test('A full server is waited for', async () => {
    const server = await startServer('--max-worlds', '1');
    try {
      const first = await World.create(server.url, {});
      const second = World.create(server.url, {});
      await first.remove();
      await (await second).remove();
    } finally {
      await server.stop();
    }
  });
});

test('The archive of a world is replayed without the mock', async ({ page, browser, world }, testInfo) => {
  const recorded = await World.create(world.url, { seed: 'empty', generated_users: 400, complete_bodies: true });
  const list = (page: Page) =>
    page.evaluate(
      async ([url, token]) => {
        const body = '{ "limit": 300 }';
        const response = await fetch(url, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body });
        return (await response.json()) as { users: unknown[] };
      },
      [`${world.url}/api/v1/accounts/list_users`, recorded.token('admin')] as const,
    );
  await page.goto(`${world.url}/__mock/docs/`);
  const live = await list(page);
  expect(live.users.length).toBe(300);
  const har = testInfo.outputPath('world.har');
  await writeFile(har, JSON.stringify(await recorded.journal.har()));
  await recorded.remove();

  const context = await browser.newContext();
  await context.routeFromHAR(har, { url: '**/api/**', notFound: 'abort' });
  const replay = await context.newPage();
  await replay.goto(`${world.url}/__mock/docs/`);
  expect(await list(replay)).toEqual(live);
  await context.close();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('A page that follows the clock of its world fires its timers when that moves on', async ({ page, world }) => {
  await world.clock.follow(page);
  await page.goto(`${world.url}/__mock/server`);
  const after = (title: string, milliseconds: number) =>
    page.evaluate(
      ([title, milliseconds]) => void setTimeout(() => (document.title = String(title)), Number(milliseconds)),
      [title, milliseconds] as const,
    );
  const seconds = () => page.evaluate(() => Date.now() / 1_000);
  await after('an hour later', 3_600_000);
  await world.clock.advance(3_600);
  await expect(page).toHaveTitle('an hour later');

  await world.clock.freeze();
  expect(await seconds()).toBe(await world.clock.now());
  await after('a minute later', 60_000);
  await world.clock.advance(59);
  expect(await page.title()).toBe('an hour later');
  expect(await seconds()).toBe(await world.clock.now());
  await world.clock.resume((await world.clock.now()) + 1);
  await expect(page).toHaveTitle('a minute later');

  const now = await world.clock.now();
  await world.clock.freeze(now + 100);
  expect(await seconds()).toBe(now + 100);
});

test('A page that follows a frozen clock starts at its time', async ({ page, world }) => {
  await world.clock.freeze();
  await world.clock.follow(page);
  await page.goto(`${world.url}/__mock/server`);
  expect(await page.evaluate(() => Date.now() / 1_000)).toBe(await world.clock.now());
});

test('Each test writes what it covers, if there is a folder for it', async ({ world }) => {
  const folder = await mkdtemp(join(tmpdir(), 'coverage-'));
  const before = process.env['MOCK_COVERAGE'];
  try {
    process.env['MOCK_COVERAGE'] = join(folder, 'new');
    await world.call('POST', '/member/disable');
    await writeCoverage(world, 'a test');
    await world.call('POST', '/member/disable', { as: 'janedoe1' });
    await writeCoverage(world, 'another test');
    const report = join(folder, 'report.html');
    const { stdout } = await promisify(execFile)(findProgram(), ['coverage', join(folder, 'new'), '--html', report]);
    expect(stdout).toContain('2 of 85 outcomes of the contract were covered (2.4%), by 2 tests.');
    expect(await readFile(report, 'utf8')).toContain('<li>another test</li>');
  } finally {
    if (before === undefined) delete process.env['MOCK_COVERAGE'];
    else process.env['MOCK_COVERAGE'] = before;
    await rm(folder, { recursive: true });
  }
});
