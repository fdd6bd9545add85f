#!/usr/bin/env node
/**
 * Packs the npm package of the fixtures and unpacks it into e2e/node_modules, so that our own
 * suites run on what others install. Does nothing if it is there and up to date.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const SOURCES = ['e2e/fixtures', 'packages/account-admin-mock'];
/** Made while packing. */
const MADE = ['dist', 'LICENSE-APACHE', 'LICENSE-MIT'];
const INSTALLED = join(ROOT, 'e2e', 'node_modules', 'account-admin-mock');
const STAMP = join(INSTALLED, '.sources');

/** A hash of everything that is packed. */
function hashSources() {
  const hash = createHash('sha256');
  const add = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (MADE.includes(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) add(path);
      else hash.update(path).update(readFileSync(path));
    }
  };
  for (const folder of SOURCES) add(join(ROOT, folder));
  return hash.digest('hex');
}

/** Installs the package, unless it is up to date. */
export function installPackage() {
  const sources = hashSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return;
  const folder = mkdtempSync(join(tmpdir(), 'account-admin-mock-'));
  const run = (program, ...args) => execFileSync(program, args, { cwd: ROOT, encoding: 'utf8' }).trim();
  try {
    const dist = 'packages/account-admin-mock/dist';
    rmSync(join(ROOT, dist), { recursive: true, force: true });
    const tsc = join('e2e', 'node_modules', '.bin', 'tsc');
    run(tsc, '--project', 'e2e/fixtures', '--noEmit', 'false', '--declaration', '--outDir', dist);
    const tarball = run('npm', 'pack', '--silent', '--pack-destination', folder, './packages/account-admin-mock');
    rmSync(INSTALLED, { recursive: true, force: true });
    mkdirSync(INSTALLED, { recursive: true });
    run('tar', '-xzf', join(folder, tarball), '-C', INSTALLED, '--strip-components=1');
    writeFileSync(STAMP, sources);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) installPackage();
