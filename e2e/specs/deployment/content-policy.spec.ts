/** The content security policy. The fixture fails every test that violates it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../support/test.ts';

test('The page carries a strict policy, and the server sends one', async ({ page }) => {
  const response = await page.goto('/');
  const header = response?.headers()['content-security-policy'] ?? '';
  const meta = (await page.locator('meta[http-equiv]').first().getAttribute('content')) ?? '';
  for (const policy of [header, meta]) {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval' 'sha256-[^']+';/);
    expect(policy).toContain("style-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe-inline');
  }
  expect(header).toContain("connect-src 'self'; frame-ancestors 'none'");
});

for (const recipe of ['nginx/headers.conf', 'caddy/headers.caddy', 'apache/files.conf']) {
  test(`The policy in deploy/${recipe} allows the script in the page`, async ({ page }) => {
    await page.goto('/');
    const meta = (await page.locator('meta[http-equiv]').first().getAttribute('content')) ?? '';
    const [hash] = /'sha256-[^']+'/.exec(meta)!;
    const text = await readFile(join(import.meta.dirname, '../../../deploy', recipe), 'utf8');
    expect(text).toContain(hash);
  });
}

test('Once config.json is known, nothing can be sent to another origin', async ({ page }) => {
  await page.route('**/config.json', (route) => route.fulfill({ json: { api_root: 'https://api.example/v1' } }));
  await page.goto('/');
  await expect(page.getByLabel('Token')).toBeVisible();
  const policies = page.locator('meta[http-equiv="Content-Security-Policy"]');
  await expect(policies.last()).toHaveAttribute('content', "connect-src 'self' https://api.example");
});

test('A policy of the server that does not know the script in the page still lets the console start', async ({
  browser,
  baseURL,
}) => {
  const page = await browser.newPage({ baseURL });
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:";
  await page.route('**/users', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.goto('/users');
  await expect(page.getByLabel('Token')).toBeVisible();
  await page.close();
});

test('Markup with behavior is refused', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByLabel('Token')).toBeVisible();
  const refused = await page.evaluate(() => {
    try {
      document.createElement('template').innerHTML = '<img src="x" onerror="alert(1)">';
      return false;
    } catch {
      return true;
    }
  });
  expect(refused).toBe(true);
});
