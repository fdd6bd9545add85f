/** The browsers of Playwright: its own builds of Firefox and WebKit, and Chromium. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserType, LaunchOptions } from '@playwright/test';
import { asExpression, type Driver } from './driver.ts';

export async function launchPlaywright(type: BrowserType, options: LaunchOptions, downloads: string): Promise<Driver> {
  await mkdir(downloads, { recursive: true });
  const browser = await type.launch(options);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  // The browser asks before a page is left that shows passwords.
  page.on('dialog', (dialog) => void dialog.accept());
  page.on('download', (download) => void download.saveAs(join(downloads, download.suggestedFilename())));
  return {
    downloads,
    goto: async (url) => {
      await page.goto(url);
    },
    evaluate: (body, argument) => page.evaluate(asExpression(body, argument)),
    move: ({ x, y }) => page.mouse.move(x, y),
    click: async ({ x, y }, modifier) => {
      if (modifier) await page.keyboard.down(modifier);
      await page.mouse.click(x, y);
      if (modifier) await page.keyboard.up(modifier);
    },
    wheel: async ({ x, y }, deltaY) => {
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, deltaY);
    },
    press: (keys) => page.keyboard.press(keys === ' ' ? 'Space' : keys),
    type: (text) => page.keyboard.type(text),
    back: async () => {
      await page.goBack({ waitUntil: 'commit' });
    },
    resize: (width, height) => page.setViewportSize({ width, height }),
    close: () => browser.close(),
  };
}
