//! One account in the table.

use super::Dialogs;
use super::change::Change;
use super::listing::{Account, Listing};
use super::toolbar::state_label;
use crate::session::{Session, use_session};
use crate::ui::{Ago, Badge, Glyph, Highlight, Icon, Menu, MenuItem, Shape, Switch, Toast, Toasts, use_toasts};
use account_api::{AccountState, UserType};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A row: who it is, in what state, and what can be done.
#[component]
pub fn AccountRow(account: Account, #[prop(into)] search: Signal<String>) -> impl IntoView {
    let user = account.user.clone();
    let email = Signal::derive({
        let user = user.clone();
        move || user.with(|user| user.email.clone())
    });
    let state = Signal::derive({
        let user = user.clone();
        move || user.with(account_api::User::state)
    });
    let shape = Signal::derive(move || match state.get() {
        AccountState::Active => Shape::Full,
        AccountState::Disabled => Shape::Half,
        AccountState::Deactivated => Shape::Ring,
    });
    let label = Signal::derive(move || state_label(state.get()));
    let unconfirmed = {
        let user = user.clone();
        move || {
            user.with(|user| {
                [(user.is_verified, "Unverified"), (user.is_approved, "Unapproved")]
                    .into_iter()
                    .filter(|(flag, _)| *flag == Some(false))
                    .map(|(_, label)| view! { <span class="tag">{label}</span> })
                    .collect_view()
            })
        }
    };
    let registered = move || user.with(|user| user.registered_on.map(|seconds| view! { <Ago seconds /> }));
    let name = account.name.clone();
    let name_text = name.clone();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="cell-name">
                <span class="clip" title=name.clone()>
                    <Highlight text=name_text search />
                </span>
            </th>
            <td role="cell" class="cell-email">
                <span class="clip" title=email>
                    <Highlight text=email search />
                </span>
            </td>
            <td role="cell" class="cell-status">
                <Badge shape label />
                {unconfirmed}
            </td>
            <td role="cell" class="cell-admin">
                <AdminCell account=account.clone() />
            </td>
            <td role="cell" class="cell-registered">
                {registered}
            </td>
            <td role="cell" class="cell-menu">
                <RowMenu account />
            </td>
        </tr>
    }
}

/// The site admin switch; for those who surely may not use it, whether the account is one, in words.
#[component]
fn AdminCell(account: Account) -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let dialogs: Dialogs = expect_context();
    let listing: Listing = expect_context();
    let may_change = Memo::new(move |_| session.identity().is_some_and(|identity| identity.is_site_admin));
    let is_admin = Signal::derive({
        let user = account.user.clone();
        move || user.with(|user| user.is_admin.unwrap_or(false))
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
            let words = if is_admin.get() { "Yes" } else { "No" };
            return view! { <span class="muted">{words}</span> }.into_any();
        }
        let label = format!("Site admin: {}", account.name);
        let account = account.clone();
        let on_change = move |to: bool| {
            let change = if to { Change::MakeAdmin } else { Change::RemoveAdmin };
            let is_self = session.identity_untracked().is_some_and(|identity| identity.username == account.name);
            if is_self && change.warning_to_oneself().is_some() {
                dialogs.confirm(change, account.clone());
            } else {
                make_and_tell(change, account.clone(), session, toasts, listing);
            }
        };
        view! { <Switch label checked=is_admin busy on_change /> }.into_any()
    }
}

/// Makes a change and says what came of it.
fn make_and_tell(change: Change, account: Account, session: Session, toasts: Toasts, listing: Listing) {
    let before = account.user.with_untracked(account_api::User::state);
    spawn_local(async move {
        match change.make(session, account.clone()).await {
            Ok(()) => tell_done(change, before, account, session, toasts, listing),
            Err(error) if error.is_unauthorized() => {}
            Err(error) => {
                let toast = Toast::failed(change.failed(&account.name, &error));
                toasts.show(match error.effect() {
                    crate::api::Effect::NothingChanged => toast,
                    crate::api::Effect::Unknown => toast.with_action("Refresh", move || listing.reload_if_there()),
                });
            }
        }
    });
}

/// Says that a change was made, and offers to take it back where that is honest.
pub fn tell_done(
    change: Change,
    before: AccountState,
    account: Account,
    session: Session,
    toasts: Toasts,
    listing: Listing,
) {
    if !session.is_signed_in_untracked() {
        return;
    }
    let toast = Toast::done(change.done(&account.name));
    toasts.show(match change.undo(before) {
        Some(undo) => toast.with_action("Undo", move || make_and_tell(undo, account.clone(), session, toasts, listing)),
        None => toast,
    });
}

#[component]
fn RowMenu(account: Account) -> impl IntoView {
    let dialogs: Dialogs = expect_context();
    let kind = expect_context::<super::Kind>().0;
    let label = format!("Actions for {}", account.name);
    let items = move |()| {
        let mut items = Vec::new();
        // Service accounts have no password.
        if kind == UserType::User {
            let account = account.clone();
            items.push(MenuItem {
                label: "Reset password…".to_owned(),
                is_danger: false,
                action: Callback::new(move |()| dialogs.reset_password(account.clone())),
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
