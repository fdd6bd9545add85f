/** The tab of the developer panel with scenarios, faults and gates. */
import { failure, openPanel, outcome, panelOf, section } from '../support/dev-panel.ts';
import { chooseAction, row } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test('Choosing a scenario replaces all faults and is shown as pressed', async ({ page, world, signIn }) => {
  await world.faults.add({ operation: 'disable', effect: 'hang' });
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'Faults');
  const scenarios = section(panel, 'Scenario');
  await expect(scenarios).toContainText('Custom faults.');
  await scenarios.getByRole('button', { name: 'maintenance' }).click();
  await expect(outcome(panel)).toHaveText(`Started scenario maintenance in ${world.id}.`);
  await expect(scenarios.getByRole('button', { name: 'maintenance' })).toHaveAttribute('aria-pressed', 'true');
  await expect(scenarios).toContainText('A proxy responds to every request with its maintenance page.');
  expect((await world.faults.list()).map(({ effect }) => effect)).toEqual([{ html: 503 }]);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('HTTP 503');

  await scenarios.getByRole('button', { name: 'healthy' }).click();
  await expect(scenarios.getByRole('button', { name: 'healthy' })).toHaveAttribute('aria-pressed', 'true');
  expect(await world.faults.list()).toEqual([]);
});

test('Presets add faults with one click, for one operation or for all', async ({ page, world, signIn }) => {
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'Faults');
  const form = section(panel, 'Add a fault');
  const items = section(panel, 'Active faults').getByRole('listitem');
  const presets = form.getByRole('group', { name: 'Quick faults' }).getByRole('button');
  for (let index = 0; index < 6; index += 1) {
    if (index === 5) await form.getByLabel('Operation', { exact: true }).selectOption('get_admins');
    await presets.nth(index).click();
    await expect(items).toHaveCount(index + 1);
  }
  const changes = [
    'create_users',
    'disable',
    'deactivate',
    'reactivate',
    'set_admins',
    'remove_admins',
    'reset_password',
  ];
  expect(
    (await world.faults.list()).map(({ operation, after_execution, effect }) => ({
      operation,
      after_execution,
      effect,
    })),
  ).toEqual([
    { effect: { delay: 1500 } },
    { effect: { status: 503 } },
    { operation: expect.arrayContaining(changes), after_execution: true, effect: 'reset' },
    { effect: { html: 502 } },
    { effect: 'unauthorized' },
    { operation: ['get_admins'], effect: 'hang' },
  ]);
  await expect(panel.getByRole('tab', { name: 'Faults 6' })).toBeVisible();
});

test('A detailed fault counts its matches, is shown as used up and can be removed', async ({ page, world, signIn }) => {
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'Faults');
  const form = section(panel, 'Add a fault');
  await form.getByLabel('Operation', { exact: true }).selectOption('disable');
  await form.getByText('Custom fault').click();
  await form.getByLabel('Effect').selectOption('error');
  await form.getByLabel('Message').fill('Not on a Friday.');
  await form.getByRole('textbox', { name: 'HTTP status' }).fill('5xx');
  await form.getByLabel('Account').fill('member');
  await form.getByLabel('By', { exact: true }).fill('admin');
  await form.getByLabel('When').selectOption('from');
  await form.getByRole('textbox', { name: 'Number' }).fill('1');
  await form.getByLabel('At most').fill('1');
  await form.getByRole('button', { name: 'Add fault' }).click();
  await expect(form.getByRole('alert')).toContainText('HTTP status: “5xx” is not a valid number.');
  await form.getByRole('textbox', { name: 'HTTP status' }).fill('503');
  await form.getByRole('button', { name: 'Add fault' }).click();
  const fault = section(panel, 'Active faults').getByRole('listitem');
  await expect(fault).toContainText('ERROR “Not on a Friday.”, HTTP 503');
  await expect(fault).toContainText('disable on member by admin · from call 1 on, at most 1 time');
  await expect(fault).toContainText('0 matched, 0 applied');

  await chooseAction(page, 'member', 'Disable…');
  const dialog = page
    .getByRole('dialog')
    .filter({ hasText: 'member' })
    .filter({ has: page.getByRole('button', { name: 'Cancel' }) });
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Not on a Friday.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(fault).toContainText('1 matched, 1 applied, used up');

  await fault.getByRole('button', { name: 'Remove f1' }).click();
  await expect(section(panel, 'Active faults')).toContainText('No faults.');
  await world.faults.add({ effect: 'hang' });
  await world.faults.add({ effect: 'reset' });
  await form.getByRole('button', { name: '503', exact: true }).click();
  await expect(fault).toHaveCount(3);
  await section(panel, 'Active faults').getByRole('button', { name: 'Remove all' }).click();
  await expect(section(panel, 'Active faults')).toContainText('No faults.');
  expect(await world.faults.list()).toEqual([]);
});

test('A fault that the mock rejects shows the message of the mock', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'Faults');
  const form = section(panel, 'Add a fault');
  await form.getByText('Custom fault').click();
  await form.getByLabel('Effect').selectOption('html');
  await form.getByRole('textbox', { name: 'HTTP status' }).fill('42');
  await form.getByRole('button', { name: 'Add fault' }).click();
  await expect(failure(panel).filter({ hasText: 'an HTTP status is from 200 to 599' })).toBeVisible();
});

test('A gate holds a dialog until the panel, brought to the front, releases it', async ({
  page,
  world,
  signIn,
  a11y,
}) => {
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'Faults');
  const gates = section(panel, 'Gates');
  await gates.getByRole('combobox', { name: 'Hold' }).selectOption('disable');
  await gates.getByLabel('Hold the response only').check();
  await gates.getByRole('button', { name: 'Close gate' }).click();
  const gate = gates.getByRole('listitem');
  await expect(gate).toContainText('disable');
  await expect(gate).toContainText('0 held · responses only');

  await chooseAction(page, 'member', 'Disable…');
  const working = page.getByRole('button', { name: 'Disabling…' });
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(working).toBeVisible();
  // The dialog of the page is modal: the panel beside it is visible but inert.
  await expect(panel.getByText('1 held')).toBeVisible();
  expect((await world.account('member')).state).toBe('disabled');

  await page.keyboard.press('Control+Alt+d');
  await expect(panel).toContainText('Shown above the page’s dialog.');
  // A second run of axe never ends while both dialogs are open.
  await a11y.audit({ includeDark: false });
  await page.mouse.click(500, 850);
  await expect(panel).not.toContainText('Shown above the page’s dialog.');
  await page.keyboard.press('Control+Alt+d');
  await gate.getByRole('button', { name: 'Release g1' }).click();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  await expect(working).toBeHidden();
  // Once the dialog is closed, the page can be used again.
  await expect(panel).not.toContainText('Shown above the page’s dialog.');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();

  await gate.getByRole('button', { name: 'Open g1' }).click();
  await expect(gates.getByRole('listitem')).toHaveCount(0);
  await expect(outcome(panel)).toHaveText('Opened gate g1.');
});

test('Escape closes the panel in front of a dialog and leaves the dialog open', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=member');
  await chooseAction(page, 'member', 'Disable…');
  const dialog = page
    .getByRole('dialog', { name: 'Disable member?' })
    .or(page.getByRole('dialog').filter({ hasText: 'Cancel' }));
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Control+Alt+d');
  await expect(panelOf(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panelOf(page)).toBeHidden();
  await expect(dialog).toBeVisible();
});
