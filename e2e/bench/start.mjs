/** How the console begins: with what it has, and with nothing. */
import { Visit } from './course.mjs';

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('./mock.mjs').Mock} Mock
 */

/**
 * The first rows on screen, in milliseconds from the navigation on, while every page of accounts but the first is held up for good.
 * Fails where they do not come.
 *
 * @param {Browser} browser
 * @param {Mock} mock
 * @returns {Promise<number>}
 */
export async function measureHeldUp(browser, mock) {
  const { id } = await mock.control('POST', '/worlds/default/fork', {});
  await mock.control('POST', `/worlds/${id}/faults`, { operation: 'list_users', from: 2, effect: 'hang' });
  const visit = await Visit.open(browser, `${mock.url}/users`, await mock.session(id));
  const firstRows = await visit.page.evaluate('bench.firstRows');
  await visit.close();
  await mock.control('DELETE', `/worlds/${id}`);
  return /** @type {number} */ (firstRows);
}

/**
 * What the console holds where there is nobody but the admin.
 *
 * @param {Browser} browser
 * @param {Mock} mock
 */
export async function measureEmpty(browser, mock) {
  const { id } = await mock.control('POST', '/worlds', { seed: 'empty' });
  const visit = await Visit.open(browser, `${mock.url}/users`, await mock.session(id));
  await visit.page.evaluate('bench.firstRows');
  const held = await visit.held();
  await visit.close();
  await mock.control('DELETE', `/worlds/${id}`);
  return held;
}
