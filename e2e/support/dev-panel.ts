/** Locators and actions for the developer panel. */
import { expect, type Locator, type Page } from '@playwright/test';

/** The open developer panel. */
export function panelOf(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Developer panel' });
}

/** Opens the panel with its button and selects a tab. */
export async function openPanel(page: Page, tab: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Developer panel' }).click();
  const panel = panelOf(page);
  await panel.getByRole('tab', { name: tab }).click();
  return panel;
}

/** The message about the last action. */
export function outcome(panel: Locator): Locator {
  return panel.getByRole('status');
}

/** A section of the selected tab. */
export function section(panel: Locator, name: string): Locator {
  return panel.getByRole('region', { name, exact: true });
}

/** Expects that the console shows this user as signed in. */
export async function expectSignedIn(page: Page, username: string): Promise<void> {
  await expect(page.getByRole('button', { name: `Account menu: ${username}` })).toBeVisible();
}

/** The entries of the journal, newest first. */
export function lines(panel: Locator): Locator {
  return panel.getByRole('list', { name: 'Journal, newest first' }).getByRole('listitem');
}

/** The message about a failed action. */
export function failure(panel: Locator): Locator {
  return panel.getByRole('alert').filter({ hasText: /./ });
}

/** The select box for the world. */
export function worldOf(panel: Locator): Locator {
  return panel.getByRole('combobox', { name: 'World' });
}
