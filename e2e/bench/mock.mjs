/** The platform that both pages read: a mock server over a folder with the built console and the pages of this bench. */
import { spawn } from 'node:child_process';

/** Who looks. */
const ADMIN = 'admin';

/**
 * @typedef {object} Mock
 * @property {string} url
 * @property {(method: string, path: string, body?: unknown) => Promise<any>} control calls what is below `/__mock`
 * @property {(world: string) => Promise<Record<string, string>>} session what the session storage of a tab holds in which an admin
 *   of a world is signed in
 * @property {() => Promise<void>} stop
 */

/**
 * Starts it on a free port.
 *
 * @param {string} program
 * @param {string} assets
 * @param {number} users how many accounts are generated
 * @returns {Promise<Mock>}
 */
export async function startMock(program, assets, users) {
  const options = ['--port', '0', '--seed', 'empty', '--generated-users', String(users), '--assets', assets];
  // Its log would cost both pages the same, and tell nothing.
  const server = spawn(program, options, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, RUST_LOG: 'error' } });
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
    const response = await fetch(`${url}/__mock${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
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
