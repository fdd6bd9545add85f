/** What a page has under way when it is left comes too late, and harms nothing. */
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/test.ts';

test.use({ generatedUsers: 300 });

declare global {
  interface Window {
    /** What waits for the next frame. */
    withheldFrames: FrameRequestCallback[];
  }
}

const PAGES = ['Overview', 'Users', 'Service accounts', 'Site admins', 'Bulk lookup', 'Activity'];

/** Keeps callbacks from running until `showFrames`. */
async function withholdFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.withheldFrames = [];
    window.requestAnimationFrame = (callback) => window.withheldFrames.push(callback);
  });
}

async function showFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const callback of window.withheldFrames.splice(0)) callback(performance.now());
  });
}

const openPage = async (page: Page, name: string): Promise<void> => {
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .dispatchEvent('click');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
};

test('Pages that are left before their first frame are drawn no more', async ({ page, signIn }) => {
  await signIn('admin', '/overview');
  for (const name of PAGES) {
    await openPage(page, name);
    await withholdFrames(page);
    await page.setViewportSize({ width: 1200, height: 780 });
    for (const next of PAGES.filter((other) => other !== name)) {
      await openPage(page, next);
      await page.goBack();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await showFrames(page);
    }
  }
  await expect(page.getByRole('main')).toBeVisible();
});
