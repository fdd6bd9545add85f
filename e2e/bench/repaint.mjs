/** The console's rows beside the same rows drawn by plain JavaScript: what the framework takes. */
import { allAccounts } from './accounts.mjs';
import { Visit } from './course.mjs';
import { percentile } from './stats.mjs';

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./mock.mjs').Mock} Mock
 */

/** So high that some five hundred rows are seen at once. */
const VIEWPORT = { width: 1280, height: 20_000 };

/** How many accounts there are, and how far apart the places are that are gone to, in rows: each time all rows are others. */
const [USERS, APART, PLACES] = [2_000, 600, 3];

/** How high a row is, in pixels. */
const ROW = 40;

/** How often all rows are replaced in a round; before the first, as many times that are not counted. */
const TIMES = 6;

/**
 * What it takes to replace all rows.
 *
 * @typedef {object} Repaint
 * @property {number} rows how many there were
 * @property {number[]} ours the median of each round, in milliseconds
 * @property {number[]} twin
 * @property {string | undefined} difference the first one between their rows: then the two times cannot be compared
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
  await ours.page.evaluate((expected) => bench.whole(expected), accounts.searched(''));
  const windows = await windowsOf(ours.page, accounts);
  const copy = await openCopy(browser, mock, ours.page);

  /** @type {Repaint} */
  const repaint = { rows: windows[0].accounts.length, ours: [], twin: [], difference: undefined };
  for (let round = 0; round < rounds; round += 1) {
    const times = { ours: /** @type {number[]} */ ([]), twin: /** @type {number[]} */ ([]) };
    for (let time = round === 0 ? -TIMES : 0; time < TIMES; time += 1) {
      // Never where they are already.
      const { top, ends, accounts, from } = windows[(time + TIMES + 1) % PLACES];
      const took = {
        ours: await ours.page.evaluate(([top, ends]) => bench.repaint(top, ends), /** @type {const} */ ([top, ends])),
        twin: await copy.page.evaluate(([accounts, from]) => twin.repaint(accounts, from), /** @type {const} */ ([accounts, from])),
      };
      repaint.difference ??= firstDifference(await rowsOf(ours.page), await rowsOf(copy.page));
      if (time < 0) continue;
      times.ours.push(took.ours);
      times.twin.push(took.twin);
    }
    repaint.ours.push(percentile(times.ours, 50));
    repaint.twin.push(percentile(times.twin, 50));
  }
  await ours.close();
  await copy.close();
  await mock.control('DELETE', `/worlds/${id}`);
  return repaint;
}

/** The places that are gone to, and who is seen there. @param {Page} page @param {import('./accounts.mjs').Accounts} accounts */
async function windowsOf(page, { accounts }) {
  const windows = [];
  for (let place = 0; place < PLACES; place += 1) {
    const top = place * APART * ROW;
    await page.evaluate((top) => {
      bench.page.scroller().scrollTop = top;
      return bench.settled();
    }, top);
    const [from, to] = /** @type {[number, number]} */ (await page.evaluate('bench.places()'));
    windows.push({ top, from, accounts: accounts.slice(from, to + 1), ends: [accounts[from].username, accounts[to].username] });
  }
  await page.evaluate('bench.toStart()');
  return windows;
}

/** A copy of the console's page without its script and its rows, in which the twin draws. */
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

/** The rows as markup, without what tells nothing: the comments by which a framework finds its places, and the numbers in ids. */
async function rowsOf(/** @type {Page} */ page) {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('[role=table] > tbody > tr[aria-rowindex]'), (row) => {
      const describe = (/** @type {Element} */ element) => {
        const attributes = Array.from(element.attributes, ({ name, value }) => `${name}="${value.replace(/row-name-\d+/, 'row-name')}"`);
        /** @type {string[]} */
        const inside = [];
        for (const node of element.childNodes) {
          if (node.nodeType === Node.ELEMENT_NODE) inside.push(describe(/** @type {Element} */ (node)));
          // What is behind the first line is written later, and not measured.
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
  const at = ours.findIndex((row, at) => row !== twin[at]);
  if (at < 0) return undefined;
  const letter = Array.from(ours[at]).findIndex((letter, place) => letter !== twin[at][place]);
  const around = (/** @type {string} */ row) => row.slice(Math.max(0, letter - 30), letter + 50);
  return `row ${at}: ${around(ours[at])} and ${around(twin[at])}`;
}
