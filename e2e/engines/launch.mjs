/**
 * Finds and starts the browsers of the walk. As a program, it fails unless those that are named can
 * be started: `node launch.mjs firefox webkit`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, firefox, webkit } from '@playwright/test';

const onPath = (program) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(existsSync);

/** Debian's Firefox, or another one of the system. */
export const systemFirefox = () => onPath('firefox-esr') ?? onPath('firefox');

/** The MiniBrowser of WebKitGTK, if all that it takes to drive it is there. */
export function webKitGtk() {
  if (!onPath('WebKitWebDriver') || !onPath('Xvfb')) return undefined;
  const folders = ['/usr/lib', ...readdirSync('/usr/lib').map((folder) => join('/usr/lib', folder))];
  return folders.map((folder) => join(folder, 'webkit2gtk-4.1', 'MiniBrowser')).find(existsSync);
}

/** Whether Playwright has installed a browser of its own. */
export const hasOwn = (type) => existsSync(type.executablePath());

const IS_THERE = {
  firefox: () => systemFirefox() !== undefined || hasOwn(firefox),
  webkit: () => webKitGtk() !== undefined || hasOwn(webkit),
  chromium: () => hasOwn(chromium),
};

if (process.argv[1] === import.meta.filename) {
  const missing = process.argv.slice(2).filter((engine) => !IS_THERE[engine]?.());
  if (missing.length > 0) {
    console.error(`Missing: ${missing.join(', ')}`);
    process.exit(1);
  }
}
