/** config.json, which names the API root at run time. */
import { fillSignIn } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

test('config.json points the console at another API root', async ({ page, world }) => {
  await page.route('**/config.json', (route) => route.fulfill({ json: { api_root: `${world.url}/elsewhere/` } }));
  await page.route('**/elsewhere/**', async (route) => {
    const url = route.request().url().replace('/elsewhere/', '/api/v1/accounts/');
    await route.fulfill({ response: await route.fetch({ url }) });
  });
  await page.goto('/');
  await fillSignIn(page, 'admin', world.token('admin'));
  await expect(page.getByRole('table')).toBeVisible();
});

test('A config.json that cannot be loaded is reported, and a reload tries again', async ({ page, a11y }) => {
  await page.route('**/config.json', (route) => route.fulfill({ status: 503, body: 'busy' }));
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('Could not load config.json (HTTP 503).');
  await expect(page.getByRole('alert')).toContainText('Reload the page to try again.');
  await a11y.audit();
  await page.unroute('**/config.json');
  await page.reload();
  await expect(page.getByLabel('Token')).toBeVisible();
});

test('Without config.json the console uses the API of its own origin', async ({ page, world }) => {
  await page.route('**/config.json', (route) => route.fulfill({ status: 404, body: 'Not found' }));
  await page.goto('/');
  await fillSignIn(page, 'admin', world.token('admin'));
  await expect(page.getByRole('table')).toBeVisible();
});

test('A config.json with an unusable api_root is explained', async ({ page, a11y }) => {
  await page.route('**/config.json', (route) => route.fulfill({ json: { api_root: 'example.com' } }));
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('In config.json, api_root is “example.com”.');
  await expect(page.getByLabel('Token')).toBeHidden();
  await a11y.audit();
});

test('The sidebar says which platform is changed, in its color', async ({ page, world }) => {
  await page.route('**/config.json', (route) => route.fulfill({ json: {} }));
  await page.goto('/');
  await fillSignIn(page, 'admin', world.token('admin'));
  const brand = page.getByRole('link', { name: 'Account Admin' });
  await expect(brand).toContainText(new URL(world.url).host);
  const json = { name: 'Globex production', color: '#b00020' };
  await page.route('**/config.json', (route) => route.fulfill({ json }));
  await page.reload();
  await expect(brand).toContainText(json.name);
  await expect(brand).toHaveCSS('box-shadow', /rgb\(176, 0, 32\)/);
});

test('config.json names the platform and the page that explains tokens', async ({ page, a11y }) => {
  const json = { name: 'Globex Cloud', token_help_url: 'https://help.example/tokens' };
  await page.route('**/config.json', (route) => route.fulfill({ json }));
  await page.goto('/');
  await expect(page.getByText('Globex Cloud')).toBeVisible();
  await expect(page.getByRole('link', { name: 'How to get a token' })).toHaveAttribute('href', json.token_help_url);
  await a11y.audit();
});
