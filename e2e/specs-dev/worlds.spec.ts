/** The tab of the developer panel that makes, forks, resets and deletes worlds. */
import { World } from 'account-admin-mock';
import { expectSignedIn, failure, openPanel, outcome, section, worldOf } from '../support/dev-panel.ts';
import { fillSignIn, row } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test('Signing in by hand selects the world of the token in the developer panel', async ({ page, world }) => {
  await page.goto('/');
  const panel = await openPanel(page, 'World');
  await expect(worldOf(panel)).toHaveValue('default');
  await fillSignIn(page, 'admin', world.token('admin'));
  await expect(worldOf(panel)).toHaveValue(world.id);
  await expect(panel.getByText(`mock.${world.id}.<username>`)).toBeVisible();
});

test('A world made in the developer panel signs the same person in and can be deleted', async ({
  page,
  world,
  signIn,
}) => {
  await signIn('member', '/users');
  await expect(row(page, 'abruno')).toBeVisible();
  const panel = await openPanel(page, 'World');
  const form = section(panel, 'New world');
  await form.getByLabel('Seed').selectOption('awkward');
  await form.getByLabel('Generated users').fill('1.5');
  await form.getByRole('button', { name: 'Create world' }).click();
  await expect(form.getByLabel('Generated users')).toHaveAccessibleDescription('Enter a whole number, or leave empty');
  await form.getByLabel('Generated users').fill('30');
  await form.getByLabel('Scenario').selectOption('slow');
  await form.getByLabel('Label').fill('made by hand');
  await form.getByRole('button', { name: 'Create world' }).click();
  await expect(outcome(panel)).toHaveText(/^World created\. Signed in as member in w\d+\.$/);
  await expect(worldOf(panel).getByRole('option', { selected: true })).toHaveText(/^w\d+ · made by hand$/);
  await expect(panel.getByRole('tab', { name: 'Faults 1' })).toBeVisible();
  await expect(row(page, 'abruno')).toBeHidden();
  const newWorld = await worldOf(panel).inputValue();
  expect(newWorld).not.toBe(world.id);

  await section(panel, 'This world').getByRole('button', { name: 'Delete' }).click();
  await expect(outcome(panel)).toContainText(
    `Deleted ${newWorld}. There is no member in default. Signed in as admin in default.`,
  );
  await expectSignedIn(page, 'admin');
  await expect(section(panel, 'This world').getByRole('button', { name: 'Delete' })).toBeHidden();
  await expect(worldOf(panel).locator(`[value=${newWorld}]`)).toHaveCount(0);
});

test('A world forked in the developer panel changes independently of the original', async ({ page, world, signIn }) => {
  await world.updateAccount('member', { state: 'disabled' });
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'World');
  await section(panel, 'This world').getByRole('button', { name: 'Fork' }).click();
  await expect(outcome(panel)).toHaveText(/^Forked w\d+\. Signed in as admin in w\d+\.$/);
  await expect(worldOf(panel)).not.toHaveValue(world.id);
  await world.updateAccount('member', { state: 'active' });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(row(page, 'member').getByRole('cell', { name: 'Disabled' })).toBeVisible();
  await worldOf(panel).selectOption(world.id);
  await expect(row(page, 'member').getByRole('cell', { name: 'Active' })).toBeVisible();
});

test('Snapshots of a world are kept and restored, and the world can be reset', async ({ page, world, signIn }) => {
  await signIn('admin', '/users?q=member');
  const state = (name: string) => row(page, 'member').getByRole('cell', { name });
  await expect(state('Active')).toBeVisible();
  const panel = await openPanel(page, 'World');
  await world.updateAccount('member', { state: 'disabled' });
  const snapshots = section(panel, 'Snapshots');
  await snapshots.getByLabel('Snapshot name').fill('Not A Name');
  await snapshots.getByRole('button', { name: 'Save snapshot' }).click();
  await expect(failure(panel)).toContainText('a-z 0-9 -');
  await snapshots.getByLabel('Snapshot name').fill('disabled');
  await snapshots.getByRole('button', { name: 'Save snapshot' }).click();
  await expect(snapshots.getByRole('button', { name: 'Restore disabled' })).toBeVisible();

  await section(panel, 'This world').getByRole('button', { name: 'Reset' }).click();
  await expect(outcome(panel)).toHaveText(`Reset ${world.id}.`);
  await expect(state('Active')).toBeVisible();
  await snapshots.getByRole('button', { name: 'Restore disabled' }).click();
  await expect(state('Disabled')).toBeVisible();

  // A reset invalidates the tokens from before it, so the panel signs in again.
  await world.revokeTokens('admin');
  await section(panel, 'This world').getByRole('button', { name: 'Reset' }).click();
  await expect(state('Active')).toBeVisible();
  await expectSignedIn(page, 'admin');
});

test('A deleted world is reported, with a way to the default world', async ({ page, baseURL }) => {
  const world = await World.create(baseURL!, { seed: 'demo' });
  await page.goto('/');
  const panel = await openPanel(page, 'People');
  await worldOf(panel).selectOption(world.id);
  await expect(panel.getByRole('button', { name: 'member no permissions' })).toBeVisible();
  await world.remove();
  await page.reload();
  await expect(failure(panel)).toContainText(`The world ${world.id} is gone`);
  await panel.getByRole('button', { name: 'Go to the default world' }).click();
  await expect(panel.getByRole('button', { name: 'admin', exact: false }).first()).toBeVisible();
  await expect(worldOf(panel)).toHaveValue('default');
});
