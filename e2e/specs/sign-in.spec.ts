import { expect, fillSignIn, signInAgain, test } from '../console.ts';

test('an admin signs in and arrives where the link led', async ({ page, world, a11y }) => {
  await page.goto('/users?q=jane&status=active');
  await expect(page.getByRole('heading', { name: 'Sign in to Account Admin' })).toBeVisible();
  await expect(page.getByLabel('User name')).toBeFocused();
  await a11y.audit();
  await fillSignIn(page, 'admin', world.token('admin'));

  await expect(page.getByRole('heading', { name: 'Users', exact: true })).toBeVisible();
  await expect(page).toHaveURL(/\/users\?q=jane&status=active$/);
  await expect(page.getByRole('searchbox')).toHaveValue('jane');
  await expect(page.getByRole('button', { name: 'Your account, admin' })).toContainText('Site admin');
});

test('what is missing is named, and gets the focus', async ({ page, world, a11y }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Enter your user name.')).toBeVisible();
  await expect(page.getByText('Enter your token.')).toBeVisible();
  await expect(page.getByLabel('User name')).toBeFocused();
  await a11y.audit();
  await fillSignIn(page, 'admin', '  ');
  await expect(page.getByLabel('Token')).toBeFocused();
  await expect(page.getByLabel('Token')).toHaveAccessibleDescription(/Enter your token/);
  await fillSignIn(page, ' admin ', ` ${world.token('admin')}\t`);
  await expect(page.getByRole('button', { name: 'Your account, admin' })).toBeVisible();
});

test('a wrong token is refused in the words of the platform', async ({ page, a11y }) => {
  await page.goto('/');
  await fillSignIn(page, 'admin', 'something-else');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The token was not accepted');
  await expect(alert).not.toContainText('something-else');
  await expect(page.getByLabel('User name')).toHaveValue('admin');
  await a11y.audit();
});

test('a token with characters that no token has is refused before it is sent', async ({ page }) => {
  await page.goto('/');
  await fillSignIn(page, 'admin', 'mock.default.ädmin…');
  await expect(page.getByRole('alert')).toContainText('characters that no token has');
});

test('name and token must belong together', async ({ page, world }) => {
  await page.goto('/');
  await fillSignIn(page, 'member', world.token('admin'));
  await expect(page.getByRole('alert')).toContainText('it is not the token of “member”');
  await fillSignIn(page, 'nobody-of-that-name', world.token('member'));
  await expect(page.getByRole('alert')).toContainText('no user account is named “nobody-of-that-name”');
});

test('somebody who is disabled is told so', async ({ page, world }) => {
  await world.call('POST', '/member/disable');
  await page.goto('/');
  await fillSignIn(page, 'member', world.token('member'));
  await expect(page.getByRole('alert')).toContainText('disabled');
});

test('a server that is not there is called that, and the form keeps what was typed', async ({ page, a11y }) => {
  await page.goto('/');
  await expect(page.getByLabel('User name')).toBeVisible();
  await page.context().setOffline(true);
  await fillSignIn(page, 'admin', 'a-token');
  await expect(page.getByRole('alert')).toContainText('The server could not be reached');
  await expect(page.getByLabel('Token')).toHaveValue('a-token');
  await a11y.audit();
});

test('a proxy that answers instead of the platform is called that', async ({ page, world }) => {
  await world.faults.add({ effect: { html: 502 } });
  await page.goto('/');
  await fillSignIn(page, 'admin', world.token('admin'));
  await expect(page.getByRole('alert')).toContainText('“502 Bad Gateway”, HTTP 502');
});

for (const [status, msg] of [
  [503, 'Down for maintenance until ten.'],
  [404, 'There is no route GET /api/v2/admins.'],
] as const) {
  test(`an ERROR with HTTP ${status} says nothing about name and token`, async ({ page, world }) => {
    await world.faults.add({ effect: { error: { msg, http_status: status } } });
    await page.goto('/');
    await fillSignIn(page, 'admin', world.token('admin'));
    await expect(page.getByRole('alert')).toContainText('The platform did not answer as expected');
    await expect(page.getByRole('alert')).toContainText(msg);
  });
}

test('a platform that is down takes no right away', async ({ page, signIn, world }) => {
  await signIn('admin');
  await world.faults.add({ operation: 'get_admins', effect: { error: { msg: 'Down for maintenance.', http_status: 503 } } });
  const answer = page.waitForResponse('**/admins');
  await page.reload();
  await (await answer).finished();
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Your account, admin' })).toContainText('Site admin');
});

test('a reload keeps the session, signing out ends it', async ({ page, signIn }) => {
  await signIn('member');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Your account, member' })).toBeVisible();

  await page.getByRole('button', { name: 'Your account, member' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'You have signed out' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Token')).toHaveValue('');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
});

test('the token is in this tab’s session storage and nowhere else', async ({ page, world, signIn, context }) => {
  await signIn('admin');
  const token = world.token('admin');
  const places = await page.evaluate(() => ({
    session: JSON.stringify(sessionStorage),
    local: JSON.stringify(localStorage),
    cookie: document.cookie,
    url: location.href,
    markup: document.documentElement.outerHTML,
  }));
  expect(places.session).toContain(token);
  for (const place of [places.local, places.cookie, places.url, places.markup]) expect(place).not.toContain(token);

  const other = await context.newPage();
  await other.goto('/users');
  await expect(other.getByRole('heading', { name: 'Sign in to Account Admin' })).toBeVisible();
});

test('another tab is signed in when somebody asks for that, and stays so by itself', async ({ page, signIn, context }) => {
  await signIn('member', '/users?q=jane');
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Your account, member' }).click();
  await page.getByRole('menuitem', { name: 'Open another tab, signed in' }).click();
  const other = await opened;
  await expect(other.getByRole('button', { name: 'Your account, member' })).toBeVisible();
  await expect(other).toHaveURL(/\/users\?q=jane$/);
  expect(await other.evaluate(() => window.opener)).toBeNull();
  await page.getByRole('button', { name: 'Your account, member' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Account Admin' })).toBeVisible();
  await other.reload();
  await expect(other.getByRole('button', { name: 'Your account, member' })).toBeVisible();
});

test('a session that the platform ends says why, and the page comes back after signing in', async ({ page, world, signIn, a11y }) => {
  await signIn('member', '/users?q=jane');
  await expect(page.getByRole('table')).toBeVisible();
  await world.revokeTokens('member');

  await page.getByRole('button', { name: 'Refresh' }).click();
  const dialog = signInAgain(page);
  await expect(dialog.getByRole('alert').filter({ hasText: 'Your session has ended' })).toContainText('password');
  await expect(dialog.getByLabel('User name')).toHaveValue('member');
  await expect(dialog.getByLabel('Token')).toBeFocused();
  await a11y.audit();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await fillSignIn(page, 'member', `${world.token('member')}~2`);
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/users\?q=jane$/);
  await expect(page.getByRole('table')).toBeVisible();
});

test.describe('config.json', () => {
  test('leads the same build to another API root', async ({ page, world }) => {
    await page.route('**/config.json', (route) => route.fulfill({ json: { api_root: `${world.url}/elsewhere/` } }));
    await page.route('**/elsewhere/**', async (route) => {
      const url = route.request().url().replace('/elsewhere/', '/api/v1/accounts/');
      await route.fulfill({ response: await route.fetch({ url }) });
    });
    await page.goto('/');
    await fillSignIn(page, 'admin', world.token('admin'));
    await expect(page.getByRole('table')).toBeVisible();
  });

  test('that cannot be had is not guessed around either', async ({ page, a11y }) => {
    await page.route('**/config.json', (route) => route.fulfill({ status: 503, body: 'busy' }));
    await page.goto('/');
    await expect(page.getByRole('alert')).toContainText('the server answered with HTTP 503');
    await expect(page.getByRole('alert')).toContainText('Reload the page to try again.');
    await a11y.audit();
    await page.unroute('**/config.json');
    await page.reload();
    await expect(page.getByLabel('Token')).toBeVisible();
  });

  test('that does not exist means the same origin', async ({ page, world }) => {
    await page.route('**/config.json', (route) => route.fulfill({ status: 404, body: 'Not found' }));
    await page.goto('/');
    await fillSignIn(page, 'admin', world.token('admin'));
    await expect(page.getByRole('table')).toBeVisible();
  });

  test('that cannot be used is explained instead of guessed around', async ({ page, a11y }) => {
    await page.route('**/config.json', (route) => route.fulfill({ json: { api_root: 'example.com' } }));
    await page.goto('/');
    await expect(page.getByRole('alert')).toContainText('config.json has “example.com” as api_root');
    await expect(page.getByLabel('Token')).toBeHidden();
    await a11y.audit();
  });
});
