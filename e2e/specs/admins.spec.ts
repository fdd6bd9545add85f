/** The page of site admins. */
import { dialog, dialogStatus, flipSiteAdmin, openPage } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test('A site admin adds another by name and removes them with the switch', async ({ page, signIn, world, a11y }) => {
  await signIn('admin', '/admins');
  const admins = (await world.call('GET', '/admins')).envelope.admins as { username: string }[];
  await expect(page.getByRole('rowheader')).toHaveText(admins.map((user) => user.username));
  await expect(
    page.getByText(`${admins.length} site admins: ${admins.length - 1} users and 1 service account`),
  ).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Service account' })).toHaveCount(1);
  await a11y.audit();

  await test.step('Add “member” by name, next to an unknown name and a site admin', async () => {
    await page.getByRole('button', { name: 'Add site admins' }).click();
    await dialog(page).getByLabel('Usernames or email addresses').fill('member, nobody-here\nadmin');
    await a11y.audit();
    await dialog(page).getByRole('button', { name: 'Review' }).click();
    await expect(dialog(page)).toContainText('1 was not found');
    await expect(dialog(page)).toContainText('1 is already a site admin');
    await dialog(page).getByRole('button', { name: 'Make 1 user a site admin' }).click();
    await expect(dialogStatus(page, '1 user made a site admin')).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    expect((await world.account('member')).site_admin).toBe(true);
  });

  await test.step('Remove “member” with the switch, add and remove them again', async () => {
    await flipSiteAdmin(page.getByRole('switch', { name: 'Site admin: member' }));
    await expect(page.getByText('member is no longer a site admin.')).toBeVisible();
    // The row stays until the list is refreshed, so that no other row moves under the pointer.
    const unmade = page.getByRole('switch', { name: 'Site admin: member' });
    await expect(unmade).not.toBeChecked();
    await expect(unmade).toBeFocused();
    expect((await world.account('member')).site_admin).toBe(false);
    await flipSiteAdmin(unmade);
    await expect(unmade).toBeChecked();
    expect((await world.account('member')).site_admin).toBe(true);
    await flipSiteAdmin(unmade);
    await expect(unmade).not.toBeChecked();
  });

  await test.step('Refresh: “member” leaves the list', async () => {
    await expect(page.locator('output').first()).toContainText(String(admins.length));
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(page.getByRole('rowheader', { name: 'member', exact: true })).toBeHidden();
  });

  await test.step('Plan to remove all site admins: two warnings', async () => {
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('button', { name: 'Remove as site admin…' }).click();
    await expect(dialog(page)).toContainText('You are excluded');
    await dialog(page).getByRole('button', { name: 'Include' }).click();
    await expect(dialog(page).getByRole('alert')).toContainText(
      'Only another site admin can make you a site admin again.',
    );
    await expect(dialog(page).getByRole('alert')).toContainText('This would leave no active site admin.');
  });
});

test('A mistyped name gets a suggestion before the review, and Back returns to the list', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  await signIn('admin', '/admins');
  await page.getByRole('button', { name: 'Add site admins' }).click();
  const field = dialog(page).getByLabel('Usernames or email addresses');
  await field.fill('adelle\nabrunno\nmember\nnobody-here');
  await dialog(page).getByRole('button', { name: 'Review' }).click();
  const suggestions = dialog(page).getByRole('region', { name: 'Not found' });
  await expect(suggestions).toContainText('2 were not found.');
  await expect(suggestions.getByRole('listitem')).toHaveText([
    'adelleDid you mean adele?',
    'abrunnoDid you mean abruno?',
  ]);
  await a11y.audit();

  await test.step('Accept both, and take one back', async () => {
    await suggestions.getByRole('button', { name: 'Accept 2 suggestions' }).click();
    await expect(dialog(page).getByRole('button', { name: 'Review' })).toBeFocused();
    await suggestions.getByRole('button', { name: 'Do not use abruno for abrunno' }).click();
    await expect(suggestions.getByRole('button', { name: 'Use abruno for abrunno' })).toBeFocused();
    await expect(suggestions.getByRole('listitem')).toHaveText([
      'adelleUsing adele Undo',
      'abrunnoDid you mean abruno?',
    ]);
    await a11y.audit();
  });

  await test.step('The review has what was accepted, and asks about nothing twice', async () => {
    await dialog(page).getByRole('button', { name: 'Review' }).click();
    await expect(dialog(page)).toContainText('2 were not found');
    await expect(dialog(page).getByRole('checkbox')).toHaveCount(2);
    await expect(dialog(page).getByRole('checkbox', { name: 'adele' })).toBeChecked();
    await dialog(page).getByRole('button', { name: 'Back' }).click();
    await expect(field).toHaveValue('adelle\nabrunno\nmember\nnobody-here');
    await suggestions.getByRole('button', { name: 'Use abruno for abrunno' }).click();
    await dialog(page).getByRole('button', { name: 'Review' }).click();
    await dialog(page).getByRole('button', { name: 'Make 3 users site admins' }).click();
    await expect(dialogStatus(page, '3 users made site admins')).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    for (const name of ['adele', 'abruno', 'member']) expect((await world.account(name)).site_admin).toBe(true);
  });

  await test.step('The next list starts without them', async () => {
    await page.getByRole('button', { name: 'Add site admins' }).click();
    await expect(field).toHaveValue('');
    await expect(suggestions).toBeHidden();
  });
});

test('Site admins are filtered, selected and changed as on the users page', async ({ page, signIn, world, a11y }) => {
  await signIn('admin', '/admins');
  await expect(page.getByRole('columnheader')).toHaveText([
    '',
    'Username',
    'Email',
    'Status',
    'Site admin',
    'Registered',
    'Actions',
  ]);
  const filter = page.getByRole('searchbox', { name: 'Filter by username or email' });
  await filter.fill('no-such-admin');
  await expect(page.getByRole('heading', { name: 'No results' })).toBeVisible();
  await a11y.audit();
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(filter).toBeFocused();
  await filter.fill('MFOS');
  await expect(page.getByRole('rowheader')).toHaveText(['mfoster']);
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await expect(page.getByRole('status').filter({ hasText: '1 selected' })).toBeVisible();
  await filter.fill('admin');
  await expect(page.getByRole('status').filter({ hasText: '1 selected (1 not shown)' })).toBeVisible();
  await filter.fill(' mfoster ');
  await expect(page.getByRole('rowheader')).toHaveText(['mfoster']);
  await page.getByRole('button', { name: 'Actions for mfoster' }).click();
  await a11y.audit();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText('Disabled mfoster.')).toBeVisible();
  expect((await world.account('mfoster')).state).toBe('disabled');
});

test('In a narrow window, site admins are cards with every action in reach', async ({ page, signIn, world, a11y }) => {
  const { email } = await world.account('mfoster');
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn('admin', '/admins');
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'mfoster' }) });
  for (const part of [
    row.getByRole('checkbox'),
    row.getByRole('switch'),
    row.getByRole('button', { name: 'Actions for mfoster' }),
    row.getByText(email!),
    page.getByRole('button', { name: 'Add site admins' }),
  ])
    await expect(part).toBeInViewport({ ratio: 1 });
  await a11y.audit();
});

test('Clicking the site admin switch twice sends one request', async ({ page, signIn, world }) => {
  await world.updateAccount('member', { site_admin: true });
  await signIn('admin', '/admins');
  const gate = await world.gates.close({ operation: 'remove_admins' });
  const toggle = page.getByRole('switch', { name: 'Site admin: member' });
  await flipSiteAdmin(toggle);
  await expect(toggle).toHaveAttribute('aria-disabled', 'true');
  await toggle.click({ force: true });
  await gate.waitUntilHeld();
  await gate.open();
  await expect(toggle).not.toBeChecked();
  expect(await world.journal.count({ operation: 'remove_admins' })).toBe(1);
});

test('Removing all site admins removes your own account last and reports every account', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  for (const name of ['member', 'manager']) await world.updateAccount(name, { site_admin: true });
  await signIn('admin', '/admins');
  const admins = (await world.call('GET', '/admins')).envelope.admins as { username: string }[];
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await page.getByRole('button', { name: 'Remove as site admin…' }).click();
  await dialog(page).getByRole('button', { name: 'Include' }).click();
  await dialog(page)
    .getByRole('button', { name: `Remove ${admins.length} accounts` })
    .click();
  await expect(
    dialog(page)
      .getByRole('status')
      .filter({ hasText: `${admins.length} accounts removed as site admins` }),
  ).toBeVisible();
  await a11y.audit();
  const sent = await world.journal.entries({ operation: 'remove_admins' });
  expect(sent.map((entry) => entry.accounts.includes('admin'))).toEqual([false, true]);
  expect((await world.accounts()).filter((account) => account.site_admin)).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('alert')).toContainText('Only site admins can see this page');
});

test('Names typed into “Add site admins” are kept until those accounts are site admins', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  await signIn('admin', '/admins');
  const typed = dialog(page).getByLabel('Usernames or email addresses');
  await page.getByRole('button', { name: 'Add site admins' }).click();
  await typed.fill('member');
  const gate = await world.gates.close({ operation: 'list_users' });
  await dialog(page).getByRole('button', { name: 'Review' }).click();
  await gate.waitUntilHeld();
  await expect(dialog(page).getByRole('button', { name: 'Checking…' })).toBeVisible();
  await expect(dialog(page).getByRole('status')).toHaveText('Checking 1…');
  await a11y.audit();
  await gate.open();
  await dialog(page).getByRole('button', { name: 'Back' }).click();
  await expect(typed).toHaveValue('member');
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Add site admins' }).click();
  await expect(typed).toHaveValue('member');
  await dialog(page).getByRole('button', { name: 'Review' }).click();
  await dialog(page).getByRole('button', { name: 'Make 1 user a site admin' }).click();
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Add site admins' }).click();
  await expect(typed).toHaveValue('');
});

test('“Add site admins” ignores letter case, and offers the people beside an email', async ({ page, signIn }) => {
  await signIn('admin', '/admins');
  await page.getByRole('button', { name: 'Add site admins' }).click();
  await dialog(page).getByLabel('Usernames or email addresses').fill('MEMBER, janedoe1');
  // It may be a password until the accounts are loaded.
  await expect(dialog(page).getByText('Left out')).toBeHidden();
  await dialog(page).getByRole('button', { name: 'Review' }).click();
  await expect(dialog(page)).toContainText('2 will be made site admins');
});

test('What could be a password is left out of “Add site admins” only with the user’s knowledge', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  await signIn('admin', '/admins');
  await page.getByRole('button', { name: 'Add site admins' }).click();
  await dialog(page).getByLabel('Usernames or email addresses').fill('member, Heron-Pine-31');
  await expect(dialog(page).getByText('Left out, in case it is a password: Heron-Pine-31')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Review' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('Select Review again to go on without');
  await a11y.audit();
  await dialog(page).getByRole('button', { name: 'Review' }).click();
  await expect(dialog(page)).toContainText('1 will be made a site admin');
  expect(JSON.stringify(await world.journal.entries())).not.toContain('Heron');
});

test.describe('with a service account', () => {
  test.use({
    seed: {
      users: [{ username: 'admin', email: 'admin@globex.net', site_admin: true }],
      service_accounts: [{ username: 'robot', site_admin: true }],
    },
  });

  test('A service account links to its own page and can be made a site admin again with Undo', async ({
    page,
    signIn,
  }) => {
    await signIn('admin', '/admins');
    await expect(page.getByRole('link', { name: 'robot' })).toHaveAttribute('href', '/service-accounts?user=robot');
    await page.getByRole('checkbox', { name: 'Select robot' }).check();
    await page.getByRole('button', { name: 'Remove as site admin…' }).click();
    await dialog(page).getByRole('button', { name: 'Remove 1 service account as site admin' }).click();
    await dialog(page).getByRole('button', { name: 'Undo…' }).click();
    await expect(dialog(page)).toContainText('1 will be made a site admin');
  });

  test('Removing the last active site admins, a user and a service account, shows a warning', async ({
    page,
    signIn,
  }) => {
    await signIn('admin', '/lookup');
    await page.getByLabel('Usernames or email addresses').fill('admin, robot');
    await page.getByRole('button', { name: 'Look up 2' }).click();
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Remove as site admin…' }).click();
    await dialog(page).getByRole('button', { name: 'Include' }).click();
    await expect(dialog(page).getByRole('alert')).toContainText('This would leave no active site admin.');
  });
});

test('The site admins page tells a manager that only site admins can see it', async ({ page, signIn, a11y }) => {
  await signIn('manager', '/admins');
  await expect(page.getByRole('alert')).toContainText('Only site admins can see this page');
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Site admins' })).toHaveCount(
    0,
  );
  await a11y.audit();
});

test('“Try again” loads the site admins after an error', async ({ page, signIn, world, a11y }) => {
  await signIn('admin');
  const fault = await world.faults.add({ operation: 'get_admins', effect: { html: 502 } });
  await openPage(page, 'Site admins');
  await expect(page.getByRole('alert')).toContainText('Could not load site admins');
  await a11y.audit();
  await fault.remove();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('rowheader', { name: 'admin', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Refresh' })).toBeFocused();
});
