/** What a release build must not contain. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/test.ts';

const ASSETS = process.env.MOCK_ASSETS!;

test('A release build contains nothing of the developer panel', async ({ page }) => {
  const markers = ['__mock', 'dev-panel', 'dev_panel', 'dev-opener', 'Developer panel'];
  const files = readdirSync(ASSETS, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  expect(files.map(({ name }) => name.split('.').pop())).toEqual(expect.arrayContaining(['html', 'js', 'wasm']));
  const found = files.flatMap(({ parentPath, name }) => {
    const content = readFileSync(join(parentPath, name), 'latin1');
    return markers.filter((marker) => content.includes(marker)).map((marker) => `${name}: ${marker}`);
  });
  expect(found).toEqual([]);

  await page.goto('/');
  await expect(page.getByLabel('Username')).toBeFocused();
  await page.keyboard.press('Control+Alt+d');
  // The shortcut was handled before this key.
  await page.keyboard.press('x');
  await expect(page.getByLabel('Username')).toHaveValue('x');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button')).toHaveText(['Sign in']);
});
