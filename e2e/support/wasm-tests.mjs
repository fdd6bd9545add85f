// Runs a WebAssembly test binary in the browser: wasm-bindgen-test-runner serves it as a page, and
// this script opens that page and reads the result.
import { spawn } from 'node:child_process';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';

const PATIENCE = 120_000;

const runner = spawn('wasm-bindgen-test-runner', [process.argv[2]], {
  // The runner does not accept port 0, so a free port is found first.
  env: {
    ...process.env,
    NO_HEADLESS: '1',
    WASM_BINDGEN_TEST_ONLY_WEB: '1',
    WASM_BINDGEN_TEST_ADDRESS: await freeAddress(),
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await chromium.launch(launchOptions());
try {
  const address = await announced(runner);
  const page = await browser.newPage();
  await page.goto(address);
  const output = page.locator('#output');
  await output.filter({ hasText: 'test result:' }).waitFor({ timeout: PATIENCE });
  const text = await output.innerText();
  console.log(text.trim());
  const passed = /test result: ok\. ([1-9]\d*) passed; 0 failed/.test(text);
  process.exitCode = passed ? 0 : 1;
} finally {
  await browser.close();
  runner.kill();
}

async function freeAddress() {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}

/** Resolves to the address that the runner prints when it is ready. */
function announced(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const address = /http:\/\/\S+/.exec(text);
      if (address) resolve(address[0]);
    });
    child.once('exit', (code) => reject(new Error(`the runner ended (${code}) before it served:\n${text}`)));
  });
}
