/** The developer panel in light and dark and three widths: runs axe, checks that nothing overflows,
 * and writes pictures into e2e/screenshots/ for people to look at. */
import type { Page } from '@playwright/test';
import { expectSignedIn, failure, lines, openPanel, panelOf, section } from '../support/dev-panel.ts';
import { expect, test } from '../support/test.ts';

/** The elements of the panel that overflow the page on the right. */
async function overflowing(page: Page): Promise<string[]> {
  return panelOf(page).evaluate((panel) => {
    const edge = document.documentElement.clientWidth;
    const elements = [...panel.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > edge + 1,
    );
    return elements.map((element) => element.outerHTML);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1440, 900],
    [768, 1024],
    [360, 740],
  ] as const) {
    test.describe(`${colorScheme}, ${width} px wide`, () => {
      test.use({ colorScheme, viewport: { width, height }, contextOptions: { reducedMotion: 'reduce' } });

      const isAudited = (colorScheme === 'light' && width === 1440) || (colorScheme === 'dark' && width === 360);

      async function takePicture(page: Page, name: string, a11y: { audit: () => Promise<void> }): Promise<void> {
        await page.screenshot({ path: `screenshots/panel-${name}-${width}-${colorScheme}.png` });
        expect(await overflowing(page)).toEqual([]);
        // Colors do not depend on the width, and nothing else depends on the colors.
        if (isAudited) await a11y.audit();
      }

      test(`People and World fit and pass axe in ${colorScheme}, ${width} px wide (writes screenshots)`, async ({
        page,
        world,
        a11y,
      }) => {
        await page.goto('/users?q=member');
        const panel = await openPanel(page, 'People');
        await panel.getByRole('combobox', { name: 'World' }).selectOption(world.id);
        await expect(panel.getByRole('button', { name: 'admin site admin', exact: true })).toBeVisible();
        await takePicture(page, 'signed-out', a11y);
        await panel.getByRole('button', { name: 'admin site admin', exact: true }).click();
        await expect(panel.getByText('Signed in', { exact: true })).toBeVisible();
        await takePicture(page, 'people', a11y);
        await panel.getByRole('tab', { name: 'World' }).click();
        await section(panel, 'Snapshots').getByLabel('Name of a snapshot').fill('before');
        await section(panel, 'Snapshots').getByRole('button', { name: 'Keep' }).click();
        await expect(section(panel, 'Snapshots').getByRole('button', { name: 'Restore before' })).toBeVisible();
        await takePicture(page, 'world', a11y);
        await page.keyboard.press('Escape');
        await expectSignedIn(page, 'admin');
        await page.screenshot({ path: `screenshots/panel-closed-${width}-${colorScheme}.png` });
        await page.route('**/__mock/**', (route) => route.fulfill({ status: 404, body: 'Not found' }));
        await page.getByRole('button', { name: 'Developer panel' }).click();
        await expect(failure(panel)).toContainText('There is no mock to steer');
        await takePicture(page, 'no-mock', a11y);
      });

      test(`Faults, Clock and Journal fit and pass axe in ${colorScheme}, ${width} px wide (writes screenshots)`, async ({
        page,
        world,
        signIn,
        a11y,
      }) => {
        await signIn('admin', '/users?q=member');
        const panel = await openPanel(page, 'Faults');
        await section(panel, 'Scenario').getByRole('button', { name: 'flaky' }).click();
        // The faults of the scenario push the gates down, so wait until they are shown.
        await expect(panel.getByRole('tab', { name: 'Faults 4' })).toBeVisible();
        await section(panel, 'Gates').getByRole('button', { name: 'Close gate' }).click();
        await expect(panel.getByRole('tab', { name: 'Faults 5' })).toBeVisible();
        await takePicture(page, 'faults', a11y);
        await section(panel, 'Let something go wrong').getByText('In detail').click();
        await section(panel, 'Gates').getByText('Hold the answer only').scrollIntoViewIfNeeded();
        await page.screenshot({ path: `screenshots/panel-fault-${width}-${colorScheme}.png` });
        await world.gates.clear();
        await world.faults.clear();
        await panel.getByRole('tab', { name: 'Clock' }).click();
        await expect(section(panel, 'Time').getByRole('time')).toHaveText(/\d/);
        await takePicture(page, 'clock', a11y);
        await panel.getByRole('tab', { name: 'Journal' }).click();
        await world.call('POST', '/janedoe1/deactivate');
        await lines(panel).first().getByText('deactivate').click();
        await expect(lines(panel).first().getByRole('group', { name: 'Reply' })).toBeVisible();
        await takePicture(page, 'journal', a11y);
      });
    });
  }
}
