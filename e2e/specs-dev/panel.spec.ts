/** The developer panel: where it is, whom it signs in, and which worlds it makes. */
import { expect, fillSignIn, row, search, test } from '../console.ts';
import { World } from '../fixtures/index.ts';
import { expectSignedIn, failure, openPanel, outcome, panelOf, section, worldOf } from './panel.ts';

test.describe('the panel', () => {
  test('opens and closes by its button and by keyboard, and gives the focus back', async ({ page }) => {
    await page.goto('/');
    const opener = page.getByRole('button', { name: 'Developer panel' });
    await opener.click();
    const panel = panelOf(page);
    await expect(panel.getByRole('button', { name: 'Close' })).toBeFocused();
    await expect(opener).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(opener).toBeFocused();

    await page.getByLabel('User name').focus();
    await page.keyboard.press('Control+Alt+d');
    await expect(panel).toBeVisible();
    await page.keyboard.press('Control+Alt+d');
    await expect(panel).toBeHidden();
    await expect(page.getByLabel('User name')).toBeFocused();
  });

  test('is as it was after a reload, and leaves the focus to the page', async ({ page }) => {
    await page.goto('/');
    await openPanel(page, 'Clock');
    await page.reload();
    await expect(panelOf(page).getByRole('tab', { name: 'Clock' })).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByLabel('User name', { exact: true })).toBeFocused();
  });

  test('has tabs that arrows go through', async ({ page }) => {
    await page.goto('/');
    const panel = await openPanel(page, 'People');
    await page.keyboard.press('ArrowLeft');
    await expect(panel.getByRole('tab', { name: 'Journal' })).toBeFocused();
    await expect(panel.getByRole('tabpanel', { name: 'Journal' })).toBeVisible();
    await page.keyboard.press('Home');
    await expect(panel.getByRole('tabpanel', { name: 'People' })).toBeVisible();
  });

  test('leaves the page beside it in use, shortcuts and all', async ({ page, signIn }) => {
    await signIn('admin', '/users?q=jane');
    await openPanel(page, 'Faults');
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await search(page, 'member');
    await expect(page.getByRole('rowheader')).toHaveText(['member']);
  });

  test('offers nothing where there is no mock, and looks again', async ({ page }) => {
    await page.route('**/__mock/**', (route) => route.fulfill({ status: 404, body: 'Not found' }));
    await page.goto('/');
    await page.getByRole('button', { name: 'Developer panel' }).click();
    const panel = panelOf(page);
    await expect(failure(panel)).toContainText('There is no mock to steer');
    await expect(failure(panel)).toContainText('This server has no /__mock');
    await expect(panel.getByRole('tab')).toHaveCount(0);
    await expect(panel.getByRole('combobox')).toHaveCount(0);
    await page.unroute('**/__mock/**');
    await panel.getByRole('button', { name: 'Look again' }).click();
    await expect(panel.getByRole('tab')).toHaveCount(5);
  });

  test('never sends a token to the control API', async ({ page, signIn }) => {
    const sent: Record<string, string>[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/__mock')) sent.push(request.headers());
    });
    await signIn('admin', '/users?q=member');
    const panel = await openPanel(page, 'People');
    await panel.getByRole('button', { name: 'member no rights' }).click();
    await expectSignedIn(page, 'member');
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.filter((headers) => 'authorization' in headers || 'cookie' in headers)).toEqual([]);
  });
});

test.describe('people', () => {
  test('sign in with one click, and the page is theirs', async ({ page, signIn }) => {
    await signIn('admin', '/users?q=member');
    await expect(page.getByRole('switch', { name: 'Site admin: member' })).toBeVisible();
    const panel = await openPanel(page, 'People');
    const member = panel.getByRole('button', { name: 'member no rights' });
    await member.click();
    await expectSignedIn(page, 'member');
    await expect(page).toHaveURL(/\/users\?q=member$/);
    await expect(row(page, 'member').getByRole('cell', { name: 'No', exact: true })).toBeVisible();
    await expect(member).toHaveAttribute('aria-current', 'true');
    await expect(member).toBeFocused();

    await page.reload();
    await expectSignedIn(page, 'member');
  });

  test('sign in whatever goes wrong on the platform', async ({ page, world, signIn }) => {
    await signIn('member', '/users?q=member');
    await world.faults.add({ effect: 'hang' });
    const panel = await openPanel(page, 'People');
    await panel.getByRole('button', { name: 'admin site admin', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Your account, admin' })).toContainText('Site admin');
  });

  test('are anybody, by user name', async ({ page, world, signIn }) => {
    await world.revokeTokens('abruno');
    await signIn('admin', '/users?q=member');
    const panel = await openPanel(page, 'People');
    const name = panel.getByRole('textbox', { name: 'User name' });
    await name.fill('nobody-of-that-name');
    await panel.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(failure(panel)).toContainText('User (nobody-of-that-name) not found.');
    await expectSignedIn(page, 'admin');

    await name.fill('abruno');
    await name.press('Enter');
    await expectSignedIn(page, 'abruno');
    await panel.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in to Account Admin' })).toBeVisible();
  });

  test('sign in where nobody is signed in, in the world that was chosen', async ({ page, world }) => {
    await page.goto('/users?q=janedoe1');
    const panel = await openPanel(page, 'People');
    await worldOf(panel).selectOption(world.id);
    await expect(outcome(panel)).toHaveText(`This is about ${world.id} now.`);
    await panel.getByRole('button', { name: 'manager may manage users' }).click();
    await expectSignedIn(page, 'manager');
    await expect(row(page, 'janedoe1')).toBeVisible();
  });
});

test.describe('worlds', () => {
  test('are those of whoever signs in by hand', async ({ page, world }) => {
    await page.goto('/');
    const panel = await openPanel(page, 'World');
    await expect(worldOf(panel)).toHaveValue('default');
    await fillSignIn(page, 'admin', world.token('admin'));
    await expect(worldOf(panel)).toHaveValue(world.id);
    await expect(panel.getByText(`mock.${world.id}.<user name>`)).toBeVisible();
  });

  test('are made, and the same person is signed in there', async ({ page, world, signIn }) => {
    await signIn('member', '/users');
    await expect(row(page, 'abruno')).toBeVisible();
    const panel = await openPanel(page, 'World');
    const form = section(panel, 'New world');
    await form.getByLabel('Seed').selectOption('awkward');
    await form.getByLabel('Generated users').fill('1.5');
    await form.getByRole('button', { name: 'Make world' }).click();
    await expect(form.getByLabel('Generated users')).toHaveAccessibleDescription('A whole number, or nothing.');
    await form.getByLabel('Generated users').fill('30');
    await form.getByLabel('Scenario').selectOption('slow');
    await form.getByLabel('Label').fill('made by hand');
    await form.getByRole('button', { name: 'Make world' }).click();
    await expect(outcome(panel)).toHaveText(/^A world was made\. Signed in as member in w\d+\.$/);
    await expect(worldOf(panel).getByRole('option', { selected: true })).toHaveText(/^w\d+ · made by hand$/);
    await expect(panel.getByRole('tab', { name: 'Faults 1' })).toBeVisible();
    await expect(row(page, 'abruno')).toBeHidden();
    const made = await worldOf(panel).inputValue();
    expect(made).not.toBe(world.id);

    await section(panel, 'This world').getByRole('button', { name: 'Delete' }).click();
    await expect(outcome(panel)).toContainText(`${made} is deleted. There is no member in default. Signed in as admin in default.`);
    await expectSignedIn(page, 'admin');
    await expect(section(panel, 'This world').getByRole('button', { name: 'Delete' })).toBeHidden();
    await expect(worldOf(panel).locator(`[value=${made}]`)).toHaveCount(0);
  });

  test('are forked as they are, and go on apart', async ({ page, world, signIn }) => {
    await world.updateAccount('member', { state: 'disabled' });
    await signIn('admin', '/users?q=member');
    const panel = await openPanel(page, 'World');
    await section(panel, 'This world').getByRole('button', { name: 'Fork' }).click();
    await expect(outcome(panel)).toHaveText(/^Forked off w\d+\. Signed in as admin in w\d+\.$/);
    await expect(worldOf(panel)).not.toHaveValue(world.id);
    await world.updateAccount('member', { state: 'active' });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
    await worldOf(panel).selectOption(world.id);
    await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
  });

  test('are kept aside, brought back, and begin anew', async ({ page, world, signIn }) => {
    await signIn('admin', '/users?q=member');
    const state = (name: string) => row(page, 'member').getByRole('cell', { name });
    await expect(state('Active')).toBeVisible();
    const panel = await openPanel(page, 'World');
    await world.updateAccount('member', { state: 'disabled' });
    const snapshots = section(panel, 'Snapshots');
    await snapshots.getByLabel('Name of a snapshot').fill('Not A Name');
    await snapshots.getByRole('button', { name: 'Keep' }).click();
    await expect(failure(panel)).toContainText('a-z 0-9 -');
    await snapshots.getByLabel('Name of a snapshot').fill('disabled');
    await snapshots.getByRole('button', { name: 'Keep' }).click();
    await expect(snapshots.getByRole('button', { name: 'Restore disabled' })).toBeVisible();

    await section(panel, 'This world').getByRole('button', { name: 'Reset' }).click();
    await expect(outcome(panel)).toHaveText(`${world.id} is as it began.`);
    await expect(state('Active')).toBeVisible();
    await snapshots.getByRole('button', { name: 'Restore disabled' }).click();
    await expect(state('Disabled')).toBeVisible();

    // Tokens of before a reset are none of the world after it.
    await world.revokeTokens('admin');
    await section(panel, 'This world').getByRole('button', { name: 'Reset' }).click();
    await expect(state('Active')).toBeVisible();
    await expectSignedIn(page, 'admin');
  });

  test('that are gone are called that', async ({ page, baseURL }) => {
    const world = await World.create(baseURL!, { seed: 'demo' });
    await page.goto('/');
    const panel = await openPanel(page, 'People');
    await worldOf(panel).selectOption(world.id);
    await expect(panel.getByRole('button', { name: 'member no rights' })).toBeVisible();
    await world.remove();
    await page.reload();
    await expect(failure(panel)).toContainText(`The world ${world.id} is gone`);
    await panel.getByRole('button', { name: 'Go to the default world' }).click();
    await expect(panel.getByRole('button', { name: 'admin', exact: false }).first()).toBeVisible();
    await expect(worldOf(panel)).toHaveValue('default');
  });
});
