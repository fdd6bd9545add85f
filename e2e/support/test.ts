/**
 * The `test` that every spec imports: the fixtures of the mock, plus those for the console:
 *
 * - `signIn(username, path)` signs in with the form and waits for the main navigation.
 * - `a11y.audit()` runs axe on the current page in light and dark and expects no violations.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext } from '@playwright/test';
import { expect, test as base } from 'account-admin-mock';
import { fillSignIn } from './page.ts';

export type SignIn = (username: string, path?: string) => Promise<void>;

interface ConsoleFixtures {
  signIn: SignIn;
  a11y: { audit: (options?: AuditOptions) => Promise<void> };
}

interface AuditOptions {
  /** Whether the colors of the other scheme are checked as well. Default: true. */
  includeDark?: boolean;
  /** The only rules of axe to check. Default: all. */
  rules?: string[];
}

/** Collects errors that pages throw or log. The browser logs violations of the content policy. */
function collectErrors(context: BrowserContext): string[] {
  const errors: string[] = [];
  context.on('weberror', (error) => errors.push(`error: ${error.error().message}`));
  context.on('console', (message) => {
    // The browser logs failed requests, which many tests cause on purpose.
    const isNetworkError = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isNetworkError) errors.push(`console: ${message.text()}`);
  });
  return errors;
}

/** Fails the test when one of its pages throws an error or logs one. */
export const test = base.extend<ConsoleFixtures>({
  context: async ({ context }, use) => {
    const errors = collectErrors(context);
    await use(context);
    expect(errors).toEqual([]);
  },

  as: async ({ as }, use) => {
    const errors: string[][] = [];
    await use(async (...session) => {
      const page = await as(...session);
      errors.push(collectErrors(page.context()));
      return page;
    });
    expect(errors.flat()).toEqual([]);
  },

  signIn: async ({ page, world }, use) =>
    use(async (username, path = '/') => {
      await page.goto(path);
      await fillSignIn(page, username, world.token(username));
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    }),

  a11y: async ({ page }, use) =>
    use({
      audit: async ({ includeDark = true, rules }: AuditOptions = {}) => {
        // Only violations: collecting the passed checks takes time. The legacy mode does without a
        // second page, which joins the results of frames, and is four times as fast. There are no
        // frames.
        const axeBuilder = () => new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
        const expectNoViolations = async (axe: AxeBuilder) => {
          // Colors are checked after transitions have ended. Endless animations never end.
          await page.evaluate(() => {
            const finite = document
              .getAnimations()
              .filter((a) => a.effect?.getComputedTiming().iterations !== Infinity);
            return Promise.allSettled(finite.map((animation) => animation.finished));
          });
          const { violations } = await axe.analyze();
          const found = violations.map(({ id, impact, nodes }) => ({
            id,
            impact,
            nodes: nodes.map((node) => node.html),
          }));
          expect(found).toEqual([]);
        };
        await expectNoViolations(rules ? axeBuilder().withRules(rules) : axeBuilder());
        // Only colors differ in the dark.
        if (!includeDark) return;
        const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
        await page.emulateMedia({ colorScheme: isDark ? 'light' : 'dark' });
        await expectNoViolations(axeBuilder().withRules(['color-contrast']));
        await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
      },
    }),
});

export { expect };
export type { Effect, World } from 'account-admin-mock';
