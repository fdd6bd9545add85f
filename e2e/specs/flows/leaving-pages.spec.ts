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

async function expectWithheldFrames(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => window.withheldFrames.length)).toBeGreaterThan(0);
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

test('A frame that was requested by a page that was left does nothing', async ({ page, signIn }) => {
  // The fixture fails the test if the console stops working.
  await signIn('admin', '/overview');
  await withholdFrames(page);
  for (const [index, name] of PAGES.entries()) {
    await openPage(page, name);
    // Whatever depends on the size of the window waits for a frame.
    await page.setViewportSize({ width: 1200 - index, height: 780 });
    // Of these pages, it has something that does in this world.
    if (name === 'Users') await expectWithheldFrames(page);
    await openPage(page, name === 'Overview' ? 'Users' : 'Overview');
    await showFrames(page);
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await showFrames(page);
  }
});
