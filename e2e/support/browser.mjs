// Which browser the tests run in: a chromium that the system has, or the one that Playwright installed.
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** What to launch, and how. Throws where there is no browser. */
export function launchOptions() {
  const executablePath = SYSTEM.find(existsSync) ?? chromium.executablePath();
  if (!existsSync(executablePath)) {
    throw new Error('There is no chromium here. Run scripts/setup test.');
  }
  return {
    executablePath,
    args: [
      // Containers run as root, where chromium's sandbox does not start. Only our own pages are opened.
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
