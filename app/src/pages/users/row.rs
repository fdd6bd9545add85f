//! One account in the table.

use super::change::Change;
use super::words::{state_label, state_shape, yes_or_no};
use super::{Dialogs, Page};
use crate::api::{ApiError, Effect};
use crate::replica::Account;
use crate::session::{Identity, Session, use_session};
use crate::ui::{Ago, Badge, Glyph, Highlight, Icon, Menu, MenuItem, Switch, Toast, Toasts, use_toasts};
use account_api::{AccountState, UserType};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A row: who it is, in what state, and what can be done.
#[component]
pub fn AccountRow(
    account: Account,
    /// What was searched for, to be marked.
    #[prop(into)]
    search: Signal<String>,
    /// Its place in the list, from 0.
    place: usize,
) -> impl IntoView {
    let user = account.user.clone();
    let email = Signal::derive({
        let user = user.clone();
        move || user.with(|user| user.email.clone())
    });
    let state = Signal::derive({
        let user = user.clone();
        move || user.with(account_api::User::state)
    });
    let shape = Signal::derive(move || state_shape(state.get()));
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
    let Page { query, .. } = expect_context();
    let url = {
        let name = name.clone();
        move || query.with(|query| query.with_user(Some(name.clone())).to_url())
    };
    let is_open = {
        let name = name.clone();
        move || query.with(|query| (query.user.as_deref() == Some(name.as_str())).then_some("true"))
    };
    view! {
        // The head is the first row (ARIA counts from 1).
        <tr role="row" aria-rowindex=place + 2 aria-current=is_open>
            <th role="rowheader" scope="row" class="cell-name">
                <a class="clip" title=name.clone() href=url data-noscroll="true">
                    <Highlight text=name_text search />
                </a>
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
    let dialogs: Dialogs = expect_context();
    let changing = Changing { session, toasts: use_toasts() };
    let may_change = Memo::new(move |_| session.identity().is_some_and(|identity| identity.is_site_admin));
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
            let is_self = session.identity_untracked().is_some_and(|identity| identity.username == account.name);
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

/// What is needed to make changes and to tell of them, outside components too.
#[derive(Clone, Copy)]
pub struct Changing {
    pub session: Session,
    pub toasts: Toasts,
}

impl Changing {
    /// Makes a change and tells what came of it in a message.
    fn make_and_tell(self, change: Change, account: Account) {
        spawn_local(async move {
            let Some(identity) = self.session.identity_untracked() else { return };
            let before = account.user.with_untracked(account_api::User::state);
            match change.make(self.session, account.clone()).await {
                Ok(()) => self.tell_done(change, before, account, &identity),
                Err(error) => self.tell_failed(change, &account, &error, &identity),
            }
        });
    }

    /// Tells that a change was made, and offers to take it back where that is honest. Told to nobody but the one who made it.
    pub fn tell_done(self, change: Change, before: AccountState, account: Account, made_by: &Identity) {
        if !self.session.is_of(&made_by.client) {
            return;
        }
        let is_self = made_by.username == account.name;
        let toast = Toast::done(change.done(&account.name)).about(&account.name);
        self.toasts.show(match change.undo(before, is_self) {
            Some(undo) => toast.with_action("Undo", move || self.make_and_tell(undo, account.clone())),
            None => toast,
        });
    }

    /// Tells why a change was not made, or that nobody knows whether it was.
    pub fn tell_failed(self, change: Change, account: &Account, error: &ApiError, made_by: &Identity) {
        if !self.session.is_of(&made_by.client) {
            return;
        }
        let toast = Toast::failed(change.failed(&account.name, error)).about(&account.name);
        self.toasts.show(match error.effect() {
            Effect::NothingChanged => toast,
            Effect::Unknown => {
                let account = account.clone();
                toast.with_action("Refresh", move || account.refresh())
            }
        });
    }
}

#[component]
fn RowMenu(account: Account) -> impl IntoView {
    let dialogs: Dialogs = expect_context();
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
