/** Menus and popovers open beside their buttons, and inside the window. */
import { center, type Name, type Screen, type Seen } from './screen.ts';
import { expect, test } from './test.ts';

test.use({ generatedUsers: 300 });

/** The distance that app/src/components/placement.rs keeps, and some rounding. */
const MAX_GAP_PX = 6;

/** How much higher the open panel is than its content: it once filled the window. */
const SPACE_BELOW_CONTENT = `
  const panel = document.querySelector(':popover-open');
  // What is hidden in a wide window has no box.
  const last = [...panel.children].filter((child) => child.getClientRects().length > 0).at(-1);
  return panel.getBoundingClientRect().bottom - last.getBoundingClientRect().bottom;
`;

const gapBetween = (menu: Seen, button: Seen) => Math.max(menu.top - button.bottom, button.top - menu.bottom);

async function expectInside(app: Screen, panel: Seen): Promise<void> {
  const { width, height } = await app.viewport();
  expect(panel.left).toBeGreaterThanOrEqual(0);
  expect(panel.top).toBeGreaterThanOrEqual(0);
  expect(panel.right).toBeLessThanOrEqual(width);
  expect(panel.bottom).toBeLessThanOrEqual(height);
}

/** Opens a menu or a popover, and waits until it has its place. */
async function open(app: Screen, button: Name, role: string): Promise<Seen> {
  await app.click('button', button);
  await app.expectShown(role);
  // It starts to move with the frame that shows it.
  await app.nextFrame();
  await app.motionEnded();
  return app.find(role);
}

/** Expects the open menu to be the one of an account, and beside the button of its row. */
async function expectBeside(app: Screen, account: string): Promise<void> {
  const placed = async () => {
    const [menu] = await app.findAll('menu');
    const [button] = await app.findAll('button', `Actions for ${account}`);
    return menu && button ? gapBetween(menu, button) : 'not shown';
  };
  await expect.poll(placed, { message: `the distance to the button of ${account}` }).toBeLessThan(MAX_GAP_PX);
  const menu = await app.find('menu');
  const button = await app.find('button', `Actions for ${account}`);
  expect(gapBetween(menu, button)).toBeGreaterThanOrEqual(0);
  expect(menu.name).toBe(`Actions for ${account}`);
  expect(menu.text).toContain(account);
  await expectInside(app, menu);
}

test('The menu of a row opens beside its button, wherever the list is scrolled to', async ({ app, openList }) => {
  const { driver } = app;
  await openList('/users');
  for (const top of [0, 60, 333, 5_000, 1_000_000]) {
    await app.scrollTable(top);
    const buttons = (await app.findAll('button', /^Actions for/)).filter((button) => button.isReachable);
    for (const button of [buttons[0]!, buttons[Math.floor(buttons.length / 2)]!, buttons.at(-1)!]) {
      await driver.click(center(button));
      await expectBeside(app, button.name.replace('Actions for ', ''));
      await driver.press('Escape');
      await app.expectGone('menu');
    }
  }
});

test('An open menu follows its row, and closes with it', async ({ app, openList }) => {
  const { driver } = app;
  await openList('/users');
  await app.scrollTable(2_000);
  const buttons = (await app.findAll('button', /^Actions for/)).filter((button) => button.isReachable);
  const button = buttons[6]!;
  const name = button.name.replace('Actions for ', '');
  await driver.click(center(button));
  await expectBeside(app, name);
  for (const top of [2_050, 2_120, 1_960]) {
    await app.scrollTable(top);
    await expectBeside(app, name);
  }
  await app.scrollTable(6_000);
  await app.expectGone('menu');
  await app.scrollTable(2_000);
  await app.expectFocused('button', `Actions for ${name}`);
});

test('The entries of a menu are walked with keys, and the focus is visible after a click', async ({
  app,
  openList,
}) => {
  const { driver } = app;
  await openList('/users');
  await app.click('button', /^Actions for/);
  const background = () => driver.evaluate('return getComputedStyle(document.activeElement).backgroundColor');
  const entries = await app.findAll('menuitem');
  for (const [key, index] of [
    ['ArrowDown', 1],
    ['End', entries.length - 1],
    ['ArrowDown', 0],
    ['ArrowUp', entries.length - 1],
    ['Home', 0],
  ] as const) {
    await driver.press(key);
    await app.expectFocused('menuitem', entries[index]!.name);
    expect(await background()).not.toBe('rgba(0, 0, 0, 0)');
  }
  await driver.press('Escape');
  await app.expectFocused('button', /^Actions for/);
});

test('The other menus and popovers open beside their buttons', async ({ app, openList }) => {
  const { driver } = app;
  await openList('/users');
  for (const [name, role] of [
    [/^Account menu/, 'menu'],
    [/^Export/, 'menu'],
    ['View', 'dialog'],
    ['Filter', 'dialog'],
  ] as const) {
    const panel = await open(app, name, role);
    const button = await app.find('button', name);
    const gap = gapBetween(panel, button);
    expect(gap, `the distance to ${name}`).toBeGreaterThanOrEqual(0);
    expect(gap, `the distance to ${name}`).toBeLessThan(MAX_GAP_PX);
    expect(await driver.evaluate(SPACE_BELOW_CONTENT), `the space below the content of ${name}`).toBeLessThan(32);
    await expectInside(app, panel);
    await driver.press('Escape');
    await app.expectGone(role);
    await app.expectFocused('button', name);
  }
});

test('Menus and popovers fit into a narrow window', async ({ app, openList }) => {
  const { driver } = app;
  await driver.resize(360, 740);
  await openList('/users');
  for (const [name, role] of [
    [/^Account menu/, 'menu'],
    // The View menu is hidden: cards have no columns.
    ['Filter', 'dialog'],
    [/^Actions for/, 'menu'],
  ] as const) {
    // The chips scroll sideways.
    await driver.evaluate(`document.querySelector('.chips').scrollLeft = 1e4`);
    const panel = await open(app, name, role);
    await expectInside(app, panel);
    const scrollsSideways = `const panel = document.querySelector(':popover-open');
      return panel.scrollWidth > panel.clientWidth;`;
    expect(await driver.evaluate(scrollsSideways), `${name} scrolls sideways`).toBe(false);
    await driver.press('Escape');
    await app.expectGone(role);
  }
});
