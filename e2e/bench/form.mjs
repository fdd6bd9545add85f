/**
 * Measures typing in the form that creates users while it has many rows, each of which is
 * validated.
 */
import { Visit } from './scenario.mjs';

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('./mock.mjs').Mock} Mock
 */

/** The rows of a large import. */
const ROWS = 5_000;

/** The letters typed into the first row. Each makes the form look for duplicates. */
const LETTERS = 'nobody';

/**
 * The cost of a keystroke in the form.
 *
 * @typedef {object} FormTyping
 * @property {number} rows the number of rows
 * @property {number[]} slowest the longest keystroke of each round, in milliseconds
 */

/**
 * Measures each keystroke from the input event to the end of the task after it.
 *
 * @param {Browser} browser
 * @param {Mock} mock
 * @param {number} rounds
 * @returns {Promise<FormTyping>}
 */
export async function measureFormTyping(browser, mock, rounds) {
  const { id } = await mock.control('POST', '/worlds', { seed: 'empty' });
  const slowest = [];
  for (let round = 0; round < rounds; round += 1) {
    const visit = await Visit.open(browser, `${mock.url}/users/new`, await mock.session(id));
    await importRows(visit.page);
    await visit.page.getByRole('textbox', { name: 'Username, row 1', exact: true }).focus();
    slowest.push(await visit.page.evaluate(typeLetters, LETTERS));
    await visit.close();
  }
  await mock.control('DELETE', `/worlds/${id}`);
  return { rows: ROWS, slowest };
}

/**
 * Drops a CSV file on the form and waits for its rows.
 *
 * @param {import('@playwright/test').Page} page
 */
async function importRows(page) {
  const lines = Array.from({ length: ROWS }, (_, index) => `person.${index},person.${index}@globex.example`);
  const main = page.getByRole('main');
  await main.getByRole('textbox', { name: 'Username, row 1', exact: true }).waitFor();
  const dataTransfer = await page.evaluateHandle(
    (csv) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([csv], 'people.csv'));
      return dataTransfer;
    },
    ['username,email', ...lines].join('\n'),
  );
  await main.dispatchEvent('drop', { dataTransfer });
  const ready = `${ROWS.toLocaleString('en-GB')} ready`;
  await page.getByRole('status').filter({ hasText: ready }).waitFor();
}

/**
 * Runs in the page: types into the focused field and returns the longest keystroke.
 *
 * @param {string} letters
 */
async function typeLetters(letters) {
  const input = /** @type {HTMLInputElement} */ (document.activeElement);
  const durations = [];
  for (const letter of letters) {
    const start = performance.now();
    input.value += letter;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve));
    durations.push(performance.now() - start);
  }
  return Math.max(...durations);
}
