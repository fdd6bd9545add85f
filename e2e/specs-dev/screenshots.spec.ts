/** The developer panel in light and dark and three widths: runs axe, checks that nothing overflows,
 * and writes pictures into e2e/screenshots/ for people to look at. */
import type { Page } from '@playwright/test';
import { expectSignedIn, failure, lines, openPanel, panelOf, section } from '../support/dev-panel.ts';
import { SCREENS } from '../support/screenshots.ts';
import { expect, test as base } from '../support/test.ts';

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

interface PictureFixtures {
  /** Writes a picture of the page without any checks. */
  writePicture: (name: string) => Promise<void>;
  /** Writes a picture and checks the panel. */
  takePicture: (name: string) => Promise<void>;
}

const test = base.extend<PictureFixtures>({
  writePicture: async ({ page, colorScheme, viewport }, use) =>
    use(async (name) => {
      await page.screenshot({ path: `screenshots/panel-${name}-${viewport!.width}-${colorScheme}.png` });
    }),

  takePicture: async ({ page, a11y, colorScheme, viewport, writePicture }, use) =>
    use(async (name) => {
      await writePicture(name);
      expect(await overflowing(page)).toEqual([]);
      // Colors do not depend on the width, and nothing else depends on the colors.
      if (viewport!.width === (colorScheme === 'light' ? 1440 : 360)) await a11y.audit();
    }),
});

for (const screen of SCREENS) {
  const { colorScheme, viewport } = screen;

  test.describe(`${colorScheme}, ${viewport.width} px wide`, () => {
    test.use(screen);

    test(`People and World fit and pass axe in ${colorScheme}, ${viewport.width} px wide (writes screenshots)`, async ({
      page,
      world,
      writePicture,
      takePicture,
    }) => {
      await page.goto('/users?q=member');
      const panel = await openPanel(page, 'People');
      await panel.getByRole('combobox', { name: 'World' }).selectOption(world.id);
      await expect(panel.getByRole('button', { name: 'admin site admin', exact: true })).toBeVisible();
      await takePicture('signed-out');
      await panel.getByRole('button', { name: 'admin site admin', exact: true }).click();
      await expect(panel.getByText('Signed in', { exact: true })).toBeVisible();
      await takePicture('people');
      await panel.getByRole('tab', { name: 'World' }).click();
      await section(panel, 'Snapshots').getByLabel('Snapshot name').fill('before');
      await section(panel, 'Snapshots').getByRole('button', { name: 'Save snapshot' }).click();
      await expect(section(panel, 'Snapshots').getByRole('button', { name: 'Restore before' })).toBeVisible();
      await takePicture('world');
      await page.keyboard.press('Escape');
      await expectSignedIn(page, 'admin');
      await writePicture('closed');
      await page.route('**/__mock/**', (route) => route.fulfill({ status: 404, body: 'Not found' }));
      await page.getByRole('button', { name: 'Developer panel' }).click();
      await expect(failure(panel)).toContainText('No mock server found');
      await takePicture('no-mock');
    });

    test(`Faults, Clock and Journal fit and pass axe in ${colorScheme}, ${viewport.width} px wide (writes screenshots)`, async ({
      page,
      world,
      signIn,
      writePicture,
      takePicture,
    }) => {
      await signIn('admin', '/users?q=member');
      const panel = await openPanel(page, 'Faults');
      await section(panel, 'Scenario').getByRole('button', { name: 'flaky' }).click();
      // The faults of the scenario push the gates down, so wait until they are shown.
      await expect(panel.getByRole('tab', { name: 'Faults 4' })).toBeVisible();
      await section(panel, 'Gates').getByRole('button', { name: 'Close gate' }).click();
      await expect(panel.getByRole('tab', { name: 'Faults 5' })).toBeVisible();
      await takePicture('faults');
      await section(panel, 'Add a fault').getByText('Custom fault').click();
      await section(panel, 'Gates').getByText('Hold the response only').scrollIntoViewIfNeeded();
      await writePicture('fault');
      await world.gates.clear();
      await world.faults.clear();
      await panel.getByRole('tab', { name: 'Clock' }).click();
      await expect(section(panel, 'Time').getByRole('time')).toHaveText(/\d/);
      await takePicture('clock');
      await panel.getByRole('tab', { name: 'Journal' }).click();
      await world.call('POST', '/janedoe1/deactivate');
      await lines(panel).first().getByText('deactivate').click();
      await expect(lines(panel).first().getByRole('group', { name: 'Response' })).toBeVisible();
      await takePicture('journal');
    });
  });
}
