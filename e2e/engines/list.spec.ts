/** Signing in, and the list of users by mouse and by keyboard. */
import type { Screen } from './screen.ts';
import { expect, test } from './test.ts';

test.use({ generatedUsers: 300 });

const focusedName = (app: Screen) =>
  app.driver.evaluate<string>(
    `return document.activeElement.matches('[role=rowheader] a') ? document.activeElement.textContent : ''`,
  );

test('Signing in shows what is wrong, then opens the list', async ({ app, world }) => {
  const { driver } = app;
  await app.open('/users');
  await app.click('button', 'Sign in');
  await app.expectFocused('textbox', /^Username/);
  await driver.type('admin');
  await driver.press('Tab');
  await driver.type('mock.nobody');
  await driver.press('Enter');
  await app.expectText('alert', /token/i);
  await app.click('textbox', /^Token/);
  await driver.press('Control+a');
  await driver.type(world.token('admin'));
  await driver.press('Enter');
  await app.expectShown('navigation', 'Main');
  await app.expectShown('rowheader');
});

test('Search, filters and sorting change the list and the address', async ({ app, openList }) => {
  const { driver } = app;
  await openList('/users');
  // Also while a check box has the focus.
  await app.click('checkbox', /^Select (?!all)/);
  await driver.press('/');
  await app.expectFocused('searchbox');
  await driver.type('member');
  await app.expectPath('/users?q=member');
  await app.expectTo('one row to be left', async () => (await app.findAll('rowheader')).length === 1);
  await driver.press('Control+a');
  await driver.press('Backspace');
  await app.expectTo('all rows to be back', async () => (await app.findAll('rowheader')).length > 10);
  await app.click('button', /^Disabled/);
  await app.expectPath(/status=disabled/);
  await app.click('button', /^Clear all/);
  await app.click('button', /^Username/);
  await app.expectPath(/sort=/);
});

test('Enter on a row opens its account, and Escape and Back return to it', async ({ app, openList }) => {
  const { driver } = app;
  await openList('/users');
  const first = await app.find('rowheader');
  // The focus has to come by keyboard: a press of the mouse on the row would hide a dead key.
  await app.click('searchbox');
  await app.tabTo('link', first.name);
  await driver.press('ArrowDown');
  await driver.press('ArrowDown');
  const name = await focusedName(app);
  expect(name).not.toBe(first.name);
  for (const close of [() => driver.press('Escape'), () => driver.back()]) {
    await driver.press('Enter');
    await app.expectFocused('heading', name);
    await app.expectShown('complementary', name);
    await close();
    await app.expectGone('complementary', name);
    await expect.poll(() => focusedName(app)).toBe(name);
  }
});

test('Keys move through the rows, with a visible focus, also after a click', async ({ app, openList }) => {
  const { driver } = app;
  await openList('/users');
  const [, second] = await app.findAll('rowheader');
  await app.click('link', second!.name);
  await app.expectShown('complementary', second!.name);
  await driver.press('Escape');
  await expect.poll(() => focusedName(app)).toBe(second!.name);
  const outline = () => driver.evaluate<string>('return getComputedStyle(document.activeElement).outlineStyle');
  for (const key of ['ArrowDown', 'End', 'ArrowUp', 'PageUp', 'Home']) {
    const before = await focusedName(app);
    await driver.press(key);
    await app.expectTo(`${key} to move the focus`, async () => !['', before].includes(await focusedName(app)));
    expect(await outline(), `the outline after ${key}`).toBe('solid');
  }
});

test('Rows are selected by click, Shift, Space and Ctrl+A', async ({ app, openList }) => {
  const { driver } = app;
  await openList('/users');
  const names = (await app.findAll('rowheader')).map((header) => header.name);
  await app.click('checkbox', `Select ${names[0]}`);
  await app.expectText('status', '1 selected');
  await app.click('checkbox', `Select ${names[3]}`, { modifier: 'Shift' });
  await app.expectText('status', '4 selected');
  await app.click('button', 'Clear selection');
  await app.click('searchbox');
  await driver.press('ArrowDown');
  await expect.poll(() => focusedName(app)).toBe(names[0]);
  await driver.press(' ');
  await app.expectText('status', '1 selected');
  await driver.press('Shift+ArrowDown');
  await app.expectText('status', '2 selected');
  await driver.press('Control+a');
  await app.expectText('status', '544 selected');
});

test('Keys continue from the same account after it was scrolled out of sight', async ({ app, openList }) => {
  const { driver } = app;
  await openList('/users');
  const names = (await app.findAll('rowheader')).map((header) => header.name);
  await app.click('checkbox', `Select ${names[5]}`);
  for (const top of [1_500, 4_000]) {
    await app.scrollTable(top);
    expect(await focusedName(app), 'nobody else has the focus').toBe('');
  }
  await driver.press('ArrowDown');
  await expect.poll(() => focusedName(app)).toBe(names[6]);
  await app.scrollTable(6_000);
  await driver.press('Enter');
  await app.scrollTable(0);
  await expect.poll(() => focusedName(app)).toBe(names[6]);
});

test('The focus goes to the neighbor of an account that leaves the list, or to what is shown instead', async ({
  app,
  openList,
  world,
}) => {
  const { driver } = app;
  const disable = async (name: string) => {
    await app.click('button', `Actions for ${name}`);
    await app.click('menuitem', /^Disable/);
    await app.click('button', 'Disable', { within: 'dialog' });
    await app.expectGone('dialog');
  };
  await openList('/users');
  await app.click('button', /^Active/);
  const names = (await app.findAll('rowheader')).map((header) => header.name);
  await disable(names[3]!);
  await app.expectGone('rowheader', names[3]);
  await app.expectFocused('button', `Actions for ${names[4]}`);
  await world.updateAccount('member', { state: 'active' });
  await app.click('searchbox');
  await driver.type('member');
  await app.expectTo('one row to be left', async () => (await app.findAll('rowheader')).length === 1);
  await disable('member');
  await app.expectFocused('heading', 'No results');
});

test('Texts that a translator replaced are rewritten', async ({ app, openList }) => {
  await openList('/users');
  expect(await app.driver.evaluate('return document.documentElement.translate')).toBe(false);
  await app.driver.evaluate(`
    const walker = document.createTreeWalker(document.querySelector('tbody'), NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
    for (const text of texts) {
      const font = document.createElement('font');
      font.textContent = text.data + '~';
      text.replaceWith(font);
    }`);
  await app.click('button', /^Registered/);
  await app.expectTo('every name to be that of its own row', async () => {
    const rows = await app.driver.evaluate<[string, string][]>(`
      return [...document.querySelectorAll('tbody tr:not(.is-spare) [role=rowheader] a')]
        .map((link) => [link.textContent, new URL(link.href).searchParams.get('user')])`);
    return rows.length > 10 && rows.every(([text, user]) => text === user || text === `${user}~`);
  });
});
