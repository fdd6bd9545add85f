/** The developer panel: what goes wrong, what is held up, what time it is. */
import { choose, expect, row, test } from '../console.ts';
import { failure, openPanel, outcome, panelOf, section } from './panel.ts';

test.describe('scenarios', () => {
  test('take the place of all faults, and are known again', async ({ page, world, signIn }) => {
    await world.faults.add({ operation: 'disable', effect: 'hang' });
    await signIn('admin', '/users?q=member');
    const panel = await openPanel(page, 'Faults');
    const scenarios = section(panel, 'Scenario');
    await expect(scenarios).toContainText('Faults of your own.');
    await scenarios.getByRole('button', { name: 'maintenance' }).click();
    await expect(outcome(panel)).toHaveText(`${world.id} plays maintenance.`);
    await expect(scenarios.getByRole('button', { name: 'maintenance' })).toHaveAttribute('aria-pressed', 'true');
    await expect(scenarios).toContainText('A proxy answers every call with its maintenance page.');
    expect((await world.faults.list()).map(({ effect }) => effect)).toEqual([{ html: 503 }]);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(page.getByRole('main').getByRole('alert')).toContainText('HTTP 503');

    await scenarios.getByRole('button', { name: 'healthy' }).click();
    await expect(scenarios.getByRole('button', { name: 'healthy' })).toHaveAttribute('aria-pressed', 'true');
    expect(await world.faults.list()).toEqual([]);
  });
});

test.describe('faults', () => {
  test('are made with one click, for one operation or for all', async ({ page, world, signIn }) => {
    await signIn('admin', '/users?q=member');
    const panel = await openPanel(page, 'Faults');
    const form = section(panel, 'Let something go wrong');
    const items = section(panel, 'In force').getByRole('listitem');
    const presets = form.getByRole('group', { name: 'With one click' }).getByRole('button');
    for (let at = 0; at < 6; at += 1) {
      if (at === 5) await form.getByLabel('Operation', { exact: true }).selectOption('get_admins');
      await presets.nth(at).click();
      await expect(items).toHaveCount(at + 1);
    }
    const changes = ['create_users', 'disable', 'deactivate', 'reactivate', 'set_admins', 'remove_admins', 'reset_password'];
    expect((await world.faults.list()).map(({ operation, after_execution, effect }) => ({ operation, after_execution, effect }))).toEqual([
      { effect: { delay: 1500 } },
      { effect: { status: 503 } },
      { operation: expect.arrayContaining(changes), after_execution: true, effect: 'reset' },
      { effect: { html: 502 } },
      { effect: 'unauthorized' },
      { operation: ['get_admins'], effect: 'hang' },
    ]);
    await expect(panel.getByRole('tab', { name: 'Faults 6' })).toBeVisible();
  });

  test('are made in detail, count what they strike, and are removed', async ({ page, world, signIn }) => {
    await signIn('admin', '/users?q=member');
    const panel = await openPanel(page, 'Faults');
    const form = section(panel, 'Let something go wrong');
    await form.getByLabel('Operation', { exact: true }).selectOption('disable');
    await form.getByText('In detail').click();
    await form.getByLabel('Effect').selectOption('error');
    await form.getByLabel('Message').fill('Not on a Friday.');
    await form.getByRole('textbox', { name: 'HTTP status' }).fill('5xx');
    await form.getByLabel('Account').fill('member');
    await form.getByLabel('By', { exact: true }).fill('admin');
    await form.getByLabel('When').selectOption('from');
    await form.getByRole('textbox', { name: 'Number' }).fill('1');
    await form.getByLabel('At most').fill('1');
    await form.getByRole('button', { name: 'Add fault' }).click();
    await expect(form.getByRole('alert')).toContainText('HTTP status: “5xx” is no such number.');
    await form.getByRole('textbox', { name: 'HTTP status' }).fill('503');
    await form.getByRole('button', { name: 'Add fault' }).click();
    const fault = section(panel, 'In force').getByRole('listitem');
    await expect(fault).toContainText('ERROR “Not on a Friday.”, HTTP 503');
    await expect(fault).toContainText('disable on member by admin · from call 1 on, 1 at most');
    await expect(fault).toContainText('0 fitted, 0 struck');

    await choose(page, 'member', 'Disable…');
    const dialog = page.getByRole('dialog').filter({ hasText: 'member' }).filter({ has: page.getByRole('button', { name: 'Cancel' }) });
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Not on a Friday.');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(fault).toContainText('1 fitted, 1 struck, spent');

    await fault.getByRole('button', { name: 'Remove f1' }).click();
    await expect(section(panel, 'In force')).toContainText('No faults.');
    await world.faults.add({ effect: 'hang' });
    await world.faults.add({ effect: 'reset' });
    await form.getByRole('button', { name: '503', exact: true }).click();
    await expect(fault).toHaveCount(3);
    await section(panel, 'In force').getByRole('button', { name: 'Remove all' }).click();
    await expect(section(panel, 'In force')).toContainText('No faults.');
    expect(await world.faults.list()).toEqual([]);
  });

  test('that the mock does not take are refused in its words', async ({ page, signIn }) => {
    await signIn('admin', '/users?q=member');
    const panel = await openPanel(page, 'Faults');
    const form = section(panel, 'Let something go wrong');
    await form.getByText('In detail').click();
    await form.getByLabel('Effect').selectOption('html');
    await form.getByRole('textbox', { name: 'HTTP status' }).fill('42');
    await form.getByRole('button', { name: 'Add fault' }).click();
    await expect(failure(panel).filter({ hasText: 'an HTTP status is from 200 to 599' })).toBeVisible();
  });
});

test.describe('gates', () => {
  test('hold what a dialog waits for, and the panel comes in front to let it go', async ({ page, world, signIn, a11y }) => {
    await signIn('admin', '/users?q=member');
    const panel = await openPanel(page, 'Faults');
    const gates = section(panel, 'Gates');
    await gates.getByRole('combobox', { name: 'Hold' }).selectOption('disable');
    await gates.getByLabel('Hold the answer only').check();
    await gates.getByRole('button', { name: 'Close gate' }).click();
    const gate = gates.getByRole('listitem');
    await expect(gate).toContainText('disable');
    await expect(gate).toContainText('0 held · their answers only');

    await choose(page, 'member', 'Disable…');
    const working = page.getByRole('button', { name: 'Working…' });
    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    await expect(working).toBeVisible();
    // The page's dialog is modal: the panel beside it can be seen, but not used.
    await expect(panel.getByText('1 held')).toBeVisible();
    expect((await world.account('member')).state).toBe('disabled');

    await page.keyboard.press('Control+Alt+d');
    await expect(panel).toContainText('In front of the page’s dialog.');
    // A second run of axe does not come back while both dialogs are in front.
    await a11y.audit({ inTheDark: false });
    await page.mouse.click(500, 850);
    await expect(panel).not.toContainText('In front of the page’s dialog.');
    await page.keyboard.press('Control+Alt+d');
    await gate.getByRole('button', { name: 'Release g1' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    await expect(working).toBeHidden();
    // And with the dialog gone, the page is in use again.
    await expect(panel).not.toContainText('In front of the page’s dialog.');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();

    await gate.getByRole('button', { name: 'Open g1' }).click();
    await expect(gates.getByRole('listitem')).toHaveCount(0);
    await expect(outcome(panel)).toHaveText('The gate g1 is open.');
  });

  test('are closed with the panel still over a dialog when it is closed there', async ({ page, signIn }) => {
    await signIn('admin', '/users?q=member');
    await choose(page, 'member', 'Disable…');
    const dialog = page.getByRole('dialog', { name: 'Disable member?' }).or(page.getByRole('dialog').filter({ hasText: 'Cancel' }));
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Control+Alt+d');
    await expect(panelOf(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(panelOf(page)).toBeHidden();
    await expect(dialog).toBeVisible();
  });
});

test.describe('the clock', () => {
  test.use({ worldOptions: { frozen_at: 1_700_000_000 } });

  test('is shown, stands, goes on, and is set', async ({ page, world, signIn }) => {
    await signIn('admin', '/users?q=member');
    const panel = await openPanel(page, 'Clock');
    const time = section(panel, 'Time');
    await expect(time).toContainText('14 Nov 2023, 22:13:20');
    await expect(time).toContainText('stands still · 1700000000');

    for (const [step, seconds] of [['1 minute', 60], ['1 hour', 3_600], ['1 day', 86_400], ['30 days', 2_592_000]] as const) {
      const before = await world.clock.now();
      await section(panel, 'Move on by').getByRole('button', { name: step }).click();
      await expect(time).toContainText(`stands still · ${before + seconds}`);
    }
    await section(panel, 'Move on by').getByLabel('Number').fill('2');
    await section(panel, 'Move on by').getByLabel('Unit').selectOption('minutes');
    const before = await world.clock.now();
    await section(panel, 'Move on by').getByRole('button', { name: 'Move on' }).click();
    await expect(time).toContainText(`${before + 120}`);

    await section(panel, 'Set').getByLabel('Date and time').fill('2030-01-02T03:04');
    await section(panel, 'Set').getByRole('button', { name: 'Set' }).click();
    await expect(time).toContainText('2 Jan 2030, 03:04:00');
    expect(await world.clock.now()).toBe(1_893_553_440);
    await section(panel, 'Set').getByLabel('Date and time').fill('2001-01-01T00:00');
    await section(panel, 'Set').getByRole('button', { name: 'Set' }).click();
    await expect(failure(panel)).toContainText('a clock does not go back');

    await time.getByRole('button', { name: 'Let it run' }).click();
    await expect(time).toContainText('is running');
    // It is seen to go on.
    await expect(time).not.toContainText('1893553440');
    await time.getByRole('button', { name: 'Freeze' }).click();
    await expect(time).toContainText('stands still');
  });
});
