/** What is right: what a page has to show for a text, an order, a place. Worked out here, by neither of those that are measured. */

/** @typedef {import('./mock.mjs').Mock} Mock */

/** How many rows are compared. That many are seen at once in either page. */
const SEEN = 12;

/** How many rows around a place may be those that a jump there shows: the scroll bar is too coarse for one row of a million. */
const AROUND = 1_000;

const PAGE = 10_000;

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
 * What a page has to show.
 *
 * @typedef {object} Expected
 * @property {number} count how many match
 * @property {number} all how many there are
 * @property {boolean} isFiltered whether the page says so
 * @property {string[]} names the first of them
 * @property {{ column: string, direction: 'ascending' | 'descending' } | null} sort
 */

/** The columns by which both sort, by their heads. @type {Record<string, (account: Account) => string | number>} */
const COLUMNS = {
  'User name': (account) => account.username.toLowerCase(),
  Email: (account) => (account.email ?? '').toLowerCase(),
  Status: (account) => ['active', 'disabled', 'deactivated'].indexOf(account.state),
  'Site admin': (account) => Number(account.site_admin),
  Registered: (account) => account.registered_on,
};

/**
 * All accounts of a world, in the order of every list.
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
      `/worlds/${world}/accounts?user_type=user&limit=${PAGE}&offset=${accounts.length}`,
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
   * For a text in the search box, or in the filter of a column alone.
   *
   * @param {string} text without case
   * @param {'email'} [column]
   * @returns {Expected}
   */
  searched(text, column) {
    const names = [];
    let count = 0;
    for (let at = 0; at < this.count; at += 1) {
      const searched = column === undefined ? this.#texts[at] : (this.accounts[at][column] ?? '').toLowerCase();
      if (!searched.includes(text)) continue;
      count += 1;
      if (names.length < SEEN) names.push(this.accounts[at].username);
    }
    return { count, all: this.count, isFiltered: text !== '', names, sort: null };
  }

  /**
   * In order by a column; those who are equal in it stand by name, both ways.
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
      const goesBefore = (/** @type {{ key: string | number }} */ other) =>
        direction === 'ascending' ? entry.key < other.key : entry.key > other.key;
      if (first.length === SEEN && !goesBefore(first[SEEN - 1])) continue;
      let at = first.length;
      while (at > 0 && goesBefore(first[at - 1])) at -= 1;
      first.splice(at, 0, entry);
      first.length = Math.min(first.length, SEEN);
    }
    return { ...this.searched(''), names: first.map(({ username }) => username), sort: { column, direction } };
  }

  /**
   * Around a place, as a part of the whole: which row is the first that may be seen, the names from there on, and which of them
   * has to be there.
   *
   * @param {number} part from 0 to 1
   */
  around(part) {
    const place = Math.round(part * (this.count - 1));
    const from = Math.max(0, place - AROUND);
    const names = this.accounts.slice(from, place + AROUND).map((account) => account.username);
    // In the middle, any row that is near enough will do.
    return { from, names, has: part === 1 ? this.count - 1 : null };
  }

  /** @param {number} from @param {number} to */
  names(from, to) {
    return this.accounts.slice(from, to).map((account) => account.username);
  }
}
