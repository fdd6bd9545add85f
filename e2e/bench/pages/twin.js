/**
 * The rows of the console's table drawn by plain JavaScript, as fast as it can: one cloned
 * template, and listeners on the table body alone. Runs in a copy of the console's page without its
 * script, so that the same styles apply to the same document. repaint.mjs checks that the rows are
 * the same.
 */
globalThis.twin = (() => {
  const LABELS = { active: 'Active', disabled: 'Disabled', deactivated: 'Deactivated' };
  const SHAPES = { active: 'badge badge-full', disabled: 'badge badge-half', deactivated: 'badge badge-ring' };
  const UNITS = [
    [31_556_952, 'year'],
    [2_629_746, 'month'],
    [604_800, 'week'],
  ];
  const ago = new Intl.RelativeTimeFormat([], { style: 'short', numeric: 'always' });
  const day = new Intl.RelativeTimeFormat([], { style: 'short', numeric: 'auto' });
  const agoText = (seconds, now) => {
    const span = seconds - now;
    const days = Math.floor(seconds / 86_400) - Math.floor(now / 86_400);
    const [length, unit] = UNITS.find(([length]) => Math.abs(span) >= length) ?? [];
    return length ? ago.format(Math.trunc(span / length), unit) : day.format(days, 'day');
  };

  const template = document.createElement('template');
  template.innerHTML =
    '<tr role="row"><td role="cell" class="cell-select"><input type="checkbox" tabindex="-1"></td><th role="rowheader" scope="row" class="cell-name"><a class="clip" tabindex="-1" data-noscroll="true"></a></th>' +
    '<td role="cell" class="cell-email"><span class="clip"></span></td>' +
    '<td role="cell" class="cell-status"><span></span><span class="tag tag-unverified" title="Unverified">Unverified</span><span class="tag tag-unapproved" title="Unapproved">Unapproved</span></td>' +
    '<td role="cell" class="cell-admin"><button type="button" class="switch" role="switch" tabindex="-1"></button><span class="muted"></span></td>' +
    '<td role="cell" class="cell-registered"><span class="clip first-line"></span></td>' +
    '<td role="cell" class="cell-menu"><button type="button" class="icon-button" tabindex="-1" aria-haspopup="menu" aria-expanded="false">' +
    '<svg class="icon icon-dots" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h.01M12 12h.01M19 12h.01"></path></svg>' +
    '</button></td></tr>';
  const model = template.content.firstElementChild;

  const row = ({ username, email = '', state, site_admin, verified, approved, registered_on }, index, now) => {
    const row = model.cloneNode(true);
    const [select, name, address, status, admin, registered, menu] = row.children;
    row.setAttribute('aria-rowindex', index + 2);
    const link = name.firstChild;
    link.id = `row-name-${index}`;
    link.textContent = username;
    select.firstChild.setAttribute('aria-labelledby', `row-select ${link.id}`);
    link.setAttribute('href', `/users?user=${encodeURIComponent(username)}`);
    address.firstChild.textContent = email;
    status.firstChild.className = SHAPES[state];
    status.firstChild.textContent = LABELS[state];
    const [, unverified, unapproved] = status.children;
    unverified.hidden = verified !== false;
    unapproved.hidden = approved !== false;
    const [toggle, words] = admin.children;
    toggle.setAttribute('aria-labelledby', `row-site-admin ${link.id}`);
    toggle.ariaChecked = site_admin;
    if (state === 'deactivated') toggle.setAttribute('aria-disabled', 'true');
    words.hidden = true;
    words.textContent = site_admin ? 'Yes' : 'No';
    // The full date is written later, when the page is idle, and not measured.
    registered.firstChild.textContent = agoText(registered_on, now);
    menu.firstChild.setAttribute('aria-labelledby', `row-actions ${link.id}`);
    return row;
  };

  const body = document.querySelector('[role=table] > tbody');
  body.addEventListener('click', () => {});
  body.addEventListener('pointerdown', () => {});
  body.addEventListener('keydown', () => {});

  return {
    /** Replaces the rows with these accounts, and measures until they are laid out. */
    repaint: async (accounts, from) => {
      await bench.settle();
      return new Promise((resolve) =>
        // In a frame, as scroll events are.
        requestAnimationFrame(() => {
          const start = performance.now();
          const now = Math.floor(Date.now() / 1000);
          body.replaceChildren(...accounts.map((account, offset) => row(account, from + offset, now)));
          void document.documentElement.offsetHeight;
          resolve(performance.now() - start);
        }),
      );
    },
  };
})();
