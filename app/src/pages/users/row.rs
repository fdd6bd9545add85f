//! One account in the table.

use super::Page;
use super::columns::Columns;
use crate::jobs::Change;
use crate::pages::acting::{Changing, use_dialogs};
use crate::pages::words::{state_label, state_shape, yes_or_no};
use crate::replica::Account;
use crate::session::use_session;
use crate::ui::{Ago, Badge, Glyph, Highlight, Icon, Menu, MenuItem, Switch, use_toasts};
use account_api::{AccountState, User, UserType};
use directory::{Column, Row};
use leptos::prelude::*;

/// A row: who it is, in what state, and what can be done. Of whom may change: rows are shown again with other accounts.
#[component]
pub fn AccountRow(
    account: Memo<Account>,
    /// What was searched for, to be marked.
    #[prop(into)]
    search: Signal<String>,
    /// Its place in the list, from 0.
    place: Signal<usize>,
    /// Its row in the directory.
    row: Signal<Row>,
) -> impl IntoView {
    let Page { query, selected, columns, .. } = expect_context();
    let name = Memo::new(move |_| account.with(|account| account.name.clone()));
    let is_open =
        move || query.with(|query| name.with(|name| (query.user.as_deref() == Some(name.as_str())).then_some("true")));
    let cells = columns.with_untracked(|columns| {
        let cell = |column| cell(column, account, name, search, columns);
        columns.shown().map(|at| cell(at.column)).collect::<Vec<_>>()
    });
    view! {
        // The head is the first row (ARIA counts from 1).
        <tr role="row" aria-rowindex=move || place.get() + 2 aria-current=is_open>
            <td role="cell" class="cell-select">
                <input
                    type="checkbox"
                    aria-label=move || name.with(|name| format!("Select {name}"))
                    prop:checked=move || selected.has(row.get())
                />
            </td>
            {cells}
            <td role="cell" class="cell-menu">
                <RowMenu account name />
            </td>
        </tr>
    }
}

fn cell(
    column: Column,
    account: Memo<Account>,
    name: Memo<String>,
    search: Signal<String>,
    columns: &Columns,
) -> AnyView {
    match column {
        Column::Name => {
            let Page { query, .. } = expect_context();
            let url = move || query.with(|query| query.with_user(Some(name.get())).to_url());
            view! {
                <th role="rowheader" scope="row" class="cell-name">
                    <a class="clip" title=name href=url data-noscroll="true">
                        <Highlight text=name search />
                    </a>
                </th>
            }
            .into_any()
        }
        Column::Email => {
            let email = Memo::new(move |_| of(account, |user| user.email.clone()));
            view! {
                <td role="cell" class="cell-email">
                    <span class="clip" title=email>
                        <Highlight text=email search />
                    </span>
                </td>
            }
            .into_any()
        }
        Column::State => {
            let state = Memo::new(move |_| of(account, User::state));
            let shape = Signal::derive(move || state_shape(state.get()));
            let label = Signal::derive(move || state_label(state.get()));
            // Where that has a column of its own, it is said there, except on screens without room for it.
            let class = |has_column| if has_column { "tag is-told" } else { "tag" };
            let (verified, approved) = (class(columns.shows(Column::Verified)), class(columns.shows(Column::Approved)));
            let flags = Memo::new(move |_| of(account, |user| (user.is_verified, user.is_approved)));
            let unconfirmed = move || {
                let (is_verified, is_approved) = flags.get();
                [(is_verified, "Unverified", verified), (is_approved, "Unapproved", approved)]
                    .into_iter()
                    .filter(|(flag, ..)| *flag == Some(false))
                    .map(|(_, label, class)| view! { <span class=class>{label}</span> })
                    .collect_view()
            };
            view! {
                <td role="cell" class="cell-status">
                    <Badge shape label />
                    {unconfirmed}
                </td>
            }
            .into_any()
        }
        Column::Admin => view! {
            <td role="cell" class="cell-admin">
                <AdminCell account name />
            </td>
        }
        .into_any(),
        Column::Verified => fact_cell(move || of(account, |user| user.is_verified)),
        Column::Approved => fact_cell(move || of(account, |user| user.is_approved)),
        Column::Registered => {
            let registered = Memo::new(move |_| of(account, |user| user.registered_on));
            view! {
                <td role="cell" class="cell-registered">
                    {move || registered.get().map(|seconds| view! { <Ago seconds /> })}
                </td>
            }
            .into_any()
        }
    }
}

/// Something of the account that a row shows just now. Reactive.
fn of<T>(account: Memo<Account>, of: impl FnOnce(&User) -> T) -> T {
    account.with(|account| account.user.with(of))
}

fn fact_cell(fact: impl Fn() -> Option<bool> + Send + 'static) -> AnyView {
    view! {
        <td role="cell" class="cell-fact">
            {move || yes_or_no(fact())}
        </td>
    }
    .into_any()
}

/// The site admin switch; for those who surely may not use it, whether the account is one, in words.
#[component]
fn AdminCell(account: Memo<Account>, name: Memo<String>) -> impl IntoView {
    let session = use_session();
    let dialogs = use_dialogs();
    let changing = Changing { session, toasts: use_toasts() };
    // A deactivated account has no rights and can be given none.
    let may_change =
        Memo::new(move |_| session.is_site_admin() && of(account, User::state) != AccountState::Deactivated);
    let is_admin = Memo::new(move |_| of(account, |user| user.is_admin));
    let busy = Signal::derive(move || account.with(|account| account.busy.get()));
    let checked = Signal::derive(move || is_admin.get().unwrap_or(false));
    let label = Signal::derive(move || name.with(|name| format!("Site admin: {name}")));
    let on_change = move |to: bool| {
        let account = account.get_untracked();
        let change = if to { Change::MakeAdmin } else { Change::RemoveAdmin };
        let is_self = session.is_named(&account.name);
        if is_self && change.warning_to_oneself().is_some() {
            dialogs.confirm(change, account);
        } else {
            changing.make_and_tell(change, account);
        }
    };
    move || {
        if may_change.get() {
            view! { <Switch label checked busy on_change /> }.into_any()
        } else {
            view! { <span class="muted">{move || yes_or_no(is_admin.get())}</span> }.into_any()
        }
    }
}

#[component]
fn RowMenu(account: Memo<Account>, name: Memo<String>) -> impl IntoView {
    let dialogs = use_dialogs();
    let Page { kind, .. } = expect_context();
    let items = move |()| {
        // Of whoever has the row when it opens.
        let account = account.get_untracked();
        let mut items = Vec::new();
        // Service accounts have no password.
        if kind == UserType::User {
            let name = account.name.clone();
            items.push(MenuItem {
                label: "Reset password…".to_owned(),
                is_danger: false,
                action: Callback::new(move |()| dialogs.reset_password(name.clone())),
            });
        }
        let state = account.user.with_untracked(User::state);
        items.extend(Change::of_state(state).iter().map(|&change| {
            let account = account.clone();
            MenuItem {
                label: format!("{}…", change.verb()),
                is_danger: change.is_destructive(),
                action: Callback::new(move |()| dialogs.confirm(change, account.clone())),
            }
        }));
        items
    };
    view! {
        <Menu label=Signal::derive(move || name.with(|name| format!("Actions for {name}"))) items=items>
            <Icon glyph=Glyph::More />
        </Menu>
    }
}
