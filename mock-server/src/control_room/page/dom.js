/** Builds elements. Texts from the server become text nodes, never markup. */

/** Creates an element: attributes by name, listeners as functions by the name of their event. */
export function element(tag, attributes = {}, ...children) {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') created.addEventListener(name, value);
    else if (value === true) created.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== null) created.setAttribute(name, value);
  }
  created.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return created;
}

let ids = 0;

/** A labeled control, with a hint below it. */
export function field(label, control, hint) {
  const id = `field-${(ids += 1)}`;
  control.id = id;
  const wrapper = element('div', { class: 'field' }, element('label', { for: id }, label), control);
  if (hint !== undefined) {
    control.setAttribute('aria-describedby', `${id}-hint`);
    wrapper.append(element('small', { id: `${id}-hint` }, hint));
  }
  return wrapper;
}

/** A check box with its label behind it. */
export function check(label, control) {
  return element('label', { class: 'check' }, control, element('span', {}, label));
}

/** A select box of pairs of value and label. */
export function select(options, attributes = {}) {
  return element(
    'select',
    attributes,
    options.map(([value, label]) => element('option', { value }, label)),
  );
}

/** A section of the page with a heading. */
export function section(title, ...children) {
  const id = `section-${(ids += 1)}`;
  return element('section', { 'aria-labelledby': id }, element('h2', { id, tabindex: '-1' }, title), ...children);
}

/** Something that can be opened. */
export function disclosure(title, ...children) {
  return element('details', {}, element('summary', {}, title), ...children);
}

/** The value of a text field without the space around it; undefined if nothing is left. */
export function textOf(control) {
  return control.value.trim() || undefined;
}

/** The value of a number field; undefined if it is empty. Throws if it is no number. */
export function numberOf(control, label) {
  const text = textOf(control);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isNaN(number)) throw new Error(`${label}: “${text}” is not a number.`);
  return number;
}

/**
 * Shows items in a list, each in an element of its own, which stays while its item does. So what
 * someone types into it, and the focus, survive an update. `create` returns the element of an item
 * and a function that updates it.
 */
export function keyedList(attributes, keyOf, create) {
  const list = element('ul', attributes);
  const views = new Map();
  const update = (items) => {
    const keys = new Set(items.map(keyOf));
    for (const [key, view] of views) {
      if (keys.has(key)) continue;
      moveFocusFrom(view.element);
      view.element.remove();
      views.delete(key);
    }
    items.forEach((item, index) => {
      const key = keyOf(item);
      const view = views.get(key) ?? create(item);
      views.set(key, view);
      view.update?.(item);
      if (list.children[index] !== view.element) list.insertBefore(view.element, list.children[index] ?? null);
    });
    list.hidden = items.length === 0;
  };
  update([]);
  return { element: list, update };
}

/** Shows or hides a control, and keeps the place of someone who has just used it. */
export function setHidden(control, isHidden) {
  if (isHidden && !control.hidden) moveFocusFrom(control);
  control.hidden = isHidden;
}

/** Keeps the place of someone whose button is about to disappear. */
function moveFocusFrom(removed) {
  if (!removed.contains(document.activeElement)) return;
  const neighbor = removed.nextElementSibling ?? removed.previousElementSibling;
  const control = 'button:not([hidden]), summary, a';
  const next = neighbor?.matches(control) ? neighbor : neighbor?.querySelector(control);
  const target = next ?? removed.closest('section')?.querySelector('h2');
  target?.focus();
}
