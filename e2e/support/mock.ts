/** Which mock the suites of this repository run against, and what the console makes it refuse. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RefusalMatcher } from 'account-admin-mock';
import { installPackage } from '../../scripts/install-package.mjs';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Installs the packed fixtures, and tells them the program to start and the app to serve, unless
 * the environment does.
 */
export function useMock(assets: string): void {
  // Workers load the configuration too.
  if (process.env.TEST_WORKER_INDEX === undefined) installPackage();
  process.env.MOCK_SERVER ??= join(ROOT, 'target', 'release', 'mock-server');
  process.env.MOCK_ASSETS ??= join(ROOT, assets);
  const page = join(process.env.MOCK_ASSETS, 'index.html');
  if (!existsSync(page)) throw new Error(`${page} is missing. Run: make build ${assets}/index.html`);
}

/** What the platform refuses as a part of how the console works. */
export const EXPECTED_REFUSALS: RefusalMatcher[] = [
  // A user learns that they are no site admin when they are refused the list of site admins.
  { operation: 'get_admins', branch: 'not_permitted' },
  // A lookup asks for names that may not exist.
  { operation: 'account_type', branch: 'account_not_found' },
];
