/** The developer panel itself: opening, closing, tabs, and a server without a mock. */
import { expectSignedIn, failure, openPanel, panelOf } from '../support/dev-panel.ts';
import { search } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test('The developer panel opens and closes by button and by shortcut and gives the focus back', async ({ page }) => {
  await page.goto('/');
  const opener = page.getByRole('button', { name: 'Developer panel' });
  await opener.click();
  const panel = panelOf(page);
  await expect(panel.getByRole('button', { name: 'Close' })).toBeFocused();
  await expect(opener).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(opener).toBeFocused();

  await page.getByLabel('Username').focus();
  await page.keyboard.press('Control+Alt+d');
  await expect(panel).toBeVisible();
  await page.keyboard.press('Control+Alt+d');
  await expect(panel).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Username' })).toBeFocused();
});

test('The developer panel stays open after a reload and leaves the focus to the page', async ({ page }) => {
  await page.goto('/');
  await openPanel(page, 'Clock');
  await page.reload();
  await expect(panelOf(page).getByRole('tab', { name: 'Clock' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByLabel('Username', { exact: true })).toBeFocused();
});

test('Arrow keys and Home switch the tabs of the developer panel', async ({ page }) => {
  await page.goto('/');
  const panel = await openPanel(page, 'People');
  await page.keyboard.press('ArrowLeft');
  await expect(panel.getByRole('tab', { name: 'Journal' })).toBeFocused();
  await expect(panel.getByRole('tabpanel', { name: 'Journal' })).toBeVisible();
  await page.keyboard.press('Home');
  await expect(panel.getByRole('tabpanel', { name: 'People' })).toBeVisible();
});

test('The page beside the developer panel can be used, with its shortcuts', async ({ page, signIn }) => {
  await signIn('admin', '/users?q=jane');
  await openPanel(page, 'Faults');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await search(page, 'member');
  await expect(page.getByRole('rowheader')).toHaveText(['member']);
});

test('The developer panel offers nothing without a mock until “Check again” finds one', async ({ page }) => {
  await page.route('**/__mock/**', (route) => route.fulfill({ status: 404, body: 'Not found' }));
  await page.goto('/');
  await page.getByRole('button', { name: 'Developer panel' }).click();
  const panel = panelOf(page);
  await expect(failure(panel)).toContainText('No mock server found');
  await expect(failure(panel)).toContainText('This server has no /__mock');
  await expect(panel.getByRole('tab')).toHaveCount(0);
  await expect(panel.getByRole('combobox')).toHaveCount(0);
  await page.unroute('**/__mock/**');
  await panel.getByRole('button', { name: 'Check again' }).click();
  await expect(panel.getByRole('tab')).toHaveCount(5);
});

test('The developer panel never sends a token to the control API', async ({ page, signIn }) => {
  const sent: Record<string, string>[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/__mock')) sent.push(request.headers());
  });
  await signIn('admin', '/users?q=member');
  const panel = await openPanel(page, 'People');
  await panel.getByRole('button', { name: 'member no permissions' }).click();
  await expectSignedIn(page, 'member');
  expect(sent.length).toBeGreaterThan(3);
  expect(sent.filter((headers) => 'authorization' in headers || 'cookie' in headers)).toEqual([]);
});
