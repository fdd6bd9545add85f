/**
 * Compares the console's rows with the same rows drawn by plain JavaScript: the cost of the
 * framework.
 */
import { allAccounts } from './accounts.mjs';
import { Visit } from './scenario.mjs';
import { percentile } from './stats.mjs';

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./mock.mjs').Mock} Mock
 */

/** Tall enough for about five hundred visible rows. */
const VIEWPORT = { width: 1280, height: 20_000 };

/**
 * The number of accounts, and the scroll positions to visit, far enough apart to replace all rows.
 */
const [USERS, SPACING_ROWS, WINDOWS] = [2_000, 600, 3];

/** The height of a row. */
const ROW_HEIGHT_PX = 40;

/**
 * How often all rows are replaced in a round. The first round is preceded by as many warm-up runs.
 */
const REPEATS = 6;

/**
 * The cost of replacing all rows.
 *
 * @typedef {object} Repaint
 * @property {number} rows the number of rows
 * @property {number[]} ours the median of each round, in milliseconds
 * @property {number[]} twin
 * @property {string | undefined} difference the first difference between their rows, which makes
 *   the times incomparable
 */

/**
 * @param {Browser} browser
 * @param {Mock} mock
 * @param {number} rounds
 * @returns {Promise<Repaint>}
 */
export async function measureRepaint(browser, mock, rounds) {
  const { id } = await mock.control('POST', '/worlds', { seed: 'empty', generated_users: USERS });
  const accounts = await allAccounts(mock, id);
  const ours = await Visit.open(browser, `${mock.url}/users`, await mock.session(id), VIEWPORT);
  await ours.page.evaluate((expected) => bench.allLoaded(expected), accounts.matching(''));
  const windows = await windowsOf(ours.page, accounts);
  const copy = await openCopy(browser, mock, ours.page);

  /** @type {Repaint} */
  const repaint = { rows: windows[0].accounts.length, ours: [], twin: [], difference: undefined };
  for (let round = 0; round < rounds; round += 1) {
    const times = { ours: /** @type {number[]} */ ([]), twin: /** @type {number[]} */ ([]) };
    for (let time = round === 0 ? -REPEATS : 0; time < REPEATS; time += 1) {
      // Never the current position.
      const { top, ends, accounts, from } = windows[(time + REPEATS + 1) % WINDOWS];
      const duration = {
        ours: await ours.page.evaluate(([top, ends]) => bench.repaint(top, ends), /** @type {const} */ ([top, ends])),
        twin: await copy.page.evaluate(
          ([accounts, from]) => twin.repaint(accounts, from),
          /** @type {const} */ ([accounts, from]),
        ),
      };
      repaint.difference ??= firstDifference(await rowsOf(ours.page), await rowsOf(copy.page));
      if (time < 0) continue;
      times.ours.push(duration.ours);
      times.twin.push(duration.twin);
    }
    repaint.ours.push(percentile(times.ours, 50));
    repaint.twin.push(percentile(times.twin, 50));
  }
  await ours.close();
  await copy.close();
  await mock.control('DELETE', `/worlds/${id}`);
  return repaint;
}

/**
 * The scroll positions and the accounts that are visible there.
 *
 * @param {Page} page
 * @param {import('./accounts.mjs').Accounts} accounts
 */
async function windowsOf(page, { accounts }) {
  const windows = [];
  for (let windowIndex = 0; windowIndex < WINDOWS; windowIndex += 1) {
    const top = windowIndex * SPACING_ROWS * ROW_HEIGHT_PX;
    await page.evaluate((top) => {
      bench.page.scroller().scrollTop = top;
      return bench.settle();
    }, top);
    const [from, to] = /** @type {[number, number]} */ (await page.evaluate('bench.visibleRange()'));
    windows.push({
      top,
      from,
      accounts: accounts.slice(from, to + 1),
      ends: [accounts[from].username, accounts[to].username],
    });
  }
  await page.evaluate('bench.scrollToTop()');
  return windows;
}

/** Opens a copy of the console's page without its script and rows, for the twin to draw in. */
async function openCopy(/** @type {Browser} */ browser, /** @type {Mock} */ mock, /** @type {Page} */ page) {
  const markup = /** @type {string} */ (
    await page.evaluate(() => {
      const copy = /** @type {Element} */ (document.documentElement.cloneNode(true));
      for (const element of copy.querySelectorAll('script, link, tbody > *')) element.remove();
      return `<!doctype html>${copy.outerHTML}`;
    })
  );
  const visit = await Visit.open(browser, `${mock.url}/config.json`, {}, VIEWPORT);
  await visit.page.setContent(markup);
  await visit.page.addScriptTag({ path: new URL('pages/twin.js', import.meta.url).pathname });
  return visit;
}

/** The rows as comparable markup: without the comments of the framework and the numbers in ids. */
async function rowsOf(/** @type {Page} */ page) {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('[role=table] > tbody > tr[aria-rowindex]'), (row) => {
      const describe = (/** @type {Element} */ element) => {
        const attributes = Array.from(
          element.attributes,
          ({ name, value }) => `${name}="${value.replace(/row-name-\d+/, 'row-name')}"`,
        );
        /** @type {string[]} */
        const inside = [];
        for (const node of element.childNodes) {
          if (node.nodeType === Node.ELEMENT_NODE) inside.push(describe(/** @type {Element} */ (node)));
          // The lines after the first are written later, and not measured.
          else if (node.nodeType === Node.TEXT_NODE) inside.push((node.nodeValue ?? '').split('\n', 1)[0]);
        }
        return `<${element.localName} ${attributes.sort().join(' ')}>${inside.join('')}</>`;
      };
      return describe(row);
    }),
  );
}

/** @param {string[]} ours @param {string[]} twin */
function firstDifference(ours, twin) {
  if (ours.length !== twin.length) return `${ours.length} rows and ${twin.length}`;
  const index = ours.findIndex((row, index) => row !== twin[index]);
  if (index < 0) return undefined;
  const character = Array.from(ours[index]).findIndex((character, position) => character !== twin[index][position]);
  const around = (/** @type {string} */ row) => row.slice(Math.max(0, character - 30), character + 50);
  return `row ${index}: ${around(ours[index])} and ${around(twin[index])}`;
}
