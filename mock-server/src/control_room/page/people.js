/** People: sign in to the app as one of them, or take their token. */
import { call, worldPath } from './api.js';
import { disclosure, element, field, keyedList, section, textOf } from './dom.js';
import { button, form } from './messages.js';

/** Where the address is kept with which another app is signed in to. */
const ADDRESS_KEY = 'account-admin-mock.sign-in-address';

export function peopleSection(room) {
  let personas = [];
  const list = keyedList(
    { 'aria-label': 'People' },
    ({ username, token }) => `${username} ${token}`,
    (persona) => personaView(room, persona),
  );
  const show = () => list.update(personas);
  const shown = section('People', list.element, anyone(room), ownApp(show));
  return {
    element: shown,
    update: ({ world }) => {
      personas = world.personas;
      show();
    },
  };
}

function personaView(room, { username, token }) {
  const about = element('span', { class: 'muted' });
  const signIn = element('a', { target: '_blank', rel: 'noopener' }, `Sign in as ${username}`);
  return {
    element: element(
      'li',
      {},
      element('span', {}, element('strong', {}, username), ' ', about),
      element(
        'span',
        { class: 'buttons' },
        signIn,
        button('Copy token', () => copyToken(username, token), { 'aria-label': `Copy token of ${username}` }),
      ),
    ),
    update: (persona) => {
      about.textContent = persona.description;
      const address = signInAddress(room, username, token);
      signIn.hidden = address === undefined;
      if (address !== undefined) signIn.href = address;
    },
  };
}

async function copyToken(username, token) {
  try {
    await navigator.clipboard.writeText(token);
  } catch {
    throw new Error(`The browser did not allow copying. The token is ${token}.`);
  }
  return `Copied the token of ${username}.`;
}

/** The address that signs a user in; undefined if there is no app, or none that we know. */
function signInAddress(room, username, token) {
  const template = localStorage.getItem(ADDRESS_KEY);
  if (template !== null) {
    const filledIn = { '{username}': username, '{token}': token };
    return template.replace(/\{username\}|\{token\}/g, (name) => encodeURIComponent(filledIn[name]));
  }
  return room.server.has_app ? `sign-in.html#${new URLSearchParams({ world: room.world, username })}` : undefined;
}

function anyone(room) {
  const username = element('input', { autocomplete: 'off', spellcheck: 'false', maxlength: 255 });
  const token = element('code', {});
  const show = async () => {
    const name = textOf(username);
    if (name === undefined) throw new Error('Enter a username.');
    const issued = await call('POST', worldPath(room.world, 'accounts', name, 'token'), {});
    token.textContent = issued.token;
    return `The token of ${name} is ${issued.token}`;
  };
  return disclosure('Another account', form('Show token', show, field('Username', username)), element('p', {}, token));
}

/** How another app than the console is signed in to. */
function ownApp(onChange) {
  const address = element('input', {
    type: 'url',
    autocomplete: 'off',
    placeholder: 'http://localhost:3000/?token={token}',
  });
  address.value = localStorage.getItem(ADDRESS_KEY) ?? '';
  const save = () => {
    const template = textOf(address);
    if (template === undefined) {
      localStorage.removeItem(ADDRESS_KEY);
      onChange();
      return 'Sign-in links now open the console.';
    }
    if (!/^https?:\/\//.test(template) || !template.includes('{token}')) {
      throw new Error('Enter a URL that starts with http:// or https:// and contains {token}.');
    }
    localStorage.setItem(ADDRESS_KEY, template);
    onChange();
    return 'Sign-in links now open your app.';
  };
  return disclosure(
    'Your own app',
    form('Save', save, field('Sign-in URL', address, '{username} and {token} are replaced.')),
  );
}
