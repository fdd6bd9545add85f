/** Starts the browsers of the walk. */
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium, firefox, webkit } from '@playwright/test';
import { launchOptions } from '../support/browser.mjs';
import type { Driver } from './drivers/driver.ts';
import { launchPlaywright } from './drivers/playwright.ts';
import { launchPuppeteer } from './drivers/puppeteer.ts';
import { launchWebKitGtk } from './drivers/webkitgtk.ts';
import { systemFirefox, webKitGtk } from './launch.mjs';

export type Engine = 'firefox' | 'firefox-forced-colors' | 'webkit' | 'chromium-126' | 'chromium';

/** Starts a browser. `folder` is empty, and for its files. */
export async function launch(engine: Engine, folder: string): Promise<Driver> {
  const downloads = join(folder, 'Downloads');
  switch (engine) {
    case 'firefox':
      return launchFirefox(downloads, {});
    case 'firefox-forced-colors':
      return launchFirefox(downloads, { 'browser.display.document_color_use': 2, 'ui.useAccessibilityTheme': 1 });
    case 'webkit': {
      const miniBrowser = webKitGtk();
      return miniBrowser ? launchWebKitGtk(miniBrowser, folder) : launchPlaywright(webkit, {}, downloads);
    }
    case 'chromium-126': {
      const executablePath = await sparticuz.executablePath();
      return launchPuppeteer({ executablePath, args: sparticuz.args, headless: 'shell' }, downloads);
    }
    case 'chromium':
      return launchPlaywright(chromium, launchOptions(), downloads);
  }
}

function launchFirefox(downloads: string, prefs: Record<string, number | boolean>): Promise<Driver> {
  const extraPrefsFirefox = {
    // A window has the focus even if another one, of another worker, has it too.
    'focusmanager.testmode': true,
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.download.alwaysOpenPanel': false,
    ...prefs,
  };
  const executablePath = systemFirefox();
  return executablePath
    ? launchPuppeteer({ browser: 'firefox', executablePath, extraPrefsFirefox }, downloads)
    : launchPlaywright(firefox, { firefoxUserPrefs: extraPrefsFirefox }, downloads);
}
