/**
 * Firefox of the system over WebDriver BiDi, which Playwright does not drive, and old versions of
 * Chromium.
 */
import puppeteer, { type KeyInput, type LaunchOptions } from 'puppeteer-core';
import { asExpression, type Driver, splitKeys } from './driver.ts';

export async function launchPuppeteer(options: LaunchOptions, downloads: string): Promise<Driver> {
  const browser = await puppeteer.launch({ headless: true, defaultViewport: null, ...options });
  // The first page of Firefox never has the focus.
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  // The browser asks before a page is left that shows passwords.
  page.on('dialog', (dialog) => void dialog.accept());
  const withModifiers = async (modifiers: string[], act: () => Promise<void>) => {
    for (const modifier of modifiers) await page.keyboard.down(modifier as KeyInput);
    await act();
    for (const modifier of modifiers.toReversed()) await page.keyboard.up(modifier as KeyInput);
  };
  return {
    downloads,
    goto: async (url) => {
      await page.goto(url);
      // In a page in the background, nothing has the focus.
      await page.bringToFront();
    },
    evaluate: (body, argument) => page.evaluate(asExpression(body, argument)) as Promise<any>,
    move: ({ x, y }) => page.mouse.move(x, y),
    click: ({ x, y }, modifier) => withModifiers(modifier ? [modifier] : [], () => page.mouse.click(x, y)),
    wheel: async ({ x, y }, deltaY) => {
      await page.mouse.move(x, y);
      await page.mouse.wheel({ deltaY });
    },
    press: async (keys) => {
      const [modifiers, key] = splitKeys(keys);
      await withModifiers(modifiers, () => page.keyboard.press(key as KeyInput));
    },
    type: (text) => page.keyboard.type(text),
    back: async () => {
      await page.goBack({ waitUntil: [] });
    },
    resize: (width, height) => page.setViewport({ width, height }),
    close: () => browser.close(),
  };
}
