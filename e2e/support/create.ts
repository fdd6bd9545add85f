/** What the specs of creating accounts share: the fields of the form and what is around them. */
import type { Locator, Page } from '@playwright/test';

/** A text field of the form, by its column and the number of its row. */
export function field(page: Page, column: string, row: number): Locator {
  return page.getByRole('textbox', { name: `${column}, row ${row}`, exact: true });
}

/** Types a user into the first row. */
export async function fillFirstRow(page: Page, username: string, email: string): Promise<void> {
  await field(page, 'Username', 1).fill(username);
  await field(page, 'Email', 1).fill(email);
}

/** How many rows there are, are ready, have warnings, and have problems. */
export function rowCounts(page: Page): Locator {
  return page.getByRole('status').filter({ hasText: /ready/ });
}

/** The line that says how a file or pasted text was read, and lets it be changed. */
export function source(page: Page, name: string): Locator {
  return page.getByRole('group', { name: `How ${name} was read` });
}

/** The notices above the rows, such as what could not be read. */
export function notices(page: Page): Locator {
  return page.getByRole('main').locator('.notice');
}

/** The button that opens the dialog for pasted text and chosen files. */
export function importButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Import…' });
}

/** The button that creates the users who are ready, `count` of them. */
export function createButton(page: Page, count: number): Locator {
  const users = count === 1 ? 'user' : 'users';
  const name = count === 0 ? 'Create users' : `Create ${count.toLocaleString('en-GB')} ${users}`;
  // With warnings, it says how many rows have one.
  return page.getByRole('button', { name: new RegExp(`^${name}( \\(.*\\))?$`) });
}
