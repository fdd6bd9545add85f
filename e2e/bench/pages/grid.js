/**
 * The same accounts in AG Grid Community, set up as its documentation recommends for many rows: the
 * client-side row model over an array of plain objects, only the modules needed, no animation, and
 * the quick filter with its cache, over name and address.
 *
 * Choices in favor of AG Grid:
 * - An account is an object with the five fields shown, while the console keeps all of them.
 * - Status and site admin are numbers, which sort fastest, and are formatted when drawn. No column
 *   has a renderer of its own: cells are plain text, where the console has badges, switches and
 *   menus.
 * - The first page is shown at once. The others are added together, because every addition sorts
 *   and filters again.
 * - Texts are compared as they are (`accentedSort` is off), and rows have no ids.
 *
 * With `?defaults`, the quick filter has its default settings: all columns, no cache.
 */
const STATES = ['Active', 'Disabled', 'Deactivated'];
const PAGE_SIZE = 500;
/** The same as in the console. */
const PARALLEL_REQUESTS = 4;

const { token } = JSON.parse(sessionStorage.getItem('account-admin.session'));
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const usesDefaults = location.search === '?defaults';
const noQuickFilterText = usesDefaults ? undefined : () => '';

agGrid.ModuleRegistry.registerModules([
  agGrid.ClientSideRowModelModule,
  agGrid.ClientSideRowModelApiModule,
  agGrid.ColumnApiModule,
  agGrid.QuickFilterModule,
  agGrid.TextFilterModule,
]);

const summary = document.querySelector('output');
let all = 0;
let text = '';

const grid = agGrid.createGrid(document.querySelector('#grid'), {
  rowData: [],
  rowHeight: 40,
  animateRows: false,
  cacheQuickFilter: !usesDefaults,
  suppressColumnMoveAnimation: true,
  columnDefs: [
    { colId: 'username', field: 'username', headerName: 'Username', flex: 24, filter: 'agTextColumnFilter' },
    { colId: 'email', field: 'email', headerName: 'Email', flex: 32, filter: 'agTextColumnFilter' },
    {
      colId: 'status',
      field: 'state',
      headerName: 'Status',
      valueFormatter: ({ value }) => STATES[value],
      getQuickFilterText: noQuickFilterText,
    },
    {
      colId: 'admin',
      field: 'is_admin',
      headerName: 'Site admin',
      valueFormatter: ({ value }) => (value ? 'Yes' : 'No'),
      getQuickFilterText: noQuickFilterText,
    },
    {
      colId: 'registered',
      field: 'registered_on',
      headerName: 'Registered',
      valueFormatter: ({ value }) => date.format(value * 1000),
      getQuickFilterText: noQuickFilterText,
    },
  ],
  onModelUpdated: ({ api }) => {
    const count = api.getDisplayedRowCount().toLocaleString();
    summary.textContent = text === '' ? `${all.toLocaleString()} ` : `${count} of ${all.toLocaleString()} `;
  },
});

document.querySelector('input').addEventListener('input', ({ target }) => {
  text = target.value;
  grid.setGridOption('quickFilterText', text);
});

Object.assign(bench.page, {
  name: (row) => row.querySelector('[col-id=username]')?.textContent,
  scroller: () => document.querySelector('.ag-grid-viewport'),
  sort: (column, sort) => {
    const { colId } = grid
      .getColumns()
      .find((other) => other.getColDef().headerName === column)
      .getColDef();
    const state = sort ? [{ colId, sort: sort.direction === 'ascending' ? 'asc' : 'desc' }] : [];
    grid.applyColumnState({ state, defaultState: { sort: null } });
  },
  /** Types into the filter of the email column, without the debounce of AG Grid. */
  filterColumn: async (typed) => {
    text = typed;
    await grid.setColumnFilterModel(
      'email',
      typed === '' ? null : { filterType: 'text', type: 'contains', filter: typed },
    );
    grid.onFilterChanged();
  },
});

async function read(offset) {
  const response = await fetch('/api/v1/accounts/list_users', {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify({ get_all: true, include_disabled: true, limit: PAGE_SIZE, offset }),
  });
  const { users, has_more } = await response.json();
  const accounts = users.map(({ username, email, is_admin, is_active, is_disabled, registered_on }) => ({
    username,
    email,
    state: is_disabled ? 1 : is_active ? 0 : 2,
    is_admin: Number(is_admin),
    registered_on,
  }));
  return { accounts, has_more };
}

async function readAll() {
  const first = await read(0);
  all = first.accounts.length;
  grid.setGridOption('rowData', first.accounts);
  const pages = [first.accounts];
  let hasMore = first.has_more;
  const readRemaining = async () => {
    while (hasMore) {
      const index = pages.push([]) - 1;
      const { accounts, has_more } = await read(index * PAGE_SIZE);
      pages[index] = accounts;
      hasMore &&= has_more;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_REQUESTS }, readRemaining));
  const accounts = pages.flat();
  all = accounts.length;
  grid.setGridOption('rowData', accounts);
}

readAll();
