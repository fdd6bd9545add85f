/** The journal of the developer panel, live. */
import type { Page } from '@playwright/test';
import { lines, openPanel, outcome } from '../support/dev-panel.ts';
import { expect, test } from '../support/test.ts';

/** Waits for the long-polling request of the panel. */
const longPoll = (page: Page) => page.waitForRequest(/\/journal\?.*changed_since=/);

/** Makes the page believe that its tab is visible or hidden. */
async function setVisible(page: Page, isVisible: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, !isVisible);
}

test('The journal lists requests as they arrive, with their outcomes', async ({ page, world, signIn }) => {
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'Journal');
  await expect(lines(panel).first()).toContainText('list_users');
  const gate = await world.gates.close({ operation: 'deactivate' });
  const call = world.call('POST', '/janedoe1/deactivate');
  const line = lines(panel).first();
  await expect(line).toContainText('deactivate');
  await expect(line).toContainText('admin → janedoe1');
  await expect(line).toContainText('in progress');
  await expect(line).toContainText('g1');
  await gate.open();
  await call;
  await expect(line).toContainText('ERROR');
  await expect(line).toContainText(/\d m?s/);

  await world.call('GET', '/admins', { token: `${world.token('admin')}~9` });
  await expect(lines(panel).first()).toContainText('ERROR 401');
});

test('A request in the journal opens with its body and response, without secrets', async ({ page, world, signIn }) => {
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'Journal');
  await world.faults.add({ operation: 'list_users', effect: { html: 502 } });
  await world.call('POST', '/member/reset_password', { body: { new_password: 'a-secret' } });
  const reset = lines(panel).filter({ hasText: 'reset_password' });
  await reset.getByText('reset_password').click();
  await expect(reset.getByRole('group', { name: 'Request' })).toContainText('"new_password": "•••"');
  await expect(reset.getByRole('group', { name: 'Response' })).toContainText('"status": "OK"');
  await expect(panel).not.toContainText('a-secret');
  await expect(reset).toContainText('/api/v1/accounts/member/reset_password');

  await page.getByRole('button', { name: 'Refresh' }).click();
  const failed = lines(panel).first();
  await expect(failed).toContainText('HTTP 502');
  await failed.getByText('list_users').click();
  await expect(failed).toContainText('HTML page, HTTP 502');
  await expect(failed.getByRole('group', { name: 'Response' })).toContainText('502 Bad Gateway');
  // An open entry stays open when others arrive.
  await world.call('GET', '/admins');
  await expect(lines(panel).first()).toContainText('get_admins');
  await expect(reset.getByRole('group', { name: 'Request' })).toBeVisible();
});

test('The journal is filtered by operation and by errors, and cleared', async ({ page, world, signIn }) => {
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'Journal');
  await world.call('POST', '/janedoe1/deactivate');
  await world.call('POST', '/member/disable');
  await expect(lines(panel).filter({ hasText: 'disable' })).toHaveCount(1);
  await panel.getByLabel('Show').selectOption('deactivate');
  await expect(lines(panel)).toHaveCount(1);
  await panel.getByLabel('Show').selectOption('');
  await panel.getByLabel('Errors only').check();
  await expect(lines(panel).filter({ hasText: 'deactivate' })).toHaveCount(1);
  await expect(lines(panel).filter({ hasText: 'member' })).toHaveCount(0);
  await panel.getByLabel('Show').selectOption('disable');
  await expect(panel).toContainText('No matching requests.');

  await panel.getByRole('button', { name: 'Clear' }).click();
  await expect(panel).toContainText('No requests yet.');
  expect(await world.journal.count()).toBe(0);
});

test('The journal is copied and downloaded as HAR and shows the coverage', async ({ page, world, signIn, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'Journal');
  await panel.getByRole('button', { name: 'Copy as HAR' }).click();
  await expect(outcome(panel)).toHaveText('Copied as HAR.');
  const har = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(har.log.entries.length).toBe(await world.journal.count());

  const download = page.waitForEvent('download');
  await panel.getByRole('link', { name: 'Download HAR' }).click();
  expect((await download).suggestedFilename()).toBe(`${world.id}.har`);

  const coverage = /^(\d+) of (\d+) outcomes/.exec(await world.coverage())!;
  await expect(panel).toContainText(`${coverage[1]} of ${coverage[2]} outcomes covered.`);
  const table = page.waitForEvent('popup');
  await panel.getByRole('link', { name: 'Coverage table' }).click();
  await expect((await table).getByText('outcomes of the contract were covered')).toBeVisible();
});

test('The journal is polled only while the panel is open and the tab is visible', async ({ page, world, signIn }) => {
  await signIn('admin', '/users?q=member');
  const firstPoll = longPoll(page);
  const panel = await openPanel(page, 'Journal');
  await firstPoll;
  let requestCount = 0;
  page.on('request', (request) => {
    if (request.url().includes('/journal?')) requestCount += 1;
  });

  const aborted = page.waitForEvent('requestfailed', (request) => request.url().includes('changed_since'));
  await setVisible(page, false);
  await aborted;
  await world.call('GET', '/admins');
  // A poll would have been sent before this request.
  await page.evaluate(() => fetch('/config.json'));
  expect(requestCount).toBe(0);
  const nextPoll = longPoll(page);
  await setVisible(page, true);
  await expect(lines(panel).first()).toContainText('get_admins');
  await nextPoll;

  const closed = page.waitForEvent('requestfailed', (request) => request.url().includes('changed_since'));
  await page.keyboard.press('Escape');
  await closed;
  requestCount = 0;
  await world.call('POST', '/member/disable');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('button', { name: 'Developer panel' })).toBeVisible();
  expect(requestCount).toBe(0);
  await openPanel(page, 'Journal');
  await expect(lines(panel).filter({ hasText: 'disable' })).toHaveCount(1);
});
