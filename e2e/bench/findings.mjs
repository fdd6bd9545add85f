/** The tables: what was found, and what was wanted. */
import { sortName } from './course.mjs';
import { atLeast, atMost, bytes, mark, number, ratio, shown, time } from './report.mjs';
import { percentile, ratios, spread } from './stats.mjs';

/**
 * @typedef {import('./course.mjs').Taken} Taken
 * @typedef {import('./course.mjs').Change} Change
 * @typedef {import('./course.mjs').Held} Held
 * @typedef {import('./report.mjs').Section} Section
 */

/** What is wanted, in milliseconds and bytes (docs: the measures of the project). */
const WANTED = {
  keystroke: 16,
  sort: 250,
  jump: 33,
  replica: 100e6,
  wire: 180e3,
  longFrame: 50,
  filterTimes: 20,
  sortTimes: 15,
  memoryTimes: 0.35,
};

/** @typedef {(taken: Taken) => number} Figure */

/**
 * A line of a table: ours, what is wanted of it, AG Grid's, how many times as much, and what is wanted of that.
 *
 * @param {Section} section
 * @param {Taken[]} ours
 * @param {Taken[]} grid
 * @param {string} what
 * @param {Figure} figure
 * @param {{ most?: number, times?: number }} [wanted]
 */
function beside(section, ours, grid, what, figure, { most, times } = {}) {
  const [mine, theirs] = [ours.map(figure), grid.map(figure)];
  const all = spread(mine);
  const factor = spread(ratios(theirs, mine));
  section.row(
    what,
    shown(time, all),
    most === undefined ? '' : atMost(time, most, all.median),
    shown(time, spread(theirs)),
    shown(ratio, factor),
    times === undefined ? '' : atLeast(ratio, times, factor.median),
  );
}

/** @param {Section} section @param {string} what */
const head = (section, what) => section.head(what, 'ours', 'wanted', 'AG Grid', 'how many times as long', 'wanted');

/** @param {(change: Change) => number} which @param {number} percent @returns {Figure} */
const ofKeystrokes = (which, percent) => (taken) => percentile(taken.keystrokes.map(which), percent);
const rendered = (/** @type {Change} */ change) => change.rendered;
const onScreen = (/** @type {Change} */ change) => change.shown;

/** @param {Section} section @param {Taken[]} ours @param {Taken[]} grid @param {number} heldUp */
export function tellStart(section, ours, grid, heldUp) {
  head(section, 'from the navigation on');
  beside(section, ours, grid, 'the first rows on screen', (taken) => taken.firstRows);
  beside(section, ours, grid, 'all accounts there', (taken) => taken.whole);
  section.line('');
  section.line(
    `With every request for accounts but the first held up for good, our first rows were on screen after ${time(heldUp)} ${mark(true)}.`,
  );
}

/**
 * @param {Section} section
 * @param {Taken[]} ours
 * @param {Taken[]} grid
 * @param {Change[][]} asItComes the keystrokes of AG Grid without what is done in its favour
 */
export function tellChanges(section, ours, grid, asItComes) {
  const { length } = ours[0].keystrokes;
  head(section, 'a text is typed at once, the first since all are there');
  beside(section, ours, grid, 'rendered', (taken) => taken.firstSearch.rendered, { times: WANTED.filterTimes });
  beside(section, ours, grid, 'on screen', (taken) => taken.firstSearch.shown);

  const unchanged = ours[0].unchanged === 0 ? '' : `, without ${ours[0].unchanged} that change nothing`;
  head(section, `for each of ${length} keystrokes${unchanged}`);
  const { keystroke, filterTimes } = WANTED;
  beside(section, ours, grid, 'rendered, p50', ofKeystrokes(rendered, 50), { times: filterTimes });
  beside(section, ours, grid, 'rendered, p95', ofKeystrokes(rendered, 95), { most: keystroke, times: filterTimes });
  beside(section, ours, grid, 'rendered, the longest', ofKeystrokes(rendered, 100));
  beside(section, ours, grid, 'on screen, p50', ofKeystrokes(onScreen, 50));
  beside(section, ours, grid, 'on screen, p95', ofKeystrokes(onScreen, 95));

  const besideKeystrokes = (/** @type {string} */ what, /** @type {Change[][]} */ theirs) => {
    head(section, what);
    for (const percent of [50, 95]) {
      const of = (/** @type {Change[]} */ keystrokes) => percentile(keystrokes.map(rendered), percent);
      const [mine, others] = [ours.map(({ keystrokes }) => of(keystrokes)), theirs.map(of)];
      const factor = spread(ratios(others, mine));
      const cells = [shown(time, spread(mine)), '', shown(time, spread(others)), shown(ratio, factor)];
      section.row(`rendered, p${percent}`, ...cells, atLeast(ratio, filterTimes, factor.median));
    }
  };
  besideKeystrokes(
    'the same, beside AG Grid as it comes: its quick filter over all columns, without a cache',
    asItComes,
  );
  const inColumn = grid.map(({ columnFilter }) => columnFilter);
  besideKeystrokes("the same, beside AG Grid's filter of the column of addresses alone", inColumn);

  head(section, 'in order by, until it is rendered');
  const columns = [...new Set(Object.keys(ours[0].sorts).map((name) => name.slice(0, name.lastIndexOf(','))))];
  for (const column of columns) {
    for (const direction of ['ascending', 'descending']) {
      const name = sortName(column, direction);
      beside(section, ours, grid, name, (taken) => taken.sorts[name].rendered, {
        most: WANTED.sort,
        times: WANTED.sortTimes,
      });
    }
  }

  head(section, 'a jump of the scroll bar from the start, until it is on screen');
  for (const place of /** @type {const} */ (['middle', 'end'])) {
    const of = (/** @type {number} */ percent) => (/** @type {Taken} */ taken) =>
      percentile(taken.jumps[place].map(onScreen), percent);
    beside(section, ours, grid, `to the ${place}, p50`, of(50), { most: WANTED.jump });
    beside(section, ours, grid, `to the ${place}, the longest`, of(100));
  }
  const lost = (/** @type {Taken[]} */ all) => all.reduce((sum, { lostJumps }) => sum + lostJumps, 0);
  if (lost(ours) + lost(grid) > 0) {
    section.line('');
    section.line(
      `Jumps that were not followed within ten seconds, and are left out: ${lost(ours)} of ours, ${lost(grid)} of AG Grid's.`,
    );
  }
}

/** @param {Section} section @param {Taken[]} ours @param {Taken[]} grid @param {Held} empty */
export function tellMemory(section, ours, grid, empty) {
  section.head('what the page holds', 'ours', 'of that, WebAssembly', 'AG Grid', 'ours beside it', 'wanted');
  for (const [what, of] of /** @type {[string, (taken: Taken) => Held][]} */ ([
    ['when all accounts are there', (taken) => taken.held],
    ['after searching, sorting and scrolling', (taken) => taken.heldAfter],
  ])) {
    const all = (/** @type {Taken} */ taken) => of(taken).all;
    // Upside down: of the reference, we take a part.
    const part = spread(ratios(ours.map(all), grid.map(all)));
    section.row(
      what,
      shown(bytes, spread(ours.map(all))),
      shown(bytes, spread(ours.map((taken) => of(taken).wasm))),
      shown(bytes, spread(grid.map(all))),
      shown(ratio, part),
      atMost(ratio, WANTED.memoryTimes, part.median),
    );
  }
  section.line('');
  section.line(
    `With nobody there, our page holds ${bytes(empty.all)}, of which ${bytes(empty.wasm)} are WebAssembly's.`,
  );
  section.head('what the accounts take: WebAssembly, beyond what it is with nobody there', '', 'wanted');
  for (const [what, of] of /** @type {[string, (taken: Taken) => Held][]} */ ([
    ['when all accounts are there', (taken) => taken.held],
    ['after searching, sorting and scrolling', (taken) => taken.heldAfter],
  ])) {
    const replica = spread(ours.map((taken) => of(taken).wasm - empty.wasm));
    section.row(what, shown(bytes, replica), atMost(bytes, WANTED.replica, replica.median));
  }
}

/** @param {Section} section @param {Taken[]} ours @param {Taken[]} grid */
export function tellWheel(section, ours, grid) {
  section.head('the wheel, turned for ten seconds', 'ours', 'wanted', 'AG Grid');
  const { longFrame } = WANTED;
  const long = (/** @type {Taken} */ { wheel }) => wheel.longFrames.filter((duration) => duration > longFrame).length;
  const longest = (/** @type {Taken} */ { wheel }) => Math.max(0, ...wheel.longFrames);
  const mine = spread(ours.map(long));
  // None in any round, not in most of them.
  section.row(
    `frames of more than ${time(longFrame)}`,
    shown(number, mine),
    `none ${mark(mine.most === 0)}`,
    shown(number, spread(grid.map(long))),
  );
  const frame = (/** @type {number} */ duration) => (duration === 0 ? 'none' : time(duration));
  section.row(
    'the longest of them',
    shown(frame, spread(ours.map(longest))),
    '',
    shown(frame, spread(grid.map(longest))),
  );
  const rows = (/** @type {Taken} */ { wheel }) => wheel.rows;
  section.row('rows passed', shown(number, spread(ours.map(rows))), '', shown(number, spread(grid.map(rows))));
}

/** @param {Section} section @param {import('./repaint.mjs').Repaint} repaint */
export function tellRepaint(section, { rows, ours, twin, difference }) {
  section.head('all rows replaced', 'rows', 'ours', 'plain JavaScript', 'how many times as long');
  section.row(
    'until they are laid out',
    number(rows),
    shown(time, spread(ours)),
    shown(time, spread(twin)),
    shown(ratio, spread(ratios(ours, twin))),
  );
  if (difference !== undefined) {
    section.line('');
    section.line(`✗ The two drew different rows, so that these times cannot be compared: \`${difference}\``);
  }
}

/** @param {Section} section @param {{ name: string, size: number, wire: number }[]} files */
export function tellWire(section, files) {
  section.head('over the wire', 'as it is', 'brotli 11', 'wanted');
  for (const { name, size, wire } of files) section.row(`\`${name}\``, bytes(size), bytes(wire), '');
  const sum = (/** @type {(file: { size: number, wire: number }) => number} */ of) =>
    files.reduce((sum, file) => sum + of(file), 0);
  const all = sum(({ wire }) => wire);
  section.row('the whole app', bytes(sum(({ size }) => size)), bytes(all), atMost(bytes, WANTED.wire, all));
}
