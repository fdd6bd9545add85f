/** Measures the start of the console: the first rows, and the memory without accounts. */
import { Visit } from './scenario.mjs';

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('./mock.mjs').Mock} Mock
 */

/**
 * The time from the navigation to the first rows on screen, in milliseconds, while all pages of
 * accounts but the first never arrive. Fails when the rows do not come.
 *
 * @param {Browser} browser
 * @param {Mock} mock
 * @returns {Promise<number>}
 */
export async function measureFirstRowsAlone(browser, mock) {
  const { id } = await mock.control('POST', '/worlds/default/fork', {});
  await mock.control('POST', `/worlds/${id}/faults`, { operation: 'list_users', from: 2, effect: 'hang' });
  const visit = await Visit.open(browser, `${mock.url}/users`, await mock.session(id));
  const firstRows = await visit.page.evaluate('bench.firstRows');
  await visit.close();
  await mock.control('DELETE', `/worlds/${id}`);
  return /** @type {number} */ (firstRows);
}

/**
 * The memory of the console when the admin is the only account.
 *
 * @param {Browser} browser
 * @param {Mock} mock
 */
export async function measureEmpty(browser, mock) {
  const { id } = await mock.control('POST', '/worlds', { seed: 'empty' });
  const visit = await Visit.open(browser, `${mock.url}/users`, await mock.session(id));
  await visit.page.evaluate('bench.firstRows');
  const memory = await visit.memory();
  await visit.close();
  await mock.control('DELETE', `/worlds/${id}`);
  return memory;
}
