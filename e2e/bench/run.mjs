/**
 * The console in a browser, beside AG Grid Community over the same accounts, and beside rows drawn by plain JavaScript. Writes its
 * section of docs/BENCHMARKS.md, unless it was asked for something else than what stands there.
 *
 *     node e2e/bench/run.mjs [--users N] [--rounds R] [--grid-rounds R]
 *
 * `BENCH_DIST` and `MOCK_SERVER` name another build of the console, and another mock server, than the repository's own.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions } from '../support/browser.mjs';
import { allAccounts } from './accounts.mjs';
import { Course, Visit } from './course.mjs';
import { tellChanges, tellMemory, tellRepaint, tellStart, tellWheel, tellWire } from './findings.mjs';
import { startMock } from './mock.mjs';
import { Others } from './others.mjs';
import { measureRepaint } from './repaint.mjs';
import { Section, machine, number } from './report.mjs';
import { measureEmpty, measureHeldUp } from './start.mjs';
import { wireSizes } from './wire.mjs';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '..', '..');
const GRID = join(HERE, 'node_modules', 'ag-grid-community');
const DIST = process.env.BENCH_DIST ?? join(ROOT, 'dist');
const MOCK = process.env.MOCK_SERVER ?? join(ROOT, 'target', 'release', 'mock-server');

const USERS = 1_000_000;
const ROUNDS = 5;
/** AG Grid takes seconds for what a round does ten times. */
const GRID_ROUNDS = 3;

const { values: options } = parseArgs({
  options: { users: { type: 'string' }, rounds: { type: 'string' }, 'grid-rounds': { type: 'string' } },
});
const users = Number(options.users ?? USERS);
const rounds = Number(options.rounds ?? ROUNDS);
const gridRounds = Math.min(rounds, Number(options['grid-rounds'] ?? GRID_ROUNDS));

const others = new Others();
const tell = (/** @type {string} */ what) => console.error(`${new Date().toLocaleTimeString('en-GB')} ${what}`);
// One server, one origin: both pages read the same accounts over the same path, and neither is slowed by an interception.
const folder = mkdtempSync(join(tmpdir(), 'account-admin-bench-'));
cpSync(DIST, folder, { recursive: true });
cpSync(join(HERE, 'pages'), join(folder, 'bench'), { recursive: true });
cpSync(join(GRID, 'dist/ag-grid-community.min.js'), join(folder, 'bench/ag-grid-community.min.js'));
const gridVersion = JSON.parse(readFileSync(join(GRID, 'package.json'), 'utf8')).version;
const mock = await startMock(MOCK, folder, users);
const browser = await chromium.launch(launchOptions());

try {
  tell('Working out what is right');
  const accounts = await allAccounts(mock);
  const course = new Course(accounts);
  const section = new Section();
  section.line(`${machine()}; Chromium ${browser.version()}; AG Grid Community ${gridVersion}.`);
  section.line(
    `Each figure: the median of ${rounds} rounds, and the least and the most of them; of ${gridRounds} rounds of AG Grid. ` +
      `${number(accounts.count)} accounts, a window of 1280 × 800.`,
  );
  section.line(
    '*Rendered*: from the input until the right rows are in the document and laid out. *On screen*: until the end of the frame that ' +
      'has them, which comes up to 16.7 ms after that, whatever a page does.',
  );

  const session = await mock.session('default');
  const visiting = async (/** @type {string} */ path, /** @type {(visit: Visit) => Promise<any>} */ run) => {
    const visit = await Visit.open(browser, mock.url + path, session);
    const taken = await run(visit);
    others.look();
    await visit.close();
    return taken;
  };
  const go = (/** @type {string} */ path) => visiting(path, (visit) => course.run(visit));
  const ours = [];
  const grid = [];
  const asItComes = [];
  for (let round = 0; round < rounds; round += 1) {
    tell(`Round ${round + 1}: the console`);
    ours.push(await go('/users'));
    if (round >= gridRounds) continue;
    tell(`Round ${round + 1}: AG Grid`);
    grid.push(await go('/bench/grid.html'));
    tell(`Round ${round + 1}: AG Grid as it comes`);
    asItComes.push(await visiting('/bench/grid.html?as-it-comes', (visit) => course.runKeystrokes(visit)));
  }
  tell('The first rows while all else is held up');
  const heldUp = await measureHeldUp(browser, mock);
  tell('Nobody');
  const empty = await measureEmpty(browser, mock);
  tell('Rows beside plain JavaScript');
  const repaint = await measureRepaint(browser, mock, rounds);

  tellStart(section, ours, grid, heldUp);
  tellChanges(section, ours, grid, asItComes);
  tellMemory(section, ours, grid, empty);
  tellWheel(section, ours, grid);
  tellRepaint(section, repaint);
  tellWire(section, wireSizes(DIST));

  others.look();
  await browser.close();
  await mock.stop();
  section.line('');
  section.line(others.end());
  if (Object.keys(options).length > 0)
    tell('Asked for something else than what stands in docs/BENCHMARKS.md; that stays as it is.');
  else if (!section.write(join(ROOT, 'docs', 'BENCHMARKS.md'), 'e2e/bench'))
    tell('docs/BENCHMARKS.md has no place for this.');
} finally {
  await browser.close();
  await mock.stop();
  rmSync(folder, { recursive: true });
}
