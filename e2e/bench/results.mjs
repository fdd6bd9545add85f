/** The tables of the report: measured figures and targets. */
import { sortName } from './scenario.mjs';
import { atLeast, atMost, bytes, verdict, number, ratio, formatSpread, time } from './report.mjs';
import { percentile, ratios, spread } from './stats.mjs';

/**
 * @typedef {import('./scenario.mjs').Measurements} Measurements
 * @typedef {import('./scenario.mjs').Change} Change
 * @typedef {import('./scenario.mjs').Memory} Memory
 * @typedef {import('./report.mjs').Section} Section
 */

/** The targets, in milliseconds, bytes and ratios. */
const TARGETS = {
  keystroke: 16,
  sort: 250,
  jump: 33,
  accountMemory: 100e6,
  transfer: 580e3,
  longFrame: 50,
  filterRatio: 20,
  sortRatio: 15,
  memoryRatio: 0.35,
  formKeystroke: 250,
};

/** @typedef {(round: Measurements) => number} Figure */

/**
 * Adds a row to a table: our figure and its target, AG Grid's figure, and the ratio and its target.
 *
 * @param {Section} section
 * @param {Measurements[]} ours
 * @param {Measurements[]} grid
 * @param {string} label
 * @param {Figure} figure
 * @param {{ max?: number, minRatio?: number }} [targets]
 */
function compareRow(section, ours, grid, label, figure, { max, minRatio } = {}) {
  const [mine, theirs] = [ours.map(figure), grid.map(figure)];
  const all = spread(mine);
  const factor = spread(ratios(theirs, mine));
  section.row(
    label,
    formatSpread(time, all),
    max === undefined ? '' : atMost(time, max, all.median),
    formatSpread(time, spread(theirs)),
    formatSpread(ratio, factor),
    minRatio === undefined ? '' : atLeast(ratio, minRatio, factor.median),
  );
}

/** @param {Section} section @param {string} label */
const tableHead = (section, label) =>
  section.head(label, 'console', 'target', 'AG Grid', 'AG Grid / console', 'target');

/** @param {(change: Change) => number} which @param {number} percent @returns {Figure} */
const ofKeystrokes = (which, percent) => (round) => percentile(round.keystrokes.map(which), percent);
const rendered = (/** @type {Change} */ change) => change.rendered;
const onScreen = (/** @type {Change} */ change) => change.shown;

/**
 * @param {Section} section
 * @param {Measurements[]} ours
 * @param {Measurements[]} grid
 * @param {number} firstRowsAlone
 */
export function reportStart(section, ours, grid, firstRowsAlone) {
  tableHead(section, 'time since the navigation');
  compareRow(section, ours, grid, 'first rows on screen', (round) => round.firstRows);
  compareRow(section, ours, grid, 'all accounts loaded', (round) => round.allLoaded);
  section.line('');
  section.line(
    `With all requests for accounts but the first blocked forever, the console's first rows were on screen after ${time(firstRowsAlone)} ${verdict(true)}.`,
  );
}

/**
 * @param {Section} section
 * @param {Measurements[]} ours
 * @param {Measurements[]} grid
 * @param {Change[][]} gridDefaults the keystrokes of AG Grid with its default settings
 */
export function reportChanges(section, ours, grid, gridDefaults) {
  const { length } = ours[0].keystrokes;
  tableHead(section, 'first search after loading, a whole text at once');
  compareRow(section, ours, grid, 'rendered', (round) => round.firstSearch.rendered, { minRatio: TARGETS.filterRatio });
  compareRow(section, ours, grid, 'on screen', (round) => round.firstSearch.shown);

  const unchangedCount =
    ours[0].unchangedCount === 0 ? '' : ` (${ours[0].unchangedCount} more without a visible change are excluded)`;
  tableHead(section, `${length} keystrokes${unchangedCount}`);
  const { keystroke, filterRatio } = TARGETS;
  compareRow(section, ours, grid, 'rendered, p50', ofKeystrokes(rendered, 50), { minRatio: filterRatio });
  compareRow(section, ours, grid, 'rendered, p95', ofKeystrokes(rendered, 95), {
    max: keystroke,
    minRatio: filterRatio,
  });
  compareRow(section, ours, grid, 'rendered, max', ofKeystrokes(rendered, 100));
  compareRow(section, ours, grid, 'on screen, p50', ofKeystrokes(onScreen, 50));
  compareRow(section, ours, grid, 'on screen, p95', ofKeystrokes(onScreen, 95));

  const compareKeystrokes = (/** @type {string} */ label, /** @type {Change[][]} */ theirs) => {
    tableHead(section, label);
    for (const percent of [50, 95]) {
      const percentileOf = (/** @type {Change[]} */ keystrokes) => percentile(keystrokes.map(rendered), percent);
      const [mine, others] = [ours.map(({ keystrokes }) => percentileOf(keystrokes)), theirs.map(percentileOf)];
      const factor = spread(ratios(others, mine));
      const cells = [
        formatSpread(time, spread(mine)),
        '',
        formatSpread(time, spread(others)),
        formatSpread(ratio, factor),
      ];
      section.row(`rendered, p${percent}`, ...cells, atLeast(ratio, filterRatio, factor.median));
    }
  };
  compareKeystrokes(
    'the same keystrokes; AG Grid with default settings: quick filter over all columns, no cache',
    gridDefaults,
  );
  const inColumn = grid.map(({ columnFilter }) => columnFilter);
  compareKeystrokes("the same keystrokes; AG Grid's filter of the email column only", inColumn);

  tableHead(section, 'sort, until rendered');
  const columns = [...new Set(Object.keys(ours[0].sorts).map((name) => name.slice(0, name.lastIndexOf(','))))];
  for (const column of columns) {
    for (const direction of ['ascending', 'descending']) {
      const name = sortName(column, direction);
      compareRow(section, ours, grid, name, (round) => round.sorts[name].rendered, {
        max: TARGETS.sort,
        minRatio: TARGETS.sortRatio,
      });
    }
  }

  tableHead(section, 'jump of the scroll bar from the top, until on screen');
  for (const position of /** @type {const} */ (['middle', 'end'])) {
    const percentileOf = (/** @type {number} */ percent) => (/** @type {Measurements} */ round) =>
      percentile(round.jumps[position].map(onScreen), percent);
    compareRow(section, ours, grid, `to the ${position}, p50`, percentileOf(50), { max: TARGETS.jump });
    compareRow(section, ours, grid, `to the ${position}, max`, percentileOf(100));
  }
  const countFailed = (/** @type {Measurements[]} */ all) => all.reduce((sum, { failedJumps }) => sum + failedJumps, 0);
  if (countFailed(ours) + countFailed(grid) > 0) {
    section.line('');
    section.line(
      `Jumps without an effect within ten seconds, which are excluded: console ${countFailed(ours)}, AG Grid ${countFailed(grid)}.`,
    );
  }
}

/**
 * @param {Section} section
 * @param {Measurements[]} ours
 * @param {Measurements[]} grid
 * @param {Memory} empty
 */
export function reportMemory(section, ours, grid, empty) {
  section.head('memory of the page', 'console', 'of which WebAssembly', 'AG Grid', 'console / AG Grid', 'target');
  for (const [label, memoryOf] of /** @type {[string, (round: Measurements) => Memory][]} */ ([
    ['after loading all accounts', (round) => round.memory],
    ['after searching, sorting and scrolling', (round) => round.memoryAfter],
  ])) {
    const all = (/** @type {Measurements} */ round) => memoryOf(round).all;
    // The inverse ratio: our memory as a part of AG Grid's.
    const part = spread(ratios(ours.map(all), grid.map(all)));
    section.row(
      label,
      formatSpread(bytes, spread(ours.map(all))),
      formatSpread(bytes, spread(ours.map((round) => memoryOf(round).wasm))),
      formatSpread(bytes, spread(grid.map(all))),
      formatSpread(ratio, part),
      atMost(ratio, TARGETS.memoryRatio, part.median),
    );
  }
  section.line('');
  section.line(
    `Without accounts, the console takes ${bytes(empty.all)}, of which ${bytes(empty.wasm)} are WebAssembly memory.`,
  );
  section.head('memory of the accounts: WebAssembly memory minus that without accounts', 'console', 'target');
  for (const [label, memoryOf] of /** @type {[string, (round: Measurements) => Memory][]} */ ([
    ['after loading all accounts', (round) => round.memory],
    ['after searching, sorting and scrolling', (round) => round.memoryAfter],
  ])) {
    const accountMemory = spread(ours.map((round) => memoryOf(round).wasm - empty.wasm));
    section.row(label, formatSpread(bytes, accountMemory), atMost(bytes, TARGETS.accountMemory, accountMemory.median));
  }
}

/** @param {Section} section @param {Measurements[]} ours @param {Measurements[]} grid */
export function reportWheel(section, ours, grid) {
  section.head('scrolling with the wheel for ten seconds', 'console', 'target', 'AG Grid');
  const { longFrame } = TARGETS;
  const long = (/** @type {Measurements} */ { wheel }) =>
    wheel.longFrames.filter((duration) => duration > longFrame).length;
  const longest = (/** @type {Measurements} */ { wheel }) => Math.max(0, ...wheel.longFrames);
  const mine = spread(ours.map(long));
  // The target holds for every round, not for the median.
  section.row(
    `frames longer than ${time(longFrame)}`,
    formatSpread(number, mine),
    `none ${verdict(mine.max === 0)}`,
    formatSpread(number, spread(grid.map(long))),
  );
  const frame = (/** @type {number} */ duration) => (duration === 0 ? 'none' : time(duration));
  section.row(
    'longest of these',
    formatSpread(frame, spread(ours.map(longest))),
    '',
    formatSpread(frame, spread(grid.map(longest))),
  );
  const rows = (/** @type {Measurements} */ { wheel }) => wheel.rows;
  section.row(
    'rows scrolled',
    formatSpread(number, spread(ours.map(rows))),
    '',
    formatSpread(number, spread(grid.map(rows))),
  );
}

/** @param {Section} section @param {import('./repaint.mjs').Repaint} repaint */
export function reportRepaint(section, { rows, ours, twin, difference }) {
  section.head('replacing all visible rows', 'rows', 'console', 'plain JavaScript', 'console / plain JavaScript');
  section.row(
    'until laid out',
    number(rows),
    formatSpread(time, spread(ours)),
    formatSpread(time, spread(twin)),
    formatSpread(ratio, spread(ratios(ours, twin))),
  );
  if (difference !== undefined) {
    section.line('');
    section.line(`✗ The rows differ, so these times are not comparable: \`${difference}\``);
  }
}

/** @param {Section} section @param {{ name: string, size: number, compressed: number }[]} files */
export function reportTransferSizes(section, files) {
  section.head('transfer size', 'uncompressed', 'brotli 11', 'target');
  for (const { name, size, compressed } of files) section.row(`\`${name}\``, bytes(size), bytes(compressed), '');
  const sum = (/** @type {(file: { size: number, compressed: number }) => number} */ sizeOf) =>
    files.reduce((sum, file) => sum + sizeOf(file), 0);
  const all = sum(({ compressed }) => compressed);
  section.row('total', bytes(sum(({ size }) => size)), bytes(all), atMost(bytes, TARGETS.transfer, all));
}

/** @param {Section} section @param {import('./form.mjs').FormTyping} typing */
export function reportFormTyping(section, { rows, slowest }) {
  const figure = spread(slowest);
  section.head(`typing a username in a form with ${number(rows)} rows`, 'console', 'target');
  section.row('longest keystroke', formatSpread(time, figure), atMost(time, TARGETS.formKeystroke, figure.median));
}
