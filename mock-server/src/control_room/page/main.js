/**
 * The control room: a page of the mock for developers of any frontend. Each section is a module
 * that returns its element and a function that updates it. This one loads what they show.
 */
import { call, worldPath } from './api.js';
import { clockSection } from './clock.js';
import { element } from './dom.js';
import { faultsSection } from './faults.js';
import { gatesSection } from './gates.js';
import { journalSection } from './journal.js';
import { reportConnection, reportError } from './messages.js';
import { peopleSection } from './people.js';
import { worldSection } from './worlds.js';

/** How long to wait for a change of the journal, in milliseconds. Other changes show up then. */
const POLL_MS = 3_000;
/** The same while a request is in progress: nothing tells when a gate holds it. */
const BUSY_POLL_MS = 300;
const JOURNAL_LIMIT = 200;
/** How long to wait before asking a mock again that does not respond, in milliseconds. */
const RETRY_MS = 2_000;

/** @type {HTMLSelectElement} */
const picker = document.querySelector('select#world');

/** What the sections use: the selected world, and how to load everything again. */
const room = {
  world: new URLSearchParams(location.hash.slice(1)).get('world') ?? 'default',
  server: undefined,
  /** Loads the selected world again after a change. */
  refresh: load,
  /** Selects another world. */
  async select(world) {
    room.world = world;
    history.replaceState(null, '', `#${new URLSearchParams({ world })}`);
    await load();
  },
};

let sections = [];
let revision;
let isBusy = false;

/** Loads everything that is shown. A later call wins over an earlier one. */
let loads = 0;
async function load() {
  const [number, world] = [(loads += 1), room.world];
  const get = (...names) => call('GET', worldPath(world, ...names));
  const [worlds, faults, gates, clock, journal] = await Promise.all([
    call('GET', 'worlds'),
    get('faults'),
    get('gates'),
    get('clock'),
    call('GET', `${worldPath(world, 'journal')}?limit=${JOURNAL_LIMIT}`),
  ]);
  const heldBy = (gate) => (gate.held.length === 0 ? [] : get('gates', gate.id, 'held').catch(() => []));
  const held = await Promise.all(gates.map(heldBy));
  if (number !== loads || world !== room.world) return;
  revision = journal.revision;
  isBusy = journal.entries.some(({ outcome }) => outcome === 'pending');
  showWorlds(worlds);
  const state = {
    world: worlds.find(({ id }) => id === world),
    faults,
    gates: gates.map((gate, index) => ({ ...gate, calls: held[index] })),
    clock,
    journal: journal.entries,
  };
  for (const section of sections) section.update(state);
}

function showWorlds(worlds) {
  const options = worlds.map(({ id, label }) => [id, label === '' ? id : `${id}: ${label}`]);
  if (JSON.stringify(options) !== picker.dataset.options) {
    picker.dataset.options = JSON.stringify(options);
    picker.replaceChildren(...options.map(([value, label]) => element('option', { value }, label)));
  }
  picker.value = room.world;
}

/** Follows the selected world until the page is closed. */
async function follow() {
  for (;;) {
    try {
      const world = room.world;
      const query = new URLSearchParams({
        changed_since: revision,
        limit: '1',
        timeout_ms: String(isBusy ? BUSY_POLL_MS : POLL_MS),
      });
      await call('GET', `${worldPath(world, 'journal')}?${query}`);
      await load();
      reportConnection(undefined);
    } catch (error) {
      if (error.httpStatus === 404 && room.world !== 'default') {
        reportError(new Error(`World ${room.world} no longer exists.`));
        room.world = 'default';
      } else {
        reportConnection(error);
        await wait(RETRY_MS);
      }
      await load().then(
        () => reportConnection(undefined),
        () => {},
      );
    }
  }
}

const wait = (duration) => new Promise((resolve) => setTimeout(resolve, duration));

/** Calls until the mock responds. */
async function callUntilItResponds(method, path) {
  for (;;) {
    try {
      const response = await call(method, path);
      reportConnection(undefined);
      return response;
    } catch (error) {
      reportConnection(error);
      await wait(RETRY_MS);
    }
  }
}

async function start() {
  room.server = await callUntilItResponds('GET', 'server');
  const { version, like, state_file: file } = room.server;
  const parts = [`Version ${version}`];
  if (like) parts.push('variant of the platform (--like)');
  if (file) parts.push(`state file: ${file}`);
  document.getElementById('server').textContent = parts.join(', ');
  const make = [worldSection, peopleSection, clockSection, gatesSection, faultsSection, journalSection];
  sections = make.map((section) => section(room));
  document.querySelector('main').append(...sections.map((section) => section.element));
  picker.addEventListener('change', () => room.select(picker.value).catch(reportError));
  addEventListener('hashchange', () => {
    const world = new URLSearchParams(location.hash.slice(1)).get('world');
    if (world !== null && world !== room.world) room.select(world).catch(reportError);
  });
  await load().catch(async (error) => {
    reportError(error);
    room.world = 'default';
    await load();
  });
  await follow();
}

start().catch(reportError);
