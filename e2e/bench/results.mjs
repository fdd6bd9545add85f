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
  transfer: 180e3,
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
  section.head(label, 'ours', 'wanted', 'AG Grid', 'how many times as long', 'wanted');

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
  tableHead(section, 'from the navigation on');
  compareRow(section, ours, grid, 'the first rows on screen', (round) => round.firstRows);
  compareRow(section, ours, grid, 'all accounts there', (round) => round.allLoaded);
  section.line('');
  section.line(
    `With every request for accounts but the first held up for good, our first rows were on screen after ${time(firstRowsAlone)} ${verdict(true)}.`,
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
  tableHead(section, 'a text is typed at once, the first since all are there');
  compareRow(section, ours, grid, 'rendered', (round) => round.firstSearch.rendered, { minRatio: TARGETS.filterRatio });
  compareRow(section, ours, grid, 'on screen', (round) => round.firstSearch.shown);

  const unchangedCount = ours[0].unchangedCount === 0 ? '' : `, without ${ours[0].unchangedCount} that change nothing`;
  tableHead(section, `for each of ${length} keystrokes${unchangedCount}`);
  const { keystroke, filterRatio } = TARGETS;
  compareRow(section, ours, grid, 'rendered, p50', ofKeystrokes(rendered, 50), { minRatio: filterRatio });
  compareRow(section, ours, grid, 'rendered, p95', ofKeystrokes(rendered, 95), {
    max: keystroke,
    minRatio: filterRatio,
  });
  compareRow(section, ours, grid, 'rendered, the longest', ofKeystrokes(rendered, 100));
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
    'the same, beside AG Grid as it comes: its quick filter over all columns, without a cache',
    gridDefaults,
  );
  const inColumn = grid.map(({ columnFilter }) => columnFilter);
  compareKeystrokes("the same, beside AG Grid's filter of the column of addresses alone", inColumn);

  tableHead(section, 'in order by, until it is rendered');
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

  tableHead(section, 'a jump of the scroll bar from the start, until it is on screen');
  for (const place of /** @type {const} */ (['middle', 'end'])) {
    const percentileOf = (/** @type {number} */ percent) => (/** @type {Measurements} */ round) =>
      percentile(round.jumps[place].map(onScreen), percent);
    compareRow(section, ours, grid, `to the ${place}, p50`, percentileOf(50), { max: TARGETS.jump });
    compareRow(section, ours, grid, `to the ${place}, the longest`, percentileOf(100));
  }
  const countFailed = (/** @type {Measurements[]} */ all) => all.reduce((sum, { failedJumps }) => sum + failedJumps, 0);
  if (countFailed(ours) + countFailed(grid) > 0) {
    section.line('');
    section.line(
      `Jumps that were not followed within ten seconds, and are left out: ${countFailed(ours)} of ours, ${countFailed(grid)} of AG Grid's.`,
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
  section.head('what the page holds', 'ours', 'of that, WebAssembly', 'AG Grid', 'ours beside it', 'wanted');
  for (const [label, memoryOf] of /** @type {[string, (round: Measurements) => Memory][]} */ ([
    ['when all accounts are there', (round) => round.memory],
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
    `With nobody there, our page holds ${bytes(empty.all)}, of which ${bytes(empty.wasm)} are WebAssembly's.`,
  );
  section.head('what the accounts take: WebAssembly, beyond what it is with nobody there', '', 'wanted');
  for (const [label, memoryOf] of /** @type {[string, (round: Measurements) => Memory][]} */ ([
    ['when all accounts are there', (round) => round.memory],
    ['after searching, sorting and scrolling', (round) => round.memoryAfter],
  ])) {
    const accountMemory = spread(ours.map((round) => memoryOf(round).wasm - empty.wasm));
    section.row(label, formatSpread(bytes, accountMemory), atMost(bytes, TARGETS.accountMemory, accountMemory.median));
  }
}

/** @param {Section} section @param {Measurements[]} ours @param {Measurements[]} grid */
export function reportWheel(section, ours, grid) {
  section.head('the wheel, turned for ten seconds', 'ours', 'wanted', 'AG Grid');
  const { longFrame } = TARGETS;
  const long = (/** @type {Measurements} */ { wheel }) =>
    wheel.longFrames.filter((duration) => duration > longFrame).length;
  const longest = (/** @type {Measurements} */ { wheel }) => Math.max(0, ...wheel.longFrames);
  const mine = spread(ours.map(long));
  // The target holds for every round, not for the median.
  section.row(
    `frames of more than ${time(longFrame)}`,
    formatSpread(number, mine),
    `none ${verdict(mine.max === 0)}`,
    formatSpread(number, spread(grid.map(long))),
  );
  const frame = (/** @type {number} */ duration) => (duration === 0 ? 'none' : time(duration));
  section.row(
    'the longest of them',
    formatSpread(frame, spread(ours.map(longest))),
    '',
    formatSpread(frame, spread(grid.map(longest))),
  );
  const rows = (/** @type {Measurements} */ { wheel }) => wheel.rows;
  section.row(
    'rows passed',
    formatSpread(number, spread(ours.map(rows))),
    '',
    formatSpread(number, spread(grid.map(rows))),
  );
}

/** @param {Section} section @param {import('./repaint.mjs').Repaint} repaint */
export function reportRepaint(section, { rows, ours, twin, difference }) {
  section.head('all rows replaced', 'rows', 'ours', 'plain JavaScript', 'how many times as long');
  section.row(
    'until they are laid out',
    number(rows),
    formatSpread(time, spread(ours)),
    formatSpread(time, spread(twin)),
    formatSpread(ratio, spread(ratios(ours, twin))),
  );
  if (difference !== undefined) {
    section.line('');
    section.line(`✗ The two drew different rows, so that these times cannot be compared: \`${difference}\``);
  }
}

/** @param {Section} section @param {{ name: string, size: number, compressed: number }[]} files */
export function reportTransferSizes(section, files) {
  section.head('over the wire', 'as it is', 'brotli 11', 'wanted');
  for (const { name, size, compressed } of files) section.row(`\`${name}\``, bytes(size), bytes(compressed), '');
  const sum = (/** @type {(file: { size: number, compressed: number }) => number} */ sizeOf) =>
    files.reduce((sum, file) => sum + sizeOf(file), 0);
  const all = sum(({ compressed }) => compressed);
  section.row('the whole app', bytes(sum(({ size }) => size)), bytes(all), atMost(bytes, TARGETS.transfer, all));
}

/** @param {Section} section @param {import('./form.mjs').FormTyping} typing */
export function reportFormTyping(section, { rows, slowest }) {
  const figure = spread(slowest);
  section.head(`a user name is typed while the form has ${number(rows)} rows`, 'ours', 'wanted');
  section.row('the longest keystroke', formatSpread(time, figure), atMost(time, TARGETS.formKeystroke, figure.median));
}
