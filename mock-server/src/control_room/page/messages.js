/** What the page says about the last action. */
import { element } from './dom.js';

const byId = (id) => document.getElementById(id);

/** Shows the outcome of an action. */
export function report(text) {
  byId('status').textContent = text;
  byId('alert').textContent = '';
}

/** Shows why something failed. */
export function reportError(error) {
  byId('status').textContent = '';
  byId('alert').textContent = error.message;
}

/** Shows that the mock does not respond, until it does again. Leaves the other messages alone. */
export function reportConnection(error) {
  const text = error?.message ?? '';
  // Screen readers announce a text again whenever it is set.
  if (byId('connection').textContent !== text) byId('connection').textContent = text;
}

/** A button. Its action returns the message that is shown afterwards, if there is one. */
export function button(label, action, attributes = {}) {
  return element('button', { type: 'button', ...attributes, click: ({ target }) => run(action, target) }, label);
}

/** A form with a button that submits it. */
export function form(label, action, ...children) {
  const submit = element('button', { type: 'submit', class: 'primary' }, label);
  const onSubmit = (event) => {
    event.preventDefault();
    run(action, submit);
  };
  return element('form', { novalidate: true, submit: onSubmit }, ...children, submit);
}

/** Runs an action, once at a time. */
async function run(action, control) {
  if (control.getAttribute('aria-disabled') === 'true') return;
  control.setAttribute('aria-disabled', 'true');
  try {
    const message = await action();
    if (message !== undefined) report(message);
  } catch (error) {
    reportError(error);
  } finally {
    control.removeAttribute('aria-disabled');
  }
}
