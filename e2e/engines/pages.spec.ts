/** Every page and every dialog opens, in both themes and in a narrow window. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './test.ts';

test.use({ generatedUsers: 60 });

const PAGES = ['Overview', 'Users', 'Service accounts', 'Site admins', 'Bulk lookup', 'Activity'];

test('Every page opens and passes axe, in the light and in the dark', async ({ app, signIn }) => {
  test.slow();
  await signIn('/');
  const open = async (name: string) => {
    await app.click('link', new RegExp(`^${name}`), { within: 'nav' });
    await app.expectShown('heading');
  };
  for (const page of PAGES) {
    await open(page);
    await app.audit();
  }
  await app.click('button', /^Account menu/);
  await app.click('menuitemradio', 'Dark');
  await expect
    .poll(() => app.driver.evaluate('return getComputedStyle(document.documentElement).colorScheme'))
    .toBe('dark');
  await open('Users');
  await app.expectShown('rowheader');
  await app.audit();
});

test('Every dialog opens, has the focus and gives it back', async ({ app, openList }) => {
  const { driver } = app;
  await openList('/users?q=member');
  await app.expectShown('rowheader', 'member');
  for (const item of [/^Reset password/, /^Disable/, /^Deactivate/]) {
    await app.click('button', 'Actions for member');
    await app.click('menuitem', item);
    await app.expectShown('dialog');
    expect(await driver.evaluate(`return document.activeElement.closest('dialog') !== null`)).toBe(true);
    await driver.press('Escape');
    await app.expectGone('dialog');
    await app.expectFocused('button', 'Actions for member');
  }
  await driver.press('?');
  await app.expectShown('dialog');
  await driver.press('Escape');
  await app.expectGone('dialog');
  await driver.press('Control+k');
  await app.expectShown('dialog');
  await driver.type('overview');
  await driver.press('Enter');
  await app.expectPath('/overview');
});

test('A job runs, and its passwords can be copied', async ({ app, openList, world }) => {
  const { driver } = app;
  await openList('/users?q=me');
  await app.click('checkbox', /^Select all/);
  await app.click('button', /^Disable/, { within: '.selection' });
  await app.click('button', /^Disable \d+/, { within: 'dialog' });
  await app.expectText('status', /disabled/);
  await app.click('button', 'Done');
  expect((await world.account('member')).state).toBe('disabled');

  await app.open('/users?q=manager');
  await app.click('button', 'Actions for manager');
  await app.click('menuitem', /^Reset password/);
  await app.click('button', 'Reset password', { within: 'dialog' });
  await app.expectText('status', /Password reset for/);
  const secret = await app.find('status', 'New password');
  await driver.click({ x: secret.left + 30, y: (secret.top + secret.bottom) / 2 });
  expect((await driver.evaluate<string>('return getSelection().toString()')).trim()).toBe(secret.text);
});

test('Exports are downloaded', async ({ app, openList }) => {
  await openList('/users?q=member');
  await app.expectShown('rowheader', 'member');
  for (const [item, pattern] of [
    [/CSV/, /^username,.*\r?\nmember,/],
    [/JSON/, /"member"/],
  ] as const) {
    await app.click('button', /^Export/);
    await app.click('menuitem', item);
    await expect
      .poll(async () => {
        const entries = await readdir(app.driver.downloads, { withFileTypes: true }).catch(() => []);
        const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
        const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
        return texts.some((text) => pattern.test(text.replace(/^\uFEFF/, '')));
      })
      .toBe(true);
  }
});

test('Nothing is cut off in a narrow window', async ({ app, signIn }) => {
  await app.driver.resize(360, 740);
  await signIn('/');
  for (const path of [
    '/overview',
    '/users',
    '/users?user=member',
    '/service-accounts',
    '/admins',
    '/lookup',
    '/activity',
  ]) {
    await app.open(path);
    await app.expectShown('heading');
    const overflow = await app.driver.evaluate(
      'return document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(overflow, `pixels that ${path} is too wide`).toBeLessThanOrEqual(0);
  }
});
