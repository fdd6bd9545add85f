/** The developer panel as its specs see it. */
import { expect, type Locator, type Page } from '@playwright/test';

/** The panel itself. */
export function panelOf(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Developer panel' });
}

/** Opens it by its button and brings a tab to the front. */
export async function openPanel(page: Page, tab: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Developer panel' }).click();
  const panel = panelOf(page);
  await panel.getByRole('tab', { name: tab }).click();
  return panel;
}

/** What it says about what was done last. */
export function outcome(panel: Locator): Locator {
  return panel.getByRole('status');
}

/** A section of the tab in front. */
export function section(panel: Locator, name: string): Locator {
  return panel.getByRole('region', { name, exact: true });
}

/** Who is signed in, as the console itself shows it. */
export async function expectSignedIn(page: Page, username: string): Promise<void> {
  await expect(page.getByRole('button', { name: `Your account, ${username}` })).toBeVisible();
}

/** The lines of the journal, the newest first. */
export function lines(panel: Locator): Locator {
  return panel.getByRole('list', { name: 'Journal, the newest first' }).getByRole('listitem');
}

/** Why something was not done. */
export function failure(panel: Locator): Locator {
  return panel.getByRole('alert').filter({ hasText: /./ });
}

/** The choice of a world. */
export function worldOf(panel: Locator): Locator {
  return panel.getByRole('combobox', { name: 'World' });
}
