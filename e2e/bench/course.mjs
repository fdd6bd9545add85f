/** What both pages go through, in this order, each time in a page of its own that nobody has used before. */

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./accounts.mjs').Accounts} Accounts
 * @typedef {import('./accounts.mjs').Expected} Expected
 * @typedef {{ text: string, expected: Expected }} Keystroke
 * @typedef {{ rendered: number, shown: number }} Change how long a change took; pages/probe.js says from when to when
 */

/** What is typed, letter by letter, and taken back: the same as in app/account-index/benches. */
const TEXTS = ['walker', 'an', 'garcia@', 'smith2', 'globex', 'zoe.x'];

/** What is typed at once, before anything else. */
const FIRST_TEXT = 'smith';

/** How often a round jumps to each place. */
const JUMPS = 5;

/** How long the wheel is turned, in milliseconds; how far it goes at a time, in pixels; and how often. Someone in a hurry. */
const WHEEL = { lasts: 10_000, by: 400, every: 16 };

/** A million accounts take their time. */
const PATIENCE = 300_000;

/** The memory of a page in bytes, after a garbage collection. @typedef {{ heap: number, dom: number, wasm: number, all: number }} Held */

/**
 * What one page took.
 *
 * @typedef {object} Taken
 * @property {number} firstRows from the navigation to the first rows on screen
 * @property {number} whole from the navigation until all accounts are there
 * @property {Change} firstSearch
 * @property {Change[]} keystrokes
 * @property {number} unchanged how many keystrokes changed nothing that is seen, and are not among them
 * @property {Change[]} columnFilter the same keystrokes in the filter of the column of addresses; the console has none
 * @property {Record<string, Change>} sorts by column and direction
 * @property {Record<'middle' | 'end', Change[]>} jumps
 * @property {number} lostJumps how many of them the page has not followed; they are not among the others
 * @property {Held} held when all were there
 * @property {Held} heldAfter after all of this
 * @property {{ longFrames: number[], rows: number }} wheel
 */

/** What a column and a direction are called in the report. @param {string} column @param {string} direction */
export const sortName = (column, direction) => `${column}, ${direction === 'ascending' ? 'upwards' : 'downwards'}`;

/** What has to be shown, worked out once: a million accounts take a moment each time. */
export class Course {
  /** @param {Accounts} accounts */
  constructor(accounts) {
    this.accounts = accounts;
    this.everybody = accounts.searched('');
    const texts = TEXTS.flatMap(typed);
    this.first = { text: FIRST_TEXT, expected: accounts.searched(FIRST_TEXT) };
    const searched = (/** @type {'email' | undefined} */ column) => {
      const known = new Map(
        [...new Set(texts)].map((text) => [text, text === '' ? this.everybody : accounts.searched(text, column)]),
      );
      return texts.map((text) => ({ text, expected: /** @type {Expected} */ (known.get(text)) }));
    };
    this.keystrokes = searched(undefined);
    this.columnKeystrokes = searched('email');
    // By name comes last: the console ends with it in the order that it began with.
    const columns = [...accounts.columns.slice(1), accounts.columns[0]];
    this.sorts = columns.flatMap((column) => {
      const both = /** @type {const} */ (['ascending', 'descending']);
      // The list is by name at first, so that only the way back sorts it upwards.
      const directions = column === accounts.columns[0] ? both.toReversed() : both;
      return directions.map((direction) => ({ column, expected: accounts.sorted(column, direction) }));
    });
    this.jumps = /** @type {const} */ ([
      ['middle', 0.5],
      ['end', 1],
    ]).map(([name, part]) => ({ name, part, expected: accounts.around(part) }));
  }

  /**
   * Opens a page and takes it through everything.
   *
   * @param {Visit} visit
   * @returns {Promise<Taken>}
   */
  async run(visit) {
    const { page } = visit;
    const firstRows = await page.evaluate(() => bench.firstRows);
    const whole = await page.evaluate((expected) => bench.whole(expected), this.everybody);
    const held = await visit.held();
    const firstSearch = await this.search(page, this.first.text, this.first.expected);
    await this.search(page, '', this.everybody);
    const { keystrokes, unchanged } = await this.typing(page);
    const columnFilter = await this.filteringColumn(page);
    const { jumps, lostJumps } = await this.jumping(page);
    const wheel = await turnWheel(page);
    await page.evaluate('bench.toStart()');
    const sorts = await this.sorting(page);
    return {
      firstRows,
      whole,
      firstSearch,
      keystrokes,
      unchanged,
      columnFilter,
      sorts,
      jumps,
      lostJumps,
      held,
      heldAfter: await visit.held(),
      wheel,
    };
  }

  /**
   * Opens a page and takes it through the keystrokes alone.
   *
   * @param {Visit} visit
   * @returns {Promise<Change[]>}
   */
  async runKeystrokes({ page }) {
    await page.evaluate((expected) => bench.whole(expected), this.everybody);
    await this.search(page, this.first.text, this.first.expected);
    await this.search(page, '', this.everybody);
    return (await this.typing(page)).keystrokes;
  }

  /** @param {Page} page @param {string} text @param {Expected} expected @returns {Promise<Change>} */
  search(page, text, expected) {
    return page.evaluate(([text, expected]) => bench.search(text, expected), /** @type {const} */ ([text, expected]));
  }

  /** @param {Page} page */
  typing(page) {
    return this.keystroke(this.keystrokes, ({ text, expected }) => this.search(page, text, expected));
  }

  /** @param {Page} page */
  async filteringColumn(page) {
    if (!(await page.evaluate(() => bench.page.filterColumn !== undefined))) return [];
    const filter = (/** @type {Keystroke} */ { text, expected }) =>
      page.evaluate(([text, expected]) => bench.filterColumn(text, expected), /** @type {const} */ ([text, expected]));
    return (await this.keystroke(this.columnKeystrokes, filter)).keystrokes;
  }

  /**
   * One after the other, from everybody on.
   *
   * @param {Keystroke[]} all
   * @param {(keystroke: Keystroke) => Promise<Change>} measure
   */
  async keystroke(all, measure) {
    const keystrokes = [];
    let unchanged = 0;
    let before = this.everybody;
    for (const keystroke of all) {
      const change = await measure(keystroke);
      // What is right before anything is done has no time that it takes.
      if (isSame(before, keystroke.expected)) unchanged += 1;
      else keystrokes.push(change);
      before = keystroke.expected;
    }
    return { keystrokes, unchanged };
  }

  /** @param {Page} page */
  async jumping(page) {
    const jumps = { middle: /** @type {Change[]} */ ([]), end: /** @type {Change[]} */ ([]) };
    let lostJumps = 0;
    for (let time = 0; time < JUMPS; time += 1) {
      for (const { name, part, expected } of this.jumps) {
        try {
          const input = /** @type {const} */ ([part, expected]);
          jumps[name].push(await page.evaluate(([part, expected]) => bench.jump(part, expected), input));
        } catch (error) {
          // Now and then AG Grid stays where it is. That is told, but is no reason to lose all that was measured.
          console.error(`${page.url()}, a jump to the ${name}: ${error}`);
          lostJumps += 1;
        }
        await page.evaluate('bench.toStart()');
      }
    }
    return { jumps, lostJumps };
  }

  /** @param {Page} page */
  async sorting(page) {
    /** @type {Record<string, Change>} */
    const sorts = {};
    for (const [at, { column, expected }] of this.sorts.entries()) {
      const sort = (/** @type {Expected} */ expected) =>
        page.evaluate(([column, expected]) => bench.sort(column, expected), /** @type {const} */ ([column, expected]));
      sorts[sortName(column, expected.sort?.direction ?? '')] = await sort(expected);
      const isDone = this.sorts[at + 1]?.column !== column && column !== this.accounts.columns[0];
      if (isDone) await sort(this.everybody);
    }
    return sorts;
  }
}

/** A page that somebody has just opened, in a browser context of its own: nothing is cached for it. */
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
   * Opens it.
   *
   * @param {Browser} browser
   * @param {string} url
   * @param {Record<string, string>} session what its session storage holds
   * @param {{ width: number, height: number }} [viewport]
   */
  static async open(browser, url, session, viewport = { width: 1280, height: 800 }) {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', viewport });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.setDefaultNavigationTimeout(PATIENCE);
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

  /** @returns {Promise<Held>} */
  async held() {
    await this.page.evaluate('bench.settled()');
    // What was kept by weak references alone goes with the second.
    for (let time = 0; time < 2; time += 1) await this.devtools.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize } = /** @type {any} */ (await this.devtools.send('Runtime.getHeapUsage'));
    const wasm = /** @type {number} */ (await this.page.evaluate('bench.wasmMemory?.buffer.byteLength ?? 0'));
    return { heap: usedSize, dom: embedderHeapUsedSize, wasm, all: usedSize + embedderHeapUsedSize + wasm };
  }

  async close() {
    await this.page.context().close();
  }
}

/** In the page: keeps the memory of a WebAssembly module, which nobody else could get at. */
function keepWasmMemory() {
  for (const name of /** @type {const} */ (['instantiate', 'instantiateStreaming'])) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (/** @type {any[]} */ ...given) => {
      const made = await Reflect.apply(original, WebAssembly, given);
      bench.wasmMemory = (made.instance ?? made).exports.memory;
      return made;
    };
  }
}

/** A text as it is typed, and taken back. @param {string} text */
function typed(text) {
  const there = Array.from(text, (_, at) => text.slice(0, at + 1));
  return [...there, ...there.slice(0, -1).toReversed(), ''];
}

/** @param {Expected} left @param {Expected} right */
function isSame(left, right) {
  return left.count === right.count && left.isFiltered === right.isFiltered && left.names.join() === right.names.join();
}

/** Turns the wheel over the middle of the page. @param {Page} page */
async function turnWheel(page) {
  const start = /** @type {number} */ (await page.evaluate('bench.settled().then(() => performance.now())'));
  const { width, height } = /** @type {{ width: number, height: number }} */ (page.viewportSize());
  await page.mouse.move(width / 2, height / 2);
  const began = performance.now();
  for (let turns = 0; performance.now() - began < WHEEL.lasts; turns += 1) {
    await page.mouse.wheel(0, WHEEL.by);
    const ahead = began + turns * WHEEL.every - performance.now();
    if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
  }
  await page.evaluate('bench.settled()');
  const [longFrames, rows] = await page.evaluate(
    (start) => /** @type {const} */ ([bench.longFramesSince(start), bench.places()[1]]),
    start,
  );
  return { longFrames, rows };
}
