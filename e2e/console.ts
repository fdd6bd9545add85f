/**
 * The one `test` that every spec imports: the fixtures of the mock, and what is the console's own:
 *
 * - `signIn(username, path)`: signs the page in by its form and waits for the console;
 * - `a11y.audit()`: axe over the page as it stands, light and dark, which expects no finding of any impact.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test as base } from './fixtures/index.ts';

interface ConsoleFixtures {
  signIn: (username: string, path?: string) => Promise<void>;
  a11y: { audit: (options?: { inTheDark: boolean }) => Promise<void> };
}

export const test = base.extend<ConsoleFixtures>({
  // Nothing that the page writes to the console, and no error of its script, goes unseen.
  page: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      // The browser itself reports requests that failed, which tests make fail on purpose.
      const isOfTheNetwork = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isOfTheNetwork) complaints.push(`console: ${message.text()}`);
    });
    await use(page);
    expect(complaints).toEqual([]);
  },

  signIn: async ({ page, world }, use) =>
    use(async (username, path = '/') => {
      await page.goto(path);
      await fillSignIn(page, username, world.token(username));
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    }),

  a11y: async ({ page }, use) =>
    use({
      audit: async (options = { inTheDark: true }) => {
        // What is right is not written down, which takes time of its own.
        const builder = () => new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
        const judge = async (axe: AxeBuilder) => {
          // Colours are judged when they have arrived, not on their way. What turns for ever never arrives.
          await page.evaluate(() => {
            const passing = document.getAnimations().filter((a) => a.effect?.getComputedTiming().iterations !== Infinity);
            return Promise.allSettled(passing.map((animation) => animation.finished));
          });
          const { violations } = await axe.analyze();
          const findings = violations.map(({ id, impact, nodes }) => ({
            id,
            impact,
            where: nodes.map((node) => node.html),
          }));
          expect(findings).toEqual([]);
        };
        await judge(builder());
        // Nothing but colours is another in the dark.
        if (!options.inTheDark) return;
        const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
        await page.emulateMedia({ colorScheme: isDark ? 'light' : 'dark' });
        await judge(builder().withRules(['color-contrast']));
        await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
      },
    }),
});

/** Fills in the sign-in page and sends it. */
export async function fillSignIn(page: Page, username: string, token: string): Promise<void> {
  await page.getByLabel('User name', { exact: true }).fill(username);
  await fillSecret(page.getByLabel('Token'), token);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The dialog that asks for another token where the one in use stopped working. */
export function signInAgain(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Sign in again' });
}

/** Fills in what no report may show: `fill` names its value in the title of its step. */
export async function fillSecret(field: Locator, secret: string): Promise<void> {
  await field.evaluate((input: HTMLInputElement, secret) => {
    input.value = secret;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, secret);
}

/** The row of an account. */
export function row(page: Page, username: string) {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: username, exact: true }) });
}

/** Expects the list to have so many rows, those out of sight among them. */
export async function expectRows(page: Page, count: number): Promise<void> {
  // With the row of heads.
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(count + 1));
}

/** The names of all rows from the first to the last, read as somebody does who scrolls through them. */
export async function names(page: Page): Promise<string[]> {
  return page.getByRole('table').evaluate(async (table) => {
    const scroller = table.parentElement!.parentElement!;
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const found = new Map<number, string>();
    scroller.scrollTop = 0;
    for (let last = -1; scroller.scrollTop > last; scroller.scrollTop += scroller.clientHeight / 2) {
      last = scroller.scrollTop;
      await drawn();
      for (const row of table.querySelectorAll('tbody > tr[aria-rowindex]')) {
        found.set(Number(row.getAttribute('aria-rowindex')), row.querySelector('th')!.textContent);
      }
    }
    scroller.scrollTop = 0;
    return [...found].sort(([left], [right]) => left - right).map(([, name]) => name);
  });
}

/** Opens the menu of an account's row and chooses from it. */
export async function choose(page: Page, username: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${username}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** Searches, as typing does. */
export async function search(page: Page, text: string): Promise<void> {
  // `fill` does not wait for a dialog in front to go, and what it types goes nowhere until then.
  await expect(page.locator('dialog:modal')).toHaveCount(0);
  await page.getByRole('searchbox').fill(text);
}

export { expect };
export type { Effect, World } from './fixtures/index.ts';
