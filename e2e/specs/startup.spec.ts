/** A console that does not start says why, and what to do. There is never an empty page. */
import { expect, test } from 'account-admin-mock';

const explanation = (page: import('@playwright/test').Page) => page.getByRole('alert');

test('The explanation is gone once the console has started', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.locator('#startup')).toHaveCount(0);
});

for (const [what, url, answer] of [
  ['a missing program', '**/*.wasm', { status: 404, body: 'Not found' }],
  [
    'a truncated program',
    '**/*.wasm',
    { contentType: 'application/wasm', body: Buffer.from('\0asm\u0001\0\0\0\u0001') },
  ],
  ['a page in place of the program', '**/*.wasm', { contentType: 'text/html', body: '<!doctype html>' }],
  ['a missing script', '**/app-*.js', { status: 404, body: 'Not found' }],
  ['a page in place of a script', '**/app-*.js', { contentType: 'text/html', body: '<!doctype html>' }],
] as const) {
  test(`The console explains ${what}`, async ({ page }) => {
    await page.route(url, (route) => route.fulfill(answer));
    await page.goto('/users');
    await expect(explanation(page).getByText('Some of its files are missing or damaged.')).toBeVisible();
    await expect(explanation(page).getByText('This browser is too old.')).toBeHidden();
  });
}

test('The console explains that WebAssembly is turned off', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  await page.goto('/');
  await expect(explanation(page).getByText('This browser does not run WebAssembly')).toBeVisible();
});

test('A browser that is too old gets an explanation, and no console', async ({ page }) => {
  const wasm = page.waitForResponse('**/*.wasm');
  await page.addInitScript(() => Reflect.deleteProperty(AbortSignal, 'any'));
  await page.goto('/');
  await (await wasm).finished();
  await expect(explanation(page).getByText('This browser is too old.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('The page says what to turn on', async ({ page }) => {
    await page.goto('/');
    // Searches by text skip `noscript`.
    const text = page.locator('noscript p');
    await expect(text).toHaveText(/^Account Admin needs JavaScript and WebAssembly\./);
    await expect(text).toBeVisible();
    await expect(page.getByText('If your connection is slow')).toBeHidden();
  });
});

test('The page does not stay empty when nothing answers', async ({ page }) => {
  // Holds the scripts back for as long as the page is open.
  await page.route(/\.js$/, () => {});
  await page.goto('/', { waitUntil: 'commit' });
  await expect(page.getByText('If your connection is slow, wait a little longer.')).toBeVisible({ timeout: 20_000 });
});
