/** Gates: hold calls, look at them, edit their responses, release or abort them. */
import { call, worldPath } from './api.js';
import { callFields, describeCalls } from './calls.js';
import { element, field, keyedList, numberOf, section, select } from './dom.js';
import { callTitle, pretty } from './journal.js';
import { button, form } from './messages.js';

export function gatesSection(room) {
  const list = keyedList(
    { 'aria-label': 'Gates', class: 'gates' },
    // Each world numbers its own.
    ({ id }) => `${room.world} ${id}`,
    (gate) => gateView(room, gate.id),
  );
  const none = element('p', { class: 'muted' }, 'No closed gates. Calls pass through.');
  const calls = callFields();
  const point = select([
    ['before', 'Before execution'],
    ['after', 'After execution, before the response is sent'],
  ]);
  const close = async () => {
    const { id } = await call('POST', worldPath(room.world, 'gates'), {
      ...calls.read(),
      after_execution: point.value === 'after',
    });
    await room.refresh();
    return `Closed gate ${id}.`;
  };
  return {
    element: section(
      'Gates',
      none,
      list.element,
      form('Close a gate', close, ...calls.elements, field('Hold calls', point)),
    ),
    update: ({ gates, journal }) => {
      none.hidden = gates.length > 0;
      list.update(gates.map((gate) => ({ ...gate, journal })));
    },
  };
}

function gateView(room, id) {
  const about = element('span', {});
  const count = element('span', { class: 'muted' });
  const held = keyedList(
    { 'aria-label': `Held by ${id}` },
    ({ sequence }) => sequence,
    (heldCall) => heldView(room, id, heldCall),
  );
  const open = button(
    'Open',
    async () => {
      await call('DELETE', worldPath(room.world, 'gates', id));
      await room.refresh();
      return `Opened gate ${id}.`;
    },
    { 'aria-label': `Open ${id}` },
  );
  return {
    element: element(
      'li',
      { class: 'gate' },
      element('span', {}, element('strong', {}, id), ' ', about, ' ', count),
      open,
      held.element,
    ),
    update: (gate) => {
      about.textContent = `${describeCalls(gate)}${gate.after_execution ? ', after execution' : ''}`;
      count.textContent = gate.held.length === 0 ? '· no calls held' : `· ${gate.held.length} held`;
      const entries = new Map(gate.journal.map((entry) => [entry.sequence, entry]));
      held.update(gate.calls.map((heldCall) => ({ ...heldCall, entry: entries.get(heldCall.sequence) })));
    },
  };
}

/** A held call. Its form is filled once, so that an update does not undo what someone types. */
function heldView(room, gate, { sequence, response, entry }) {
  const release = async (decision, message) => {
    await call('POST', worldPath(room.world, 'gates', gate, 'release'), { sequence, ...decision });
    await room.refresh();
    return message;
  };
  const name = `call ${sequence}`;
  const status = element('input', { inputmode: 'numeric', maxlength: 3, value: response?.http_status ?? 200 });
  const body = element('textarea', { rows: 8, spellcheck: 'false' });
  body.value = response === null ? '{\n  "status": "OK"\n}' : pretty(response.body);
  const send = () =>
    release(
      { response: { http_status: numberOf(status, 'HTTP status'), body: body.value } },
      `Sent the edited response to ${name}.`,
    );
  const requestBody = entry?.request_body;
  return {
    element: element(
      'li',
      { class: 'held' },
      element('strong', {}, entry === undefined ? `Call ${sequence}` : `Call ${sequence}: ${callTitle(entry)}`),
      requestBody === undefined || requestBody === null
        ? undefined
        : element(
            'pre',
            { tabindex: '0', role: 'group', 'aria-label': `Request body of ${name}` },
            pretty(requestBody),
          ),
      element(
        'div',
        { class: 'buttons' },
        button('Release', () => release({}, `Released ${name}.`), { 'aria-label': `Release ${name}` }),
        button('Abort', () => release({ abort: true }, `Aborted ${name}.`), {
          class: 'danger',
          'aria-label': `Abort ${name}`,
        }),
      ),
      form(
        response === null ? 'Respond without executing' : 'Send the edited response',
        send,
        field(`HTTP status of ${name}`, status),
        field(`Response of ${name}`, body),
      ),
    ),
  };
}
