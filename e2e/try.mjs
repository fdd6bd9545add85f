import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
const browser = await chromium.launch(launchOptions());
const base = process.argv[2];
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.on('console', m => console.log('console', m.text()));
page.on('pageerror', e => console.log('error', e.message));
await page.goto(base + '/users');
await page.getByLabel('User name').fill('admin');
await page.getByLabel('Token').fill('mock.default.admin');
await page.getByRole('button', { name: 'Sign in' }).click();
await page.getByRole('table').waitFor();
await page.screenshot({ path: '/tmp/shots/1.png' });
const t0 = Date.now();
await page.waitForFunction(() => !document.querySelector('.reading'), null, { timeout: 120000 });
console.log('loaded in', Date.now() - t0);
await page.screenshot({ path: '/tmp/shots/2.png' });
// scroll
await page.evaluate(() => { document.querySelector('.table-scroll').scrollTop = 4000000; });
await page.waitForTimeout(300);
await page.screenshot({ path: '/tmp/shots/3.png' });
const times = await page.evaluate(async () => {
  const input = document.querySelector('input[type=search]');
  const out = [];
  for (const text of ['w','wa','wal','walk','walke','walker','walke','walk','wal','wa','w','']) {
    await new Promise(r => setTimeout(r, 400));
    const start = performance.now();
    input.value = text; input.dispatchEvent(new Event('input', { bubbles: true }));
    const sync = performance.now() - start;
    const before = document.querySelector('.page-summary').textContent;
    let frames = 0;
    while (document.querySelector('.page-summary').textContent === before && performance.now() - start < 2000) { await new Promise(r => requestAnimationFrame(r)); frames++; }
    out.push([text, sync.toFixed(1), (performance.now() - start).toFixed(1), frames, document.querySelector('.page-summary').textContent]);
  }
  return out;
});
console.log(times.map(t => t.join(' ')).join('\n'));
await page.getByRole('button', { name: 'Registered' }).click();
await page.waitForTimeout(1500);
await page.screenshot({ path: '/tmp/shots/4.png' });
await browser.close();
