/** Locators and actions that several specs share. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { World } from 'account-admin-mock';

/** The open dialog. */
export function dialog(page: Page): Locator {
  return page.getByRole('dialog');
}

/** The status message in the dialog that contains a text. */
export function dialogStatus(page: Page, text: string): Locator {
  return dialog(page).getByRole('status').filter({ hasText: text });
}

/** Opens a page by its link in the main navigation, which is behind a button in narrow windows. */
export async function openPage(page: Page, name: string): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  const menu = navigation.getByRole('button', { name: 'Menu' });
  await expect(navigation).toBeVisible();
  if (await menu.isVisible()) await menu.click();
  await navigation.getByRole('link', { name: new RegExp(`^${name}`) }).click();
}

/** Fills in the sign-in form and submits it. */
export async function fillSignIn(page: Page, username: string, token: string): Promise<void> {
  await page.getByLabel('Username', { exact: true }).fill(username);
  await fillSecret(page.getByLabel('Token'), token);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The dialog that asks for another token when the current one was rejected. */
export function signInAgainDialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Sign in again' });
}

/** Fills in a secret. `Locator.fill` would write it into the title of its step in the report. */
export async function fillSecret(field: Locator, secret: string): Promise<void> {
  await field.evaluate((input: HTMLInputElement, secret) => {
    input.value = secret;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, secret);
}

/** Flips a switch of the site admin role, and confirms it in the popover at the switch. */
export async function flipSiteAdmin(toggle: Locator): Promise<void> {
  await toggle.click();
  await confirmSiteAdmin(toggle.page());
}

/** Makes a user a site admin and takes the role away again, and expects both on the platform. */
export async function flipSiteAdminTwice(page: Page, world: World, username: string): Promise<void> {
  const toggle = page.getByRole('switch', { name: `Site admin: ${username}` });
  for (const isSiteAdmin of [true, false]) {
    await flipSiteAdmin(toggle);
    await expect(toggle).toBeChecked({ checked: isSiteAdmin });
    expect((await world.account(username)).site_admin).toBe(isSiteAdmin);
  }
}

/** Confirms that someone becomes a site admin or no longer is one. */
export async function confirmSiteAdmin(page: Page): Promise<void> {
  const prompt = page.getByRole('dialog', { name: /site admin\?$/ });
  await prompt.getByRole('button', { name: /^(Make|Remove as) site admin$/ }).click();
}

/** The row of an account. */
export function row(page: Page, username: string) {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: username, exact: true }) });
}

/** Expects the table to have `count` rows, including those that are not rendered. */
export async function expectRowCount(page: Page, count: number): Promise<void> {
  // `aria-rowcount` includes the header row.
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(count + 1));
}

/**
 * Expects the table to have a row for every user, including those that are not rendered, and the
 * progress below it, with its *Pause* button, to be gone.
 */
export async function expectAllUsersListed(page: Page, world: World): Promise<void> {
  await expectRowCount(page, (await world.accounts()).length);
  await expect(page.getByRole('progressbar', { name: 'Accounts loaded' })).toHaveCount(0);
}

/** The line above the table: how many accounts are shown, and how old they are. */
export function listSummary(page: Page): Locator {
  return page.getByRole('main').getByRole('status').first();
}

/** Scrolls through the table and returns the usernames of all rows in order. */
export async function allUsernames(page: Page): Promise<string[]> {
  return page.getByRole('table').evaluate(async (table) => {
    const scroller = table.parentElement!.parentElement!;
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const usernames = new Map<number, string>();
    scroller.scrollTop = 0;
    for (let last = -1; scroller.scrollTop > last; scroller.scrollTop += scroller.clientHeight / 2) {
      last = scroller.scrollTop;
      await painted();
      for (const row of table.querySelectorAll('tbody > tr[aria-rowindex]')) {
        usernames.set(Number(row.getAttribute('aria-rowindex')), row.querySelector('th')!.textContent);
      }
    }
    scroller.scrollTop = 0;
    return [...usernames].sort(([left], [right]) => left - right).map(([, name]) => name);
  });
}

/** Opens the menu in the row of an account and chooses an action. */
export async function chooseAction(page: Page, username: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${username}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** Replaces the text in the search box. */
export async function search(page: Page, text: string): Promise<void> {
  // `fill` does not wait for a modal dialog to close, and its text is lost until then.
  await expect(page.locator('dialog:modal')).toHaveCount(0);
  await page.getByRole('searchbox').fill(text);
}

/** Drops files on the page, as if dragged from a folder. */
export async function dropFiles(page: Page, ...files: [name: string, bytes: Buffer][]): Promise<void> {
  const data = await page.evaluateHandle(
    (files) => {
      const data = new DataTransfer();
      for (const [name, base64] of files) {
        data.items.add(new File([Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0))], name!));
      }
      return data;
    },
    files.map(([name, bytes]) => [name, bytes.toString('base64')]),
  );
  await page.getByRole('main').dispatchEvent('drop', { dataTransfer: data });
}

/**
 * Presses the browser's Back button and waits for the page's `navigate` event. `page.goBack` would
 * wait for a navigation, which an open dialog prevents. `page.evaluate` counts as user activation,
 * after which Back can be prevented again.
 */
export async function pressBack(page: Page): Promise<void> {
  const client = await page.context().newCDPSession(page);
  await client.send('Runtime.evaluate', {
    expression: `window.navigateEvent = new Promise((resolve) => navigation.addEventListener('navigate', resolve, { once: true }))`,
  });
  const { currentIndex, entries } = await client.send('Page.getNavigationHistory');
  await client.send('Page.navigateToHistoryEntry', { entryId: entries[currentIndex - 1]!.id });
  await client.send('Runtime.evaluate', { expression: 'window.navigateEvent.then(() => true)', awaitPromise: true });
  await client.detach();
}
