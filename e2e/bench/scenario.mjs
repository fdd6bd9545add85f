/** The steps that both pages go through. Each run has a fresh browser context. */

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./accounts.mjs').Accounts} Accounts
 * @typedef {import('./accounts.mjs').Expected} Expected
 * @typedef {{ text: string, expected: Expected }} Keystroke
 * @typedef {{ rendered: number, shown: number }} Change durations of a change, defined in
 *   pages/probe.js
 */

/** The texts typed letter by letter and deleted again, the same as in app/account-index/benches. */
const TEXTS = ['walker', 'an', 'garcia@', 'smith2', 'globex', 'zoex'];

/** The text entered at once, before anything else. */
const FIRST_SEARCH = 'smith';

/** How often a round jumps to each scroll position. */
const JUMPS = 5;

/** A fast, continuous turn of the wheel. */
const WHEEL = { durationMs: 10_000, deltaPx: 400, intervalMs: 16 };

/** Loading a million accounts is slow. */
const TIMEOUT_MS = 300_000;

/**
 * The memory of a page in bytes, after a garbage collection.
 *
 * @typedef {{ heap: number, dom: number, wasm: number, all: number }} Memory
 */

/**
 * The figures of one run of one page.
 *
 * @typedef {object} Measurements
 * @property {number} firstRows from the navigation to the first rows on screen
 * @property {number} allLoaded from the navigation until all accounts are loaded
 * @property {Change} firstSearch
 * @property {Change[]} keystrokes
 * @property {number} unchangedCount keystrokes without a visible change, which are not in
 *   `keystrokes`
 * @property {Change[]} columnFilter the same keystrokes in the filter of the email column, which
 *   the console does not have
 * @property {Record<string, Change>} sorts by column and direction
 * @property {Record<'middle' | 'end', Change[]>} jumps
 * @property {number} failedJumps jumps that the page ignored, which are not in `jumps`
 * @property {Memory} memory when all accounts are loaded
 * @property {Memory} memoryAfter after all steps
 * @property {{ longFrames: number[], rows: number }} wheel
 */

/** The name of a sort in the report. @param {string} column @param {string} direction */
export const sortName = (column, direction) => `${column}, ${direction === 'ascending' ? 'ascending' : 'descending'}`;

/** The scenario with its expected results, which are computed once: a million accounts are slow. */
export class Scenario {
  /** @param {Accounts} accounts */
  constructor(accounts) {
    this.accounts = accounts;
    this.unfiltered = accounts.matching('');
    const texts = TEXTS.flatMap(typingSteps);
    this.first = { text: FIRST_SEARCH, expected: accounts.matching(FIRST_SEARCH) };
    const keystrokesIn = (/** @type {'email' | undefined} */ column) => {
      const known = new Map(
        [...new Set(texts)].map((text) => [text, text === '' ? this.unfiltered : accounts.matching(text, column)]),
      );
      return texts.map((text) => ({ text, expected: /** @type {Expected} */ (known.get(text)) }));
    };
    this.keystrokes = keystrokesIn(undefined);
    this.columnKeystrokes = keystrokesIn('email');
    // By username comes last, so that the console ends in the order that it began with.
    const columns = [...accounts.columns.slice(1), accounts.columns[0]];
    this.sorts = columns.flatMap((column) => {
      const both = /** @type {const} */ (['ascending', 'descending']);
      // The list starts in ascending order of names, so the descending order is measured first.
      const directions = column === accounts.columns[0] ? both.toReversed() : both;
      return directions.map((direction) => ({ column, expected: accounts.sorted(column, direction) }));
    });
    this.jumps = /** @type {const} */ ([
      ['middle', 0.5],
      ['end', 1],
    ]).map(([name, fraction]) => ({ name, fraction, expected: accounts.around(fraction) }));
  }

  /**
   * Takes a page through all steps.
   *
   * @param {Visit} visit
   * @returns {Promise<Measurements>}
   */
  async run(visit) {
    const { page } = visit;
    const firstRows = await page.evaluate(() => bench.firstRows);
    const allLoaded = await page.evaluate((expected) => bench.allLoaded(expected), this.unfiltered);
    const memory = await visit.memory();
    const firstSearch = await this.search(page, this.first.text, this.first.expected);
    await this.search(page, '', this.unfiltered);
    const { keystrokes, unchangedCount } = await this.measureTyping(page);
    const columnFilter = await this.measureColumnFilter(page);
    const { jumps, failedJumps } = await this.measureJumps(page);
    const wheel = await measureWheel(page);
    await page.evaluate('bench.scrollToTop()');
    const sorts = await this.measureSorts(page);
    return {
      firstRows,
      allLoaded,
      firstSearch,
      keystrokes,
      unchangedCount,
      columnFilter,
      sorts,
      jumps,
      failedJumps,
      memory,
      memoryAfter: await visit.memory(),
      wheel,
    };
  }

  /**
   * Takes a page through the keystrokes alone.
   *
   * @param {Visit} visit
   * @returns {Promise<Change[]>}
   */
  async runKeystrokes({ page }) {
    await page.evaluate((expected) => bench.allLoaded(expected), this.unfiltered);
    await this.search(page, this.first.text, this.first.expected);
    await this.search(page, '', this.unfiltered);
    return (await this.measureTyping(page)).keystrokes;
  }

  /**
   * @param {Page} page
   * @param {string} text
   * @param {Expected} expected
   * @returns {Promise<Change>}
   */
  search(page, text, expected) {
    return page.evaluate(([text, expected]) => bench.search(text, expected), /** @type {const} */ ([text, expected]));
  }

  /** @param {Page} page */
  measureTyping(page) {
    return this.measureKeystrokes(this.keystrokes, ({ text, expected }) => this.search(page, text, expected));
  }

  /** @param {Page} page */
  async measureColumnFilter(page) {
    if (!(await page.evaluate(() => bench.page.filterColumn !== undefined))) return [];
    const filter = (/** @type {Keystroke} */ { text, expected }) =>
      page.evaluate(([text, expected]) => bench.filterColumn(text, expected), /** @type {const} */ ([text, expected]));
    return (await this.measureKeystrokes(this.columnKeystrokes, filter)).keystrokes;
  }

  /**
   * Measures the keystrokes one after the other, starting from the unfiltered list.
   *
   * @param {Keystroke[]} all
   * @param {(keystroke: Keystroke) => Promise<Change>} measure
   */
  async measureKeystrokes(all, measure) {
    const keystrokes = [];
    let unchangedCount = 0;
    let before = this.unfiltered;
    for (const keystroke of all) {
      const change = await measure(keystroke);
      // A keystroke without a visible change has no duration.
      if (isSameResult(before, keystroke.expected)) unchangedCount += 1;
      else keystrokes.push(change);
      before = keystroke.expected;
    }
    return { keystrokes, unchangedCount };
  }

  /** @param {Page} page */
  async measureJumps(page) {
    const jumps = { middle: /** @type {Change[]} */ ([]), end: /** @type {Change[]} */ ([]) };
    let failedJumps = 0;
    for (let time = 0; time < JUMPS; time += 1) {
      for (const { name, fraction, expected } of this.jumps) {
        try {
          const input = /** @type {const} */ ([fraction, expected]);
          jumps[name].push(await page.evaluate(([fraction, expected]) => bench.jump(fraction, expected), input));
        } catch (error) {
          // AG Grid sometimes ignores a jump. The report counts these.
          console.error(`${page.url()}, a jump to the ${name}: ${error}`);
          failedJumps += 1;
        }
        await page.evaluate('bench.scrollToTop()');
      }
    }
    return { jumps, failedJumps };
  }

  /** @param {Page} page */
  async measureSorts(page) {
    /** @type {Record<string, Change>} */
    const sorts = {};
    for (const [index, { column, expected }] of this.sorts.entries()) {
      const sort = (/** @type {Expected} */ expected) =>
        page.evaluate(([column, expected]) => bench.sort(column, expected), /** @type {const} */ ([column, expected]));
      sorts[sortName(column, expected.sort?.direction ?? '')] = await sort(expected);
      const isDone = this.sorts[index + 1]?.column !== column && column !== this.accounts.columns[0];
      if (isDone) await sort(this.unfiltered);
    }
    return sorts;
  }
}

/** A freshly opened page in a browser context of its own, without a cache. */
export class Visit {
  /**
   * @param {Page} page
   * @param {import('@playwright/test').CDPSession} devtools
   */
  constructor(page, devtools) {
    this.page = page;
    this.devtools = devtools;
  }

  /**
   * Opens a page.
   *
   * @param {Browser} browser
   * @param {string} url
   * @param {Record<string, string>} session the entries of its session storage
   * @param {{ width: number, height: number }} [viewport]
   */
  static async open(browser, url, session, viewport = { width: 1280, height: 800 }) {
    // The probes are inline scripts.
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', viewport, bypassCSP: true });
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    page.setDefaultNavigationTimeout(TIMEOUT_MS);
    page.on('pageerror', (error) => console.error(`${url}: ${error.message}`));
    await page.addInitScript((session) => {
      for (const [key, value] of Object.entries(session)) sessionStorage.setItem(key, value);
    }, session);
    await page.addInitScript(keepWasmMemory);
    await page.addInitScript({ path: new URL('pages/probe.js', import.meta.url).pathname });
    const devtools = await context.newCDPSession(page);
    await page.goto(url, { waitUntil: 'commit' });
    return new Visit(page, devtools);
  }

  /** @returns {Promise<Memory>} */
  async memory() {
    await this.page.evaluate('bench.settle()');
    // The second collection frees objects that were only weakly referenced.
    for (let time = 0; time < 2; time += 1) await this.devtools.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize } = /** @type {any} */ (await this.devtools.send('Runtime.getHeapUsage'));
    const wasm = /** @type {number} */ (await this.page.evaluate('bench.wasmMemory?.buffer.byteLength ?? 0'));
    return { heap: usedSize, dom: embedderHeapUsedSize, wasm, all: usedSize + embedderHeapUsedSize + wasm };
  }

  async close() {
    await this.page.context().close();
  }
}

/**
 * Runs in the page: keeps the memory of a WebAssembly module, which is not accessible otherwise.
 */
function keepWasmMemory() {
  for (const name of /** @type {const} */ (['instantiate', 'instantiateStreaming'])) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (/** @type {any[]} */ ...args) => {
      const result = await Reflect.apply(original, WebAssembly, args);
      bench.wasmMemory = (result.instance ?? result).exports.memory;
      return result;
    };
  }
}

/** The texts in the box while a text is typed and deleted again. @param {string} text */
function typingSteps(text) {
  const prefixes = Array.from(text, (_, index) => text.slice(0, index + 1));
  return [...prefixes, ...prefixes.slice(0, -1).toReversed(), ''];
}

/** @param {Expected} left @param {Expected} right */
function isSameResult(left, right) {
  return left.count === right.count && left.isFiltered === right.isFiltered && left.names.join() === right.names.join();
}

/** Turns the wheel over the middle of the page. @param {Page} page */
async function measureWheel(page) {
  const start = /** @type {number} */ (await page.evaluate('bench.settle().then(() => performance.now())'));
  const { width, height } = /** @type {{ width: number, height: number }} */ (page.viewportSize());
  await page.mouse.move(width / 2, height / 2);
  const startedAt = performance.now();
  for (let turns = 0; performance.now() - startedAt < WHEEL.durationMs; turns += 1) {
    await page.mouse.wheel(0, WHEEL.deltaPx);
    const ahead = startedAt + turns * WHEEL.intervalMs - performance.now();
    if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
  }
  await page.evaluate('bench.settle()');
  const [longFrames, rows] = await page.evaluate(
    (start) => /** @type {const} */ ([bench.longFramesSince(start), bench.visibleRange()[1]]),
    start,
  );
  return { longFrames, rows };
}
