/**
 * The accounts of a world and the expected results: what a page must show for a search, a sort or a
 * scroll position. Computed here, independently of the measured pages.
 */

/** @typedef {import('./mock.mjs').Mock} Mock */

/** How many rows are compared. Both pages show at least this many. */
const COMPARED_ROWS = 12;

/**
 * How many rows a jump may miss its target by: one pixel of the scroll bar is many rows of a
 * million.
 */
const JUMP_TOLERANCE_ROWS = 1_000;

const PAGE_SIZE = 10_000;

/**
 * @typedef {object} Account
 * @property {string} username
 * @property {string} [email]
 * @property {'active' | 'disabled' | 'deactivated'} state
 * @property {boolean} site_admin
 * @property {boolean} [verified]
 * @property {boolean} approved
 * @property {number} registered_on seconds since the epoch
 */

/**
 * What a page must show.
 *
 * @typedef {object} Expected
 * @property {number} count the number of matches
 * @property {number} all the number of accounts
 * @property {boolean} isFiltered whether the page shows both numbers
 * @property {string[]} names the first names
 * @property {{ column: string, direction: 'ascending' | 'descending' } | null} sort
 */

/**
 * The columns by which both sort, by their heads.
 *
 * @type {Record<string, (account: Account) => string | number>}
 */
const COLUMNS = {
  Username: (account) => account.username.toLowerCase(),
  Email: (account) => (account.email ?? '').toLowerCase(),
  Status: (account) => ['active', 'disabled', 'deactivated'].indexOf(account.state),
  'Site admin': (account) => Number(account.site_admin),
  Registered: (account) => account.registered_on,
};

/**
 * Loads all accounts of a world, in the order of every list.
 *
 * @param {Mock} mock
 * @param {string} [world]
 * @returns {Promise<Accounts>}
 */
export async function allAccounts(mock, world = 'default') {
  /** @type {Account[]} */
  const accounts = [];
  for (let total = Infinity; accounts.length < total;) {
    const page = await mock.control(
      'GET',
      `/worlds/${world}/accounts?user_type=user&limit=${PAGE_SIZE}&offset=${accounts.length}`,
    );
    if (page.accounts.length === 0) break;
    for (const account of page.accounts) accounts.push(account);
    total = page.total;
  }
  return new Accounts(accounts);
}

export class Accounts {
  #texts;

  /** @param {Account[]} accounts by name */
  constructor(accounts) {
    this.accounts = accounts;
    this.count = accounts.length;
    this.columns = Object.keys(COLUMNS);
    this.#texts = accounts.map(({ username, email }) => `${username}\n${email ?? ''}`.toLowerCase());
  }

  /**
   * The expected result of a text in the search box, or in the filter of one column.
   *
   * @param {string} text without case
   * @param {'email'} [column]
   * @returns {Expected}
   */
  matching(text, column) {
    const names = [];
    let count = 0;
    for (let index = 0; index < this.count; index += 1) {
      const searchedText =
        column === undefined ? this.#texts[index] : (this.accounts[index][column] ?? '').toLowerCase();
      if (!searchedText.includes(text)) continue;
      count += 1;
      if (names.length < COMPARED_ROWS) names.push(this.accounts[index].username);
    }
    return { count, all: this.count, isFiltered: text !== '', names, sort: null };
  }

  /**
   * The expected order by a column. Ties are in order of the usernames, in both directions.
   *
   * @param {string} column
   * @param {'ascending' | 'descending'} direction
   * @returns {Expected}
   */
  sorted(column, direction) {
    const key = COLUMNS[column];
    /** @type {{ key: string | number, username: string }[]} */
    const first = [];
    for (const account of this.accounts) {
      const entry = { key: key(account), username: account.username };
      const isBefore = (/** @type {{ key: string | number }} */ other) =>
        direction === 'ascending' ? entry.key < other.key : entry.key > other.key;
      if (first.length === COMPARED_ROWS && !isBefore(first[COMPARED_ROWS - 1])) continue;
      let index = first.length;
      while (index > 0 && isBefore(first[index - 1])) index -= 1;
      first.splice(index, 0, entry);
      first.length = Math.min(first.length, COMPARED_ROWS);
    }
    return { ...this.matching(''), names: first.map(({ username }) => username), sort: { column, direction } };
  }

  /**
   * The expected rows around a scroll position, as a fraction of the list: the first row that may
   * be visible, the names from there on, and the row that must be visible.
   *
   * @param {number} fraction from 0 to 1
   */
  around(fraction) {
    const index = Math.round(fraction * (this.count - 1));
    const from = Math.max(0, index - JUMP_TOLERANCE_ROWS);
    const names = this.accounts.slice(from, index + JUMP_TOLERANCE_ROWS).map((account) => account.username);
    // In the middle, any row within the tolerance is right.
    return { from, names, mustHave: fraction === 1 ? this.count - 1 : null };
  }

  /** @param {number} from @param {number} to */
  names(from, to) {
    return this.accounts.slice(from, to).map((account) => account.username);
  }
}
