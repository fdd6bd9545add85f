/** Faults: what fails, on which calls, and how often. */
import { call, worldPath } from './api.js';
import { callFields, describeCalls } from './calls.js';
import { CHANGES, EFFECTS, PRESETS, TRIGGERS } from './descriptions.js';
import { check, disclosure, element, field, keyedList, numberOf, section, select, setHidden, textOf } from './dom.js';
import { button, form } from './messages.js';

export function faultsSection(room) {
  const none = element('p', { class: 'muted' }, 'No faults.');
  const list = keyedList(
    { 'aria-label': 'Faults' },
    // Each world numbers its own.
    ({ id }) => `${room.world} ${id}`,
    (fault) => faultView(room, fault),
  );
  const removeAll = button('Remove all', async () => {
    await call('DELETE', worldPath(room.world, 'faults'));
    await room.refresh();
    return 'Removed all faults.';
  });
  const add = async (spec) => {
    const { id } = await call('POST', worldPath(room.world, 'faults'), spec);
    await room.refresh();
    return `Added fault ${id}.`;
  };
  const calls = callFields();
  const presets = PRESETS.map(({ label, effect, after_execution }) =>
    button(label, () => {
      const selected = calls.read();
      const operation = selected.operation ?? (after_execution ? CHANGES : undefined);
      return add({ ...selected, operation, effect, after_execution: after_execution || undefined });
    }),
  );
  return {
    element: section(
      'Faults',
      none,
      list.element,
      element('div', { class: 'buttons' }, removeAll),
      element('div', { class: 'fields', role: 'group', 'aria-label': 'Calls that fail' }, ...calls.elements),
      element('div', { class: 'buttons', role: 'group', 'aria-label': 'Quick faults' }, ...presets),
      disclosure('Custom fault', effectForm(calls, add)),
      disclosure('Scenarios', scenarios(room)),
    ),
    update: ({ faults }) => {
      none.hidden = faults.length > 0;
      setHidden(removeAll, faults.length === 0);
      list.update(faults);
    },
  };
}

function faultView(room, { id, ...spec }) {
  const counts = element('span', { class: 'muted' });
  return {
    element: element(
      'li',
      {},
      element('span', {}, element('strong', {}, id), ` ${describe(spec)} `, counts),
      button(
        'Remove',
        async () => {
          await call('DELETE', worldPath(room.world, 'faults', id));
          await room.refresh();
          return `Removed fault ${id}.`;
        },
        { 'aria-label': `Remove ${id}` },
      ),
    ),
    update: ({ matched, triggered, exhausted }) => {
      counts.textContent = `hit ${triggered} of ${matched} calls${exhausted ? ' · used up' : ''}`;
    },
  };
}

/** Describes a fault in a sentence. */
function describe(spec) {
  const [name, value] = typeof spec.effect === 'string' ? [spec.effect] : Object.entries(spec.effect)[0];
  const info = EFFECTS.find((effect) => effect.name === name);
  const argument = Array.isArray(value) ? value.map(milliseconds).join(' to ') : argumentText(info, value);
  const parts = [info === undefined ? JSON.stringify(spec.effect) : info.summary.replace('{}', () => argument)];
  parts.push(describeCalls(spec));
  for (const { name, phrase } of TRIGGERS) {
    if (phrase && spec[name] !== undefined) {
      const number = name === 'probability' ? Number((spec[name] * 100).toFixed(4)) : spec[name];
      parts.push(phrase.replace('{}', String(number)));
    }
  }
  if (spec.times !== undefined) parts.push(`at most ${spec.times} ${spec.times === 1 ? 'time' : 'times'}`);
  if (spec.after_execution) parts.push('after execution');
  return `${parts.join(', ')}.`;
}

function argumentText(info, value) {
  if (info?.parameters[0]?.kind === 'milliseconds') return milliseconds(value);
  return typeof value === 'object' && value !== null ? value.msg : String(value ?? '');
}

const milliseconds = (value) => `${value / 1_000} s`;

/** The form with every effect and when it triggers. */
function effectForm(calls, add) {
  const effect = select(EFFECTS.map(({ name, label }) => [name, label]));
  const about = element('p', { class: 'muted' });
  const parameters = element('div', { class: 'fields' });
  const trigger = select(TRIGGERS.map(({ name, label }) => [name, label]));
  const number = element('input', { inputmode: 'decimal', maxlength: 12 });
  const numberField = field('Number', number);
  const times = element('input', { inputmode: 'numeric', maxlength: 12 });
  const after = element('input', { type: 'checkbox' });
  const afterField = check('Execute the operation first', after);
  const info = () => EFFECTS.find(({ name }) => name === effect.value);
  const triggerInfo = () => TRIGGERS.find(({ name }) => name === trigger.value);
  let inputs = [];
  const showEffect = () => {
    about.textContent = info().description;
    inputs = info().parameters.map((parameter) => ({ parameter, input: parameterInput(parameter) }));
    parameters.replaceChildren(...inputs.map(({ parameter, input }) => field(parameter.label, input, parameter.range)));
    afterField.hidden = !info().allows_after_execution;
  };
  const showTrigger = () => {
    numberField.hidden = !triggerInfo().takes_number;
  };
  effect.addEventListener('change', showEffect);
  trigger.addEventListener('change', showTrigger);
  showEffect();
  showTrigger();
  const submit = () => {
    const spec = {
      ...calls.read(),
      effect: readEffect(info(), inputs),
      times: numberOf(times, 'Limit'),
      after_execution: (info().allows_after_execution && after.checked) || undefined,
    };
    if (triggerInfo().takes_number) {
      const value = numberOf(number, 'Number');
      if (value === undefined) throw new Error('Number: enter a number.');
      spec[trigger.value] = trigger.value === 'probability' ? value / 100 : value;
    }
    return add(spec);
  };
  return form(
    'Add fault',
    submit,
    field('Effect', effect),
    about,
    parameters,
    field('When', trigger),
    numberField,
    field('Limit', times, 'Number of times. Leave empty for no limit.'),
    afterField,
  );
}

function parameterInput({ kind, initial }) {
  if (kind === 'texts') return element('textarea', { rows: 2, spellcheck: 'false' });
  return element('input', { autocomplete: 'off', value: initial, maxlength: 1_000 });
}

/** The JSON of an effect with the values of its fields. */
function readEffect({ name, parameters }, inputs) {
  if (parameters.length === 0) return name;
  const values = inputs.map(({ parameter, input }) => [parameter.name, readParameter(parameter, input)]);
  if (parameters[0].name === null) return { [name]: values[0][1] };
  return { [name]: Object.fromEntries(values.filter(([, value]) => value !== undefined)) };
}

function readParameter({ kind, label }, input) {
  const text = textOf(input);
  if (kind === 'text') return input.value;
  if (text === undefined) return undefined;
  if (kind === 'texts') return readTexts(text);
  // `100-200`, or as it is in JSON: `[100, 200]`.
  const range = /^\[?\s*(\d+)\s*[-,]\s*(\d+)\s*\]?$/.exec(text);
  if (kind === 'milliseconds' && range) return [Number(range[1]), Number(range[2])];
  return numberOf(input, label);
}

/** Reads lines of a name and a text, separated by a colon. */
function readTexts(text) {
  return Object.fromEntries(
    text.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [line.trim(), ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

/** Scenarios, each of which replaces all faults. */
function scenarios(room) {
  const list = element('ul', { 'aria-label': 'Scenarios' });
  const start = async ({ name, faults }) => {
    await call('DELETE', worldPath(room.world, 'faults'));
    for (const fault of faults) await call('POST', worldPath(room.world, 'faults'), fault);
    await room.refresh();
    return `Started scenario ${name}.`;
  };
  const view = (scenario) =>
    element(
      'li',
      {},
      element('span', {}, element('strong', {}, scenario.name), ` ${scenario.description}`),
      button('Start', () => start(scenario), { 'aria-label': `Start ${scenario.name}` }),
    );
  call('GET', 'scenarios').then(
    (all) => list.replaceChildren(...all.map(view)),
    (error) => list.replaceChildren(element('li', {}, error.message)),
  );
  return list;
}
