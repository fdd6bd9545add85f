// Chooses the browser for the tests: Chromium of the system, or the one that Playwright installed.
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Returns the launch options for Playwright. Throws when no browser is installed. */
export function launchOptions() {
  const executablePath = SYSTEM.find(existsSync) ?? chromium.executablePath();
  if (!existsSync(executablePath)) {
    throw new Error('There is no chromium here. Run scripts/setup test.');
  }
  return {
    executablePath,
    args: [
      // The sandbox does not start as root in containers. Only our own pages are opened.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}

if (process.argv[1] === import.meta.filename) {
  console.log(launchOptions().executablePath);
}
