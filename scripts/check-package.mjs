/**
 * Installs the packed npm packages into an empty folder and uses them as their README says: the
 * tests in it and in docs/MOCK.md, their coverage, type checks with the defaults of `tsc --init`,
 * the program, other people's fixtures.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const tarballs = process.argv[2];
const { devDependencies } = JSON.parse(readFileSync('e2e/package.json', 'utf8'));
const readme = readFileSync('packages/account-admin-mock/README.md', 'utf8');

// Spaces and umlauts, as in the home folders of many.
const parent = mkdtempSync(join(tmpdir(), 'account-admin-mock-'));
const folder = join(parent, 'Übungen mit Leerzeichen');

// What this repository has set up must not help.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(MOCK_|npm_|NODE_)/.test(name)));
env.PATH = env.PATH.split(':')
  .filter((path) => !path.startsWith(process.cwd()))
  .join(':');
env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD = '1';

function run(program, args, more = {}) {
  try {
    return execFileSync(program, args, { cwd: folder, env: { ...env, ...more }, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')} failed:\n${error.stdout}\n${error.stderr}`);
  }
}

/** Runs a command that must fail, and returns its output. */
function fails(program, args, more = {}) {
  try {
    execFileSync(program, args, { cwd: folder, env: { ...env, ...more }, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return error.stdout + error.stderr;
  }
  throw new Error(`${program} ${args.join(' ')} should have failed`);
}

function expectText(text, expected) {
  if (!text.includes(expected)) throw new Error(`expected ${JSON.stringify(expected)} in:\n${text}`);
}

function write(file, text) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** Starts the server as a child of a program that is then interrupted and killed. */
async function checkParents() {
  write(
    'parent.mjs',
    `import { startServer } from 'account-admin-mock/server';
     process.on('SIGINT', () => console.log('interrupted'));
     console.log((await startServer()).url);
     setInterval(() => {}, 1_000);`,
  );
  const child = spawn(process.execPath, ['parent.mjs'], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = child.stdout[Symbol.asyncIterator]();
  const line = async () => String((await lines.next()).value).trim();
  const url = await line();
  // As a terminal does for Ctrl-C: to the whole process group.
  process.kill(-child.pid, 'SIGINT');
  if ((await line()) !== 'interrupted') throw new Error('the parent was not interrupted');
  if (!(await fetch(`${url}/__mock/server`)).ok) throw new Error('Ctrl-C has stopped the mock too');
  process.kill(child.pid, 'SIGKILL');
  for (
    let attempts = 0;
    await fetch(url).then(
      () => true,
      () => false,
    );
    attempts += 1
  ) {
    if (attempts > 50) throw new Error('the mock has survived its parent');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Starts the program of the package, runs `use` with its address, and returns that. */
async function withProgram(use) {
  const server = spawn('npx', ['account-admin-mock', '--port', '0'], {
    cwd: folder,
    env,
    detached: true,
    stdio: 'pipe',
  });
  try {
    let output = '';
    for await (const chunk of server.stdout) {
      output += chunk;
      const url = /listening on (http:\S+)/.exec(output)?.[1];
      if (url) {
        use(url);
        return url;
      }
    }
    throw new Error(`npx account-admin-mock ended:\n${output}`);
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    process.kill(-server.pid, 'SIGTERM');
    await ended;
  }
}

try {
  mkdirSync(folder);
  const packages = readdirSync(tarballs).map((name) => join(tarballs, name));
  write('package.json', '{"name": "empty", "private": true, "type": "module"}');
  const named = /<!-- (\S+) -->\n\n```ts\n([\s\S]*?)```/g;
  for (const [, file, code] of readme.matchAll(named)) write(file, code);
  const start = performance.now();
  const tools = ['@playwright/test', 'typescript', '@types/node'].map((name) => `${name}@${devDependencies[name]}`);
  run('npm', ['install', '--save-dev', '--prefer-offline', '--no-audit', '--no-fund', ...packages, ...tools]);

  expectText(run('npx', ['playwright', 'test', 'first']), '1 passed');
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`From npm install to a passing test: ${seconds} s.`);

  for (const [, file, code] of readFileSync('docs/MOCK.md', 'utf8').matchAll(named)) {
    write(file, `import { expect, test } from 'account-admin-mock';\n\n${code}`);
  }
  write(
    'tests/others.spec.ts',
    `import { test as others, expect } from '@playwright/test';
     import { mergeTests } from '@playwright/test';
     import { test as mock, type World } from 'account-admin-mock';

     const mine = others.extend<{ greeting: string }>({ greeting: async ({}, use) => use('hello') });
     const test = mergeTests(mine, mock).extend<{ twin: World }>({
       twin: async ({ world }, use) => {
         const twin = await world.fork();
         await use(twin);
         await twin.remove();
       },
     });
     test.use({ baseURL: 'http://app.example', seed: { users: [{ username: 'ann', site_admin: true }] } });

     test('fixtures and options of others are kept', async ({ greeting, twin, baseURL }) => {
       expect([greeting, baseURL]).toEqual(['hello', 'http://app.example']);
       // @ts-expect-error The types are there, and know the effects.
       await expect(twin.faults.add({ effect: 'explode' })).rejects.toThrow('unknown variant');
       expect((await twin.call('GET', '/ann/type', { as: 'ann' })).envelope['account_type']).toBe('user');
     });`,
  );
  run('npx', ['tsc', '--init']);
  run('npx', ['tsc', '--noEmit']);
  expectText(run('npx', ['playwright', 'test'], { MOCK_COVERAGE: 'coverage' }), '3 passed');
  const coverage = ['account-admin-mock', 'coverage', 'coverage', '--html', 'coverage.html', '--coverage-at-least'];
  expectText(run('npx', [...coverage, '1']), 'outcomes of the contract were covered');
  expectText(readFileSync(join(folder, 'coverage.html'), 'utf8'), 'a lost response is not a lost change');
  expectText(fails('npx', [...coverage, '99']), 'less than the 99% of --coverage-at-least');
  expectText(run('npx', ['account-admin-mock', '--version']), 'mock-server');
  expectText(fails('npx', ['account-admin-mock', '--seed', 'none']), 'Built in are demo, awkward, empty');
  const gone = await withProgram((url) => {
    for (const spelling of [`${url}/`, url.replace('http://', ''), `${url}/__mock/docs/`]) {
      expectText(run('npx', ['playwright', 'test', 'first'], { MOCK_URL: spelling }), '1 passed');
    }
  });
  const nothing = fails('npx', ['playwright', 'test'], { MOCK_URL: gone });
  expectText(nothing, `MOCK_URL is ${gone}, but nothing answers there: ECONNREFUSED`);
  await checkParents();

  // Without the program, as on a platform that has none.
  rmSync(join(folder, 'node_modules/account-admin-mock-linux-x64'), { recursive: true });
  expectText(fails('npx', ['playwright', 'test']), 'Set MOCK_SERVER to a program that you have built');
  expectText(fails('npx', ['account-admin-mock']), 'account-admin-mock: There is no program of the mock for linux-x64');
  // And in a module of the old kind.
  write('package.json', readFileSync(join(folder, 'package.json'), 'utf8').replace('"module"', '"commonjs"'));
  run('npx', ['playwright', 'test', 'first'], { MOCK_SERVER: process.env.MOCK_SERVER });
  console.log('The packed packages work in an empty folder.');
} finally {
  rmSync(parent, { recursive: true, force: true });
}
