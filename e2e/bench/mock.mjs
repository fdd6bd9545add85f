/**
 * The mock server that both pages read from. It serves the built console and the pages of this
 * benchmark.
 */
import { spawn } from 'node:child_process';

/** The user of both pages. */
const ADMIN = 'admin';

/**
 * @typedef {object} Mock
 * @property {string} url
 * @property {(method: string, path: string, body?: unknown) => Promise<any>} control calls the
 *   control API
 * @property {(world: string) => Promise<Record<string, string>>} session the entries of the session
 *   storage that signs a tab in as the admin of a world
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the server on a free port.
 *
 * @param {string} program
 * @param {string} assets
 * @param {number} users the number of generated accounts
 * @returns {Promise<Mock>}
 */
export async function startMock(program, assets, users) {
  const options = ['--port', '0', '--seed', 'empty', '--generated-users', String(users), '--assets', assets];
  // Logging would slow both pages down equally.
  const server = spawn(program, options, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, RUST_LOG: 'error' },
  });
  const url = await new Promise((resolve, reject) => {
    let output = '';
    server.stdout.on('data', (chunk) => {
      output += chunk;
      const url = /listening on (http:\S+)/.exec(output)?.[1];
      if (url) resolve(url);
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`${program} ended with ${code}:\n${output}`)));
  });
  /** @type {Mock['control']} */
  const control = async (method, path, body) => {
    const response = await fetch(`${url}/__mock${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /__mock${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    url,
    control,
    session: async (world) => (await control('POST', `/worlds/${world}/accounts/${ADMIN}/token`)).session_storage,
    stop: async () => {
      if (server.exitCode !== null) return;
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
    },
  };
}
