/** The selected world: create, reset, fork and delete worlds; snapshots; export, import and save. */
import { call, worldPath } from './api.js';
import { disclosure, element, field, keyedList, numberOf, section, select, setHidden, textOf } from './dom.js';
import { button, form } from './messages.js';

export function worldSection(room) {
  const facts = element('p', { class: 'muted' });
  const remove = button('Delete', () => deleteWorld(room), { class: 'danger' });
  const download = element('a', {}, 'Export');
  const save = button('Save the state', async () => {
    const { file, worlds } = await call('POST', 'state/save', {});
    return `Saved ${worlds} ${worlds === 1 ? 'world' : 'worlds'} to ${file}.`;
  });
  const file = element('input', { type: 'file', accept: '.json,application/json' });
  const open = form('Open', () => openWorld(room, file), field('An exported world', file));
  const { state_file: stateFile } = room.server;

  const taken = snapshots(room);
  const shown = section(
    'World',
    facts,
    element(
      'div',
      { class: 'buttons' },
      button('Reset', async () => {
        await call('POST', worldPath(room.world, 'reset'), {});
        await room.refresh();
        return `Restored the initial state of ${room.world}.`;
      }),
      button('Fork', async () => {
        const { id } = await call('POST', worldPath(room.world, 'fork'), {});
        const source = room.world;
        await room.select(id);
        return `Forked ${source} as ${id}.`;
      }),
      remove,
      download,
      stateFile ? save : undefined,
    ),
    stateFile
      ? undefined
      : element('p', { class: 'muted' }, 'To keep worlds across restarts, start the mock with --state FILE.'),
    disclosure('Create a world', newWorld(room)),
    disclosure('Open an exported world', open),
    taken.element,
  );
  const update = ({ world }) => {
    const accounts = `${world.accounts} ${world.accounts === 1 ? 'account' : 'accounts'}`;
    facts.textContent = `${accounts} · Base URL for requests without a token: ${world.base_url}`;
    setHidden(remove, world.id === 'default');
    download.href = worldPath(world.id, 'export');
    download.download = `${world.id}.json`;
    taken.update(world.snapshots);
  };
  return { element: shown, update };
}

async function deleteWorld(room) {
  const id = room.world;
  await call('DELETE', worldPath(id));
  await room.select('default');
  return `Deleted ${id}.`;
}

function newWorld(room) {
  const id = element('input', { maxlength: 64, autocomplete: 'off', spellcheck: 'false' });
  const seed = select([
    ['', 'Server default'],
    ['demo', 'demo: a few accounts of every kind'],
    ['awkward', 'awkward: names that are hard to show'],
    ['empty', 'empty: only an admin'],
  ]);
  const users = element('input', { inputmode: 'numeric', maxlength: 7 });
  const scenario = select([['', 'None']]);
  call('GET', 'scenarios').then(
    (scenarios) =>
      scenario.append(
        ...scenarios.map(({ name, description }) => element('option', { value: name }, `${name}: ${description}`)),
      ),
    () => {},
  );
  const create = async () => {
    const world = await call('POST', 'worlds', {
      id: textOf(id),
      seed: textOf(seed),
      generated_users: numberOf(users, 'Generated accounts'),
      scenario: textOf(scenario),
    });
    id.value = '';
    await room.select(world.id);
    return `Created ${world.id}.`;
  };
  return form(
    'Create',
    create,
    field('Name', id, 'Lowercase letters, digits and hyphens. Generated if empty.'),
    field('Seed', seed),
    field('Generated accounts', users, 'Added to the seed above.'),
    field('Scenario', scenario),
  );
}

async function openWorld(room, input) {
  const [file] = input.files;
  if (file === undefined) throw new Error('Choose a file first.');
  let from;
  try {
    from = JSON.parse(await file.text());
  } catch (error) {
    throw new Error(`${file.name} is not JSON: ${error.message}`);
  }
  const { id } = await call('POST', 'worlds', { from });
  input.value = '';
  await room.select(id);
  return `Opened ${file.name} as ${id}.`;
}

function snapshots(room) {
  const name = element('input', { maxlength: 64, autocomplete: 'off', spellcheck: 'false' });
  const list = keyedList({ 'aria-label': 'Snapshots' }, String, (snapshot) => ({
    element: element(
      'li',
      {},
      element('span', {}, snapshot),
      button(
        'Restore',
        async () => {
          await call('POST', worldPath(room.world, 'snapshots', snapshot, 'restore'), {});
          await room.refresh();
          return `Restored ${snapshot}.`;
        },
        { 'aria-label': `Restore ${snapshot}` },
      ),
    ),
  }));
  const take = async () => {
    const chosen = textOf(name);
    if (chosen === undefined) throw new Error('Enter a name for the snapshot.');
    await call('POST', worldPath(room.world, 'snapshots'), { name: chosen });
    name.value = '';
    await room.refresh();
    return `Took snapshot ${chosen}.`;
  };
  const content = [list.element, form('Take a snapshot', take, field('Name of the snapshot', name))];
  return { element: disclosure('Snapshots', ...content), update: list.update };
}
