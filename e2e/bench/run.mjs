/**
 * Measures the console in a browser, next to AG Grid Community with the same accounts and next to
 * rows drawn by plain JavaScript. Writes its section of docs/BENCHMARKS.md, unless options change
 * the setup.
 *
 *     node e2e/bench/run.mjs [--users N] [--rounds R] [--grid-rounds R]
 *
 * `BENCH_DIST` and `MOCK_SERVER` select another build of the console and another mock server.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions } from '../support/browser.mjs';
import { allAccounts } from './accounts.mjs';
import { Scenario, Visit } from './scenario.mjs';
import {
  reportChanges,
  reportFormTyping,
  reportMemory,
  reportRepaint,
  reportStart,
  reportWheel,
  reportTransferSizes,
} from './results.mjs';
import { measureFormTyping } from './form.mjs';
import { startMock } from './mock.mjs';
import { SystemLoad } from './system-load.mjs';
import { measureRepaint } from './repaint.mjs';
import { Section, machine, number } from './report.mjs';
import { measureEmpty, measureFirstRowsAlone } from './start.mjs';
import { transferSizes } from './network.mjs';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '..', '..');
const GRID = join(HERE, 'node_modules', 'ag-grid-community');
const DIST = process.env.BENCH_DIST ?? join(ROOT, 'dist');
const MOCK = process.env.MOCK_SERVER ?? join(ROOT, 'target', 'release', 'mock-server');

const USERS = 1_000_000;
const ROUNDS = 5;
/** Fewer for AG Grid: one round takes it ten times as long. */
const GRID_ROUNDS = 3;

const { values: options } = parseArgs({
  options: { users: { type: 'string' }, rounds: { type: 'string' }, 'grid-rounds': { type: 'string' } },
});
const users = Number(options.users ?? USERS);
const rounds = Number(options.rounds ?? ROUNDS);
const gridRounds = Math.min(rounds, Number(options['grid-rounds'] ?? GRID_ROUNDS));

const systemLoad = new SystemLoad();
const log = (/** @type {string} */ message) => console.error(`${new Date().toLocaleTimeString('en-GB')} ${message}`);
// One server and one origin, so that both pages read the same accounts on the same path.
const folder = mkdtempSync(join(tmpdir(), 'account-admin-bench-'));
cpSync(DIST, folder, { recursive: true });
cpSync(join(HERE, 'pages'), join(folder, 'bench'), { recursive: true });
cpSync(join(GRID, 'dist/ag-grid-community.min.js'), join(folder, 'bench/ag-grid-community.min.js'));
const gridVersion = JSON.parse(readFileSync(join(GRID, 'package.json'), 'utf8')).version;
const mock = await startMock(MOCK, folder, users);
const browser = await chromium.launch(launchOptions());

try {
  log('Computing the expected results');
  const accounts = await allAccounts(mock);
  const scenario = new Scenario(accounts);
  const section = new Section();
  section.line(`${machine()}; Chromium ${browser.version()}; AG Grid Community ${gridVersion}.`);
  section.line(
    `Each figure is the median of ${rounds} rounds (${gridRounds} for AG Grid), with the minimum and maximum in parentheses. ` +
      `${number(accounts.count)} accounts, a viewport of 1280 × 800.`,
  );
  section.line(
    '*Rendered*: from the input until the correct rows are in the document and laid out. *On screen*: until the end of the frame that ' +
      'shows them, which is up to 16.7 ms later for any page.',
  );

  const session = await mock.session('default');
  const withVisit = async (/** @type {string} */ path, /** @type {(visit: Visit) => Promise<any>} */ run) => {
    const visit = await Visit.open(browser, mock.url + path, session);
    const result = await run(visit);
    systemLoad.sample();
    await visit.close();
    return result;
  };
  const runScenario = (/** @type {string} */ path) => withVisit(path, (visit) => scenario.run(visit));
  const ours = [];
  const grid = [];
  const gridDefaults = [];
  for (let round = 0; round < rounds; round += 1) {
    log(`Round ${round + 1}: the console`);
    ours.push(await runScenario('/users'));
    if (round >= gridRounds) continue;
    log(`Round ${round + 1}: AG Grid`);
    grid.push(await runScenario('/bench/grid.html'));
    log(`Round ${round + 1}: AG Grid with default settings`);
    gridDefaults.push(await withVisit('/bench/grid.html?defaults', (visit) => scenario.runKeystrokes(visit)));
  }
  log('First rows while all other requests are blocked');
  const firstRowsAlone = await measureFirstRowsAlone(browser, mock);
  log('Memory without accounts');
  const empty = await measureEmpty(browser, mock);
  log('Typing in a form with many rows');
  const formTyping = await measureFormTyping(browser, mock, rounds);
  log('Rows compared with plain JavaScript');
  const repaint = await measureRepaint(browser, mock, rounds);

  reportStart(section, ours, grid, firstRowsAlone);
  reportChanges(section, ours, grid, gridDefaults);
  reportMemory(section, ours, grid, empty);
  reportWheel(section, ours, grid);
  reportFormTyping(section, formTyping);
  reportRepaint(section, repaint);
  reportTransferSizes(section, transferSizes(DIST));

  systemLoad.sample();
  await browser.close();
  await mock.stop();
  section.line('');
  section.line(systemLoad.summary());
  if (Object.keys(options).length > 0) log('docs/BENCHMARKS.md was not updated, because options changed the setup.');
  else if (!section.write(join(ROOT, 'docs', 'BENCHMARKS.md'), 'e2e/bench'))
    log('docs/BENCHMARKS.md was not updated: the markers of this section are missing.');
} finally {
  await browser.close();
  await mock.stop();
  rmSync(folder, { recursive: true });
}
