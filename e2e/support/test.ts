/**
 * The one `test` that every spec imports: the fixtures of the mock, and what is the console's own:
 *
 * - `signIn(username, path)`: signs the page in by its form and waits for the console;
 * - `a11y.audit()`: axe over the page as it stands, light and dark, which expects no finding of any impact.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base } from '../fixtures/index.ts';
import { fillSignIn } from './page.ts';

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
            const passing = document
              .getAnimations()
              .filter((a) => a.effect?.getComputedTiming().iterations !== Infinity);
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

export { expect };
export type { Effect, World } from '../fixtures/index.ts';
