/** Which calls a fault or a gate is about: the fields of a form, and their description. */
import { OPERATIONS } from './descriptions.js';
import { element, field, select, textOf } from './dom.js';

/** The fields that select calls, and what they say. */
export function callFields() {
  const operation = select([['', 'Any'], ...OPERATIONS.map((name) => [name, name])]);
  const text = () => element('input', { autocomplete: 'off', spellcheck: 'false', maxlength: 255 });
  const [account, caller] = [text(), text()];
  return {
    elements: [field('Operation', operation), field('Account', account), field('Caller', caller)],
    read: () => ({ operation: textOf(operation), account: textOf(account), caller: textOf(caller) }),
  };
}

/** Describes which calls a fault or a gate matches. */
export function describeCalls({ operation, account, caller }) {
  const operations = operation === undefined ? [] : [operation].flat();
  let text = operations.length === 0 ? 'any operation' : operations.join(', ');
  if (account) text += ` on ${account}`;
  if (caller) text += ` by ${caller}`;
  return text;
}
