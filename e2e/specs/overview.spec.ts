/** The overview page. */
import type { Page } from '@playwright/test';
import { expectRowCount } from '../support/page.ts';
import { expect, test } from '../support/test.ts';

const chart = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** The counts in a chart by their labels, from the text that a screen reader reads. */
async function countsByLabel(page: Page, name: string): Promise<Map<string, number>> {
  const texts = await chart(page, name).getByRole('link').allInnerTexts();
  return new Map(
    texts.map((text) => {
      const [label, count] = text.split(/\s*[:\n]\s*|\s+(?=[\d,]+\s+<?\d+%)/u) as [string, string];
      return [label.trim(), Number(count.replaceAll(',', '').split(/\s/)[0])];
    }),
  );
}

test('The overview counts users by status, and a count links to those users', async ({ page, signIn, world, a11y }) => {
  const users = await world.accounts();
  const services = await world.accounts('service_account');
  const serviceAdmins = services.filter((account) => account.site_admin).length;
  expect(serviceAdmins, 'service accounts of the seed that are site admins').toBe(1);
  const countInState = (state: string) => users.filter((account) => account.state === state).length;
  await signIn('admin', '/overview');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await expect(chart(page, 'Users by status').getByRole('link')).toHaveText([
    new RegExp(`^Active\\s+${countInState('active')}\\s`),
    new RegExp(`^Disabled\\s+${countInState('disabled')}\\s`),
    new RegExp(`^Deactivated\\s+${countInState('deactivated')}\\s`),
  ]);
  const admins = users.filter((account) => account.site_admin).length;
  await expect(chart(page, 'Roles and verification').getByRole('link').first()).toHaveText(
    new RegExp(`^Site admin\\s+${admins}\\s`),
  );
  const totals = page.getByRole('list', { name: 'Totals' }).getByRole('link');
  const active = Math.round((countInState('active') / users.length) * 100);
  await expect(totals).toHaveText([
    `Users ${users.length}`,
    `Active ${active}%`,
    `Site admins ${admins + 1} ${admins} users and 1 service account`,
    `Service accounts ${services.length}`,
  ]);
  await a11y.audit();
  await chart(page, 'Users by status')
    .getByRole('link', { name: /^Disabled/ })
    .click();
  await expect(page).toHaveURL(/\/users\?status=disabled$/);
  await expectRowCount(page, countInState('disabled'));
  await page.goBack();
  await expect(chart(page, 'Users by status')).toBeVisible();
});

test('The overview counts registrations by year, and a year links to those users', async ({ page, signIn, world }) => {
  const years = new Map<string, number>();
  for (const { registered_on } of await world.accounts()) {
    const year = String(new Date(registered_on * 1000).getUTCFullYear());
    years.set(year, (years.get(year) ?? 0) + 1);
  }
  await signIn('admin', '/overview');
  await expect(chart(page, 'Registrations (UTC)').getByRole('link').first()).toBeVisible();
  const counts = await countsByLabel(page, 'Registrations (UTC)');
  expect([...counts].filter(([, count]) => count > 0).sort()).toEqual([...years].sort());
  const [year, count] = [...years].sort((left, right) => right[1] - left[1])[0]!;
  await chart(page, 'Registrations (UTC)')
    .getByRole('link', { name: new RegExp(`^${year}`) })
    .click();
  await expect(page).toHaveURL(new RegExp(`registered=${year}-01-01..${year}-12-31`));
  await expectRowCount(page, count);
});

test('The overview lists the largest domains, and a domain links to its users', async ({ page, signIn, world }) => {
  const domains = new Map<string, number>();
  for (const { email } of await world.accounts()) {
    const domain = email?.split('@')[1];
    if (domain) domains.set(domain, (domains.get(domain) ?? 0) + 1);
  }
  const [domain, count] = [...domains].sort((left, right) => right[1] - left[1])[0]!;
  await signIn('admin', '/overview');
  const largest = chart(page, 'Top email domains').getByRole('link').first();
  await expect(largest).toHaveText(new RegExp(`^${domain}\\s+${count}\\s`));
  await largest.click();
  await expectRowCount(page, count);
});

test('The overview names the users who need attention, and links to all of them', async ({ page, signIn, world }) => {
  const unapproved = (await world.accounts()).filter(
    (account) => account.state === 'active' && account.approved === false,
  );
  await world.updateAccount('manager', { site_admin: true, state: 'disabled' });
  await signIn('admin', '/overview');
  const attention = page.getByRole('region', { name: 'Needs attention' });
  await expect(attention).toContainText(`${unapproved.length} active users are not approved`);
  await expect(attention).toContainText('2 site admins are disabled');
  await expect(attention.getByRole('link', { name: 'manager', exact: true })).toHaveAttribute(
    'href',
    '/users?user=manager',
  );
  await attention.getByRole('link', { name: `Review: ${unapproved.length} active users are not approved` }).click();
  await expectRowCount(page, unapproved.length);
});

test('Refresh updates the counts on the overview', async ({ page, signIn, world }) => {
  const disabled = (await world.accounts()).filter((account) => account.state === 'disabled').length;
  await signIn('admin', '/overview');
  const bar = chart(page, 'Users by status').getByRole('link', { name: /^Disabled/ });
  await expect(bar).toHaveText(new RegExp(`^Disabled\\s+${disabled}\\s`));
  await world.call('POST', '/member/disable');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(bar).toHaveText(new RegExp(`^Disabled\\s+${disabled + 1}\\s`));
});

test('The overview reports that nothing could be read, and “Try again” loads it', async ({
  page,
  signIn,
  world,
  a11y,
}) => {
  await world.faults.add({ operation: 'list_users', effect: { status: 403 } });
  await signIn('admin', '/overview');
  await expect(page.getByRole('alert').filter({ hasText: 'Could not load accounts' })).toBeVisible();
  await a11y.audit();
  await world.faults.clear();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(chart(page, 'Users by status')).toBeVisible();
});

test.describe('an empty platform', () => {
  test.use({ seed: 'empty' });

  test('The overview of an empty platform counts its only user', async ({ page, signIn, a11y }) => {
    await signIn('admin', '/overview');
    await expect(chart(page, 'Users by status').getByRole('link', { name: /^Active/ })).toBeVisible();
    await a11y.audit();
  });
});
