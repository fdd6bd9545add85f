/** The journal: every call to the Account API in this world, as it happens. */
import { call, worldPath } from './api.js';
import { OPERATIONS } from './descriptions.js';
import { element, field, keyedList, section, select } from './dom.js';
import { button } from './messages.js';

/** What became of a call without a response. */
const OUTCOMES = {
  pending: 'in progress',
  connection_reset: 'connection reset',
  client_disconnected: 'client disconnected',
};

export function journalSection(room) {
  let entries = [];
  const operation = select([['', 'All'], ...OPERATIONS.map((name) => [name, name])]);
  const none = element('p', { class: 'muted' }, 'No calls yet.');
  const list = keyedList(
    { 'aria-label': 'Journal, newest first', class: 'journal' },
    // Each world numbers its own.
    ({ sequence }) => `${room.world} ${sequence}`,
    entryView,
  );
  const har = element('a', {}, 'Download as HAR');
  const show = () => {
    const shown = entries.filter((entry) => operation.value === '' || entry.operation === operation.value);
    none.hidden = shown.length > 0;
    list.update(shown.toReversed());
  };
  operation.addEventListener('change', show);
  const clear = button('Clear', async () => {
    await call('DELETE', worldPath(room.world, 'journal'));
    await room.refresh();
    return 'Cleared the journal.';
  });
  return {
    element: section(
      'Journal',
      element('div', { class: 'buttons' }, field('Operation', operation), clear, har),
      none,
      list.element,
    ),
    update: ({ world, journal }) => {
      entries = journal;
      har.href = worldPath(world.id, 'journal.har');
      har.download = `${world.id}.har`;
      show();
    },
  };
}

/** What a call is, in a few words. */
export function callTitle({ operation, method, path, accounts, caller }) {
  const what = operation ?? `${method} ${path}`;
  const about = accounts.length === 0 ? '' : ` ${accounts.slice(0, 3).join(', ')}${accounts.length > 3 ? ' …' : ''}`;
  return `${what}${about}${caller === null ? '' : ` by ${caller}`}`;
}

/** JSON with indentation, or the text that it is. */
export function pretty(body) {
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2);
}

function entryView(entry) {
  const outcome = element('span', { class: 'outcome' });
  const content = element('div', {});
  const details = element(
    'details',
    { toggle: () => showContent() },
    element(
      'summary',
      {},
      element('span', { class: 'muted' }, String(entry.sequence)),
      ' ',
      element('span', { class: 'call' }, callTitle(entry)),
      ' ',
      outcome,
    ),
    content,
  );
  let current = entry;
  const showContent = () => {
    if (details.open) content.replaceChildren(...entryContent(current));
  };
  return {
    element: element('li', {}, details),
    update: (next) => {
      const hasChanged = next.outcome !== current.outcome;
      current = next;
      outcome.textContent = outcomeText(next);
      outcome.dataset.tone = next.outcome === 'pending' ? 'pending' : next.status === 'OK' ? 'good' : 'bad';
      if (hasChanged) showContent();
    },
  };
}

function outcomeText({ outcome, status, http_status: http, duration_ms: took }) {
  if (outcome !== 'completed') return OUTCOMES[outcome] ?? outcome;
  const result = status === null ? `HTTP ${http}` : http === 200 ? status : `${status}, HTTP ${http}`;
  return `${result}, ${took < 10 ? took.toFixed(1) : Math.round(took)} ms`;
}

function entryContent(entry) {
  const facts = [`${entry.method} ${entry.path}${entry.query === null ? '' : `?${entry.query}`}`];
  if (entry.msg !== null) facts.push(entry.msg);
  if (entry.faults.length > 0) facts.push(`Faults: ${entry.faults.join(', ')}`);
  if (entry.gates.length > 0) facts.push(`Gates: ${entry.gates.join(', ')}`);
  return [
    ...facts.map((fact) => element('p', {}, fact)),
    bodyView(`Request body of call ${entry.sequence}`, 'Request', entry.request_body),
    bodyView(`Response body of call ${entry.sequence}`, 'Response', entry.response_body),
  ];
}

function bodyView(label, title, body) {
  if (body === null) return element('p', { class: 'muted' }, `${title}: no body.`);
  return element(
    'figure',
    {},
    element('figcaption', {}, title),
    element('pre', { tabindex: '0', role: 'group', 'aria-label': label }, pretty(body)),
  );
}
