//! One account in the table.

use super::Page;
use super::columns::Columns;
use crate::jobs::Change;
use crate::pages::acting::{Changing, use_dialogs};
use crate::pages::words::{state_label, state_shape, yes_or_no};
use crate::replica::Account;
use crate::session::use_session;
use crate::ui::{Ago, Badge, Glyph, Highlight, Icon, Menu, MenuItem, Switch, use_toasts};
use account_api::{AccountState, UserType};
use directory::{Column, Row};
use leptos::prelude::*;

/// A row: who it is, in what state, and what can be done.
#[component]
pub fn AccountRow(
    account: Account,
    /// What was searched for, to be marked.
    #[prop(into)]
    search: Signal<String>,
    /// Its place in the list, from 0.
    place: Signal<usize>,
    /// Its row in the directory.
    row: Row,
) -> impl IntoView {
    let Page { query, selected, columns, .. } = expect_context();
    let name = account.name.clone();
    let is_open = move || query.with(|query| (query.user.as_deref() == Some(name.as_str())).then_some("true"));
    let cells = columns.with_untracked(|columns| {
        let cell = |column| cell(column, &account, search, columns);
        columns.shown().map(|at| cell(at.column)).collect::<Vec<_>>()
    });
    view! {
        // The head is the first row (ARIA counts from 1).
        <tr role="row" aria-rowindex=move || place.get() + 2 aria-current=is_open>
            <td role="cell" class="cell-select">
                <input
                    type="checkbox"
                    aria-label=format!("Select {}", account.name)
                    prop:checked=move || selected.has(row)
                />
            </td>
            {cells}
            <td role="cell" class="cell-menu">
                <RowMenu account />
            </td>
        </tr>
    }
}

fn cell(column: Column, account: &Account, search: Signal<String>, columns: &Columns) -> AnyView {
    let user = account.user.clone();
    match column {
        Column::Name => {
            let Page { query, .. } = expect_context();
            let name = account.name.clone();
            let url = move || query.with(|query| query.with_user(Some(name.clone())).to_url());
            view! {
                <th role="rowheader" scope="row" class="cell-name">
                    <a class="clip" title=account.name.clone() href=url data-noscroll="true">
                        <Highlight text=account.name.clone() search />
                    </a>
                </th>
            }
            .into_any()
        }
        Column::Email => {
            let email = Signal::derive(move || user.with(|user| user.email.clone()));
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
            let state = {
                let user = user.clone();
                Signal::derive(move || user.with(account_api::User::state))
            };
            let shape = Signal::derive(move || state_shape(state.get()));
            let label = Signal::derive(move || state_label(state.get()));
            // Where that has a column of its own, it is said there, except on screens without room for it.
            let class = |has_column| if has_column { "tag is-told" } else { "tag" };
            let (verified, approved) = (class(columns.shows(Column::Verified)), class(columns.shows(Column::Approved)));
            let unconfirmed = move || {
                user.with(|user| {
                    [(user.is_verified, "Unverified", verified), (user.is_approved, "Unapproved", approved)]
                        .into_iter()
                        .filter(|(flag, ..)| *flag == Some(false))
                        .map(|(_, label, class)| view! { <span class=class>{label}</span> })
                        .collect_view()
                })
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
                <AdminCell account=account.clone() />
            </td>
        }
        .into_any(),
        Column::Verified => fact_cell(move || user.with(|user| user.is_verified)),
        Column::Approved => fact_cell(move || user.with(|user| user.is_approved)),
        Column::Registered => {
            let registered = move || user.with(|user| user.registered_on.map(|seconds| view! { <Ago seconds /> }));
            view! {
                <td role="cell" class="cell-registered">
                    {registered}
                </td>
            }
            .into_any()
        }
    }
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
fn AdminCell(account: Account) -> impl IntoView {
    let session = use_session();
    let dialogs = use_dialogs();
    let changing = Changing { session, toasts: use_toasts() };
    let may_change = Memo::new(move |_| session.is_site_admin());
    let is_admin = Signal::derive({
        let user = account.user.clone();
        move || user.with(|user| user.is_admin)
    });
    let is_deactivated = Signal::derive({
        let user = account.user.clone();
        move || user.with(|user| user.state() == AccountState::Deactivated)
    });
    let busy = Signal::derive({
        let busy = account.busy.clone();
        move || busy.get()
    });
    move || {
        // A deactivated account has no rights and can be given none.
        if !may_change.get() || is_deactivated.get() {
            return view! { <span class="muted">{yes_or_no(is_admin.get())}</span> }.into_any();
        }
        let label = format!("Site admin: {}", account.name);
        let account = account.clone();
        let on_change = move |to: bool| {
            let change = if to { Change::MakeAdmin } else { Change::RemoveAdmin };
            let is_self = session.is_named(&account.name);
            if is_self && change.warning_to_oneself().is_some() {
                dialogs.confirm(change, account.clone());
            } else {
                changing.make_and_tell(change, account.clone());
            }
        };
        let checked = Signal::derive(move || is_admin.get().unwrap_or(false));
        view! { <Switch label checked busy on_change /> }.into_any()
    }
}

#[component]
fn RowMenu(account: Account) -> impl IntoView {
    let dialogs = use_dialogs();
    let Page { kind, .. } = expect_context();
    let label = format!("Actions for {}", account.name);
    let items = move |()| {
        let mut items = Vec::new();
        // Service accounts have no password.
        if kind == UserType::User {
            let account = account.clone();
            items.push(MenuItem {
                label: "Reset password…".to_owned(),
                is_danger: false,
                action: Callback::new(move |()| dialogs.reset_password(account.name.clone())),
            });
        }
        let state = account.user.with_untracked(account_api::User::state);
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
        <Menu label=Signal::stored(label) items=items>
            <Icon glyph=Glyph::More />
        </Menu>
    }
}
