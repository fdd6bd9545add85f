/** The clock of the world: freeze, resume, advance, set. */
import { call, worldPath } from './api.js';
import { element, field, section, select } from './dom.js';
import { button, form } from './messages.js';

const STEPS = [
  [60, '1 minute'],
  [3_600, '1 hour'],
  [86_400, '1 day'],
  [2_592_000, '30 days'],
];

export function clockSection(room) {
  const time = element('time', { class: 'time' });
  const state = element('span', { class: 'muted' });
  const step = select(STEPS);
  const at = element('input', { type: 'datetime-local', step: 1 });
  let clock = { now: 0, frozen: true };
  let loaded = 0;
  const now = () => clock.now + (clock.frozen ? 0 : Math.floor((performance.now() - loaded) / 1_000));
  const show = () => {
    const date = new Date(now() * 1_000).toISOString();
    time.dateTime = date;
    time.textContent = `${date.slice(0, 10)} ${date.slice(11, 19)} UTC`;
  };
  setInterval(show, 1_000);
  const update = (to) => {
    [clock, loaded] = [to, performance.now()];
    state.textContent = clock.frozen ? 'frozen' : 'running';
    freeze.textContent = clock.frozen ? 'Resume' : 'Freeze';
    show();
  };
  const change = async (body, message) => {
    update(await call('PATCH', worldPath(room.world, 'clock'), body));
    return message;
  };
  const freeze = button('Freeze', () =>
    clock.frozen ? change({ resume: true }, 'Resumed the clock.') : change({ freeze: true }, 'Froze the clock.'),
  );
  const set = () => {
    const seconds = Date.parse(`${at.value}Z`) / 1_000;
    if (Number.isNaN(seconds)) throw new Error('Choose a date and a time first.');
    return change(clock.frozen ? { freeze: seconds } : { resume: seconds }, 'Set the clock.');
  };
  const advance = () =>
    change({ advance: Number(step.value) }, `Advanced the clock by ${step.selectedOptions[0].textContent}.`);
  return {
    element: section(
      'Clock',
      element('p', {}, time, ' ', state),
      element('div', { class: 'buttons' }, freeze),
      form('Advance', advance, field('Advance by', step)),
      form('Set', set, field('Date and time (UTC)', at, 'The clock cannot go back. To go back, reset the world.')),
    ),
    update: (world) => update(world.clock),
  };
}
