/**
 * Runs `make dev` the way a newcomer does: on a copy of the working tree without anything that is
 * ignored by git, and with CARGO_TARGET_DIR set, so that compiled dependencies are shared. Waits
 * for the page and the proxied API, changes a Rust file, and waits for a page that contains the
 * change.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PAGE = 'http://127.0.0.1:8080/';
const API = 'http://127.0.0.1:8080/api/v1/accounts/admins';
const POLL_INTERVAL_MS = 500;
// Enough for the first debug build on a slow machine.
const BUILD_TIMEOUT_MS = 15 * 60_000;
/** A source file, a sentence that no other file contains, and its replacement. */
const SOURCE = 'app/src/panic_screen.rs';
const BEFORE = 'Account Admin has stopped';
const AFTER = 'Account Admin was rebuilt';

const target = process.argv[2];
// Not below the target folder: Trunk does not watch anything in there.
const copy = join(tmpdir(), 'account-admin-dev-test');

function copyWorkingTree() {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  execFileSync('bash', [
    '-c',
    'git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C "$1"',
    '-',
    copy,
  ]);
  execFileSync('git', ['init', '--quiet', copy]);
}

/** Returns the response, or `null` while the server is not reachable. */
async function get(url) {
  try {
    return await fetch(url, { redirect: 'error' });
  } catch {
    return null;
  }
}

async function waitFor(what, check) {
  const deadline = Date.now() + BUILD_TIMEOUT_MS;
  while (!(await check())) {
    if (dev.exitCode !== null) throw new Error(`make dev ended with ${dev.exitCode} before ${what}`);
    if (Date.now() > deadline) throw new Error(`Timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
  console.log(`make dev: ${what}`);
}

/** Checks whether the WebAssembly module of the page contains `text`. */
async function pageContains(text) {
  const page = await get(PAGE);
  if (!page?.ok) return false;
  const wasm = /[^"']+_bg\.wasm/.exec(await page.text())?.[0];
  const response = wasm && (await get(new URL(wasm, PAGE)));
  return Boolean(response?.ok && Buffer.from(await response.arrayBuffer()).includes(text));
}

if (await get(PAGE)) throw new Error(`Something else already answers at ${PAGE}. Stop it and try again.`);
copyWorkingTree();
const source = join(copy, SOURCE);
const text = readFileSync(source, 'utf8');
if (!text.includes(BEFORE))
  throw new Error(`${SOURCE} no longer contains “${BEFORE}”. Choose another sentence for this test.`);

// A process group of its own, so that make and everything it started end together.
const dev = spawn('make', ['-C', copy, 'dev'], {
  env: { ...process.env, CARGO_TARGET_DIR: target, MOCK_SERVER: '', MAKEFLAGS: '' },
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
});
try {
  await waitFor('the page answers', () => pageContains(BEFORE));
  await waitFor('the API answers behind it', async () => (await get(API))?.status === 401);
  writeFileSync(source, text.replace(BEFORE, AFTER));
  await waitFor('the page is rebuilt after a change', () => pageContains(AFTER));
} finally {
  if (dev.exitCode === null) {
    const ended = new Promise((resolve) => dev.once('exit', resolve));
    process.kill(-dev.pid, 'SIGINT');
    await ended;
  }
  rmSync(copy, { recursive: true, force: true });
}
