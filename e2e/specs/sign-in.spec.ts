/** The sign-in page, and the session that begins with it. */
import { fillSignIn, signInAgainDialog } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test('Signing in opens the page that the link led to', async ({ page, world, a11y }) => {
  await page.goto('/users?q=jane&status=active');
  await expect(page.getByRole('heading', { name: 'Sign in to Account Admin' })).toBeVisible();
  await expect(page.getByLabel('Username')).toBeFocused();
  await a11y.audit();
  await fillSignIn(page, 'admin', world.token('admin'));

  await expect(page.getByRole('heading', { name: 'Users', exact: true })).toBeVisible();
  await expect(page).toHaveURL(/\/users\?q=jane&status=active$/);
  await expect(page.getByRole('searchbox')).toHaveValue('jane');
  await expect(page.getByRole('button', { name: 'Account menu: admin' })).toContainText('Site admin');
});

test('Missing fields of the sign-in form are named and focused', async ({ page, world, a11y }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Enter your username')).toBeVisible();
  await expect(page.getByText('Enter your token')).toBeVisible();
  await expect(page.getByLabel('Username')).toBeFocused();
  await a11y.audit();
  await fillSignIn(page, 'admin', '  ');
  await expect(page.getByLabel('Token')).toBeFocused();
  await expect(page.getByLabel('Token')).toHaveAccessibleDescription(/Enter your token/);
  await fillSignIn(page, ' admin ', ` ${world.token('admin')}\t`);
  await expect(page.getByRole('button', { name: 'Account menu: admin' })).toBeVisible();
});

test('The token can be shown while it is typed', async ({ page, a11y }) => {
  await page.goto('/');
  const token = page.getByLabel('Token');
  await expect(token).toHaveAttribute('type', 'password');
  await page.getByRole('checkbox', { name: 'Show characters' }).check();
  await expect(token).toHaveAttribute('type', 'text');
  await a11y.audit();
  await page.getByRole('checkbox', { name: 'Show characters' }).uncheck();
  await expect(token).toHaveAttribute('type', 'password');
});

test('A wrong token is refused with a message that does not repeat it', async ({ page, a11y }) => {
  await page.goto('/');
  await fillSignIn(page, 'admin', 'something-else');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Token not accepted');
  await expect(alert).not.toContainText('something-else');
  await expect(page.getByLabel('Token')).toBeFocused();
  await expect(page.getByLabel('Username')).toHaveValue('admin');
  await a11y.audit();
});

test('A token with invalid characters is refused before it is sent', async ({ page }) => {
  await page.goto('/');
  await fillSignIn(page, 'admin', 'mock.default.ädmin…');
  await expect(page.getByRole('alert')).toContainText('contains invalid characters');
});

test('Signing in with the token of another user is refused', async ({ page, world }) => {
  await page.goto('/');
  await fillSignIn(page, 'member', world.token('admin'));
  await expect(page.getByRole('alert')).toContainText('belongs to a site admin, but “member” is not one');
  await expect(page.getByLabel('Username')).toBeFocused();
  await fillSignIn(page, 'nobody-of-that-name', world.token('member'));
  await expect(page.getByRole('alert')).toContainText('no user called “nobody-of-that-name”');
  await expect(page.getByLabel('Username')).toBeFocused();
  await page.keyboard.type('member');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Account menu: member' })).toBeVisible();
});

test('A refused sign-in leaves alone what was typed in the meantime', async ({ page, world }) => {
  const gate = await world.gates.close({ operation: 'get_admins' });
  await page.goto('/');
  await fillSignIn(page, 'member', world.token('admin'));
  await expect(page.getByRole('button', { name: 'Signing in…' })).toBeVisible();
  await page.getByLabel('Username').fill('adm');
  await gate.waitUntilHeld();
  await gate.open();
  await expect(page.getByRole('alert')).toContainText('belongs to a site admin');
  await page.getByLabel('Username').pressSequentially('in');
  await expect(page.getByLabel('Username')).toHaveValue('admin');
});

test('A disabled user who signs in is told so', async ({ page, world }) => {
  world.expectRefusal({ branch: 'token_account_disabled' });
  await world.call('POST', '/member/disable');
  await page.goto('/');
  await fillSignIn(page, 'member', world.token('member'));
  await expect(page.getByRole('alert')).toContainText('disabled');
});

test('An unreachable server is reported, and the form keeps the typed token', async ({ page, a11y }) => {
  await page.goto('/');
  await expect(page.getByLabel('Username')).toBeVisible();
  await page.context().setOffline(true);
  await fillSignIn(page, 'admin', 'a-token');
  await expect(page.getByRole('alert')).toContainText('Could not connect');
  await expect(page.getByLabel('Token')).toHaveValue('a-token');
  await a11y.audit();
});

test('A proxy that responds instead of the platform is reported at sign-in', async ({ page, world }) => {
  await world.faults.add({ effect: { html: 502 } });
  await page.goto('/');
  await fillSignIn(page, 'admin', world.token('admin'));
  await expect(page.getByRole('alert')).toContainText('“502 Bad Gateway”, HTTP 502');
});

for (const [status, msg] of [
  [503, 'Down for maintenance until ten.'],
  [404, 'There is no route GET /api/v2/admins.'],
] as const) {
  test(`An ERROR with HTTP ${status} at sign-in does not blame username or token`, async ({ page, world }) => {
    await world.faults.add({ effect: { error: { msg, http_status: status } } });
    await page.goto('/');
    await fillSignIn(page, 'admin', world.token('admin'));
    await expect(page.getByRole('alert')).toContainText('Unexpected response from the platform');
    await expect(page.getByRole('alert')).toContainText(msg);
  });
}

test('A site admin stays one when the platform fails during a reload', async ({ page, signIn, world }) => {
  await signIn('admin');
  await world.faults.add({
    operation: 'get_admins',
    effect: { error: { msg: 'Down for maintenance.', http_status: 503 } },
  });
  const response = page.waitForResponse('**/admins');
  await page.reload();
  await (await response).finished();
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Account menu: admin' })).toContainText('Site admin');
});

test('A reload keeps the session, and signing out ends it', async ({ page, signIn }) => {
  await signIn('member');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Account menu: member' })).toBeVisible();

  await page.getByRole('button', { name: 'Account menu: member' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'You are signed out' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Token')).toHaveValue('');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
});

test('The token is kept in the session storage of the tab and nowhere else', async ({
  page,
  world,
  signIn,
  context,
}) => {
  await signIn('admin');
  const token = world.token('admin');
  const storage = await page.evaluate(() => ({
    session: JSON.stringify(sessionStorage),
    local: JSON.stringify(localStorage),
    cookie: document.cookie,
    url: location.href,
    markup: document.documentElement.outerHTML,
  }));
  expect(storage.session).toContain(token);
  for (const text of [storage.local, storage.cookie, storage.url, storage.markup]) expect(text).not.toContain(token);

  const otherTab = await context.newPage();
  await otherTab.goto('/users');
  await expect(otherTab.getByRole('heading', { name: 'Sign in to Account Admin' })).toBeVisible();
});

test('“Open console in new tab” opens a tab whose session outlives the first one', async ({
  page,
  signIn,
  context,
}) => {
  await signIn('member', '/users?q=jane');
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Account menu: member' }).click();
  await page.getByRole('menuitem', { name: 'Open console in new tab' }).click();
  const otherTab = await opened;
  await expect(otherTab.getByRole('button', { name: 'Account menu: member' })).toBeVisible();
  await expect(otherTab).toHaveURL(/\/users\?q=jane$/);
  expect(await otherTab.evaluate(() => window.opener)).toBeNull();
  await page.getByRole('button', { name: 'Account menu: member' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Account Admin' })).toBeVisible();
  await otherTab.reload();
  await expect(otherTab.getByRole('button', { name: 'Account menu: member' })).toBeVisible();
});

test('A session ended by the platform asks for another token and keeps the page', async ({
  page,
  world,
  signIn,
  a11y,
}) => {
  world.expectRefusal({ branch: 'token_revoked' });
  await signIn('member', '/users?q=jane');
  await expect(page.getByRole('table')).toBeVisible();
  await world.revokeTokens('member');

  await page.getByRole('button', { name: 'Refresh' }).click();
  const dialog = signInAgainDialog(page);
  await expect(dialog.getByRole('alert').filter({ hasText: 'Your session has ended' })).toContainText('password');
  await expect(dialog.getByLabel('Username')).toHaveValue('member');
  await expect(dialog.getByLabel('Token')).toBeFocused();
  await a11y.audit();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await fillSignIn(page, 'member', `${world.token('member')}~2`);
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/users\?q=jane$/);
  await expect(page.getByRole('table')).toBeVisible();
});
