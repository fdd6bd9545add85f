//! The users page, and the same for service accounts: find accounts, see their state, change it.

mod change;
mod confirm;
mod empty;
mod listing;
mod query;
mod row;
mod table;
mod toolbar;

use crate::pages::password::{AnothersPasswordDialog, OwnPasswordDialog};
use crate::session::use_session;
use account_api::UserType;
use change::Change;
use confirm::ConfirmDialog;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use listing::{Account, Listing};
use query::Query;
use table::AccountTable;
use toolbar::{Heading, Toolbar};

/// Which kind of accounts the page is about.
#[derive(Clone, Copy)]
struct Kind(UserType);

/// A dialog about one account.
#[derive(Clone)]
enum Asked {
    Confirm(Change, Account),
    Password(Account),
}

/// Opens dialogs from anywhere on the page; they stand at its end, so that a row may go while its dialog is open.
#[derive(Clone, Copy)]
struct Dialogs(RwSignal<Option<Asked>>);

impl Dialogs {
    fn confirm(self, change: Change, account: Account) {
        self.0.set(Some(Asked::Confirm(change, account)));
    }

    fn reset_password(self, account: Account) {
        self.0.set(Some(Asked::Password(account)));
    }
}

/// The page. The URL says what it shows.
#[component]
pub fn UsersPage(
    /// Users, or service accounts.
    kind: UserType,
) -> impl IntoView {
    let session = use_session();
    let search = use_location().search;
    let query = Memo::new(move |_| search.with(|search| Query::from_url(kind, search)));
    let listing = Listing::new(session);
    let dialogs = Dialogs(RwSignal::new(None));
    provide_context(listing);
    provide_context(dialogs);
    provide_context(Kind(kind));
    Effect::new(move || listing.show(query.get()));
    Effect::new(move || {
        document().set_title(match kind {
            UserType::User => "Users · Account Admin",
            UserType::ServiceAccount => "Service accounts · Account Admin",
        });
    });

    view! {
        <div class="page">
            <div class="page-head">
                <Heading query />
                <Toolbar query />
            </div>
            <AccountTable query />
        </div>
        {move || dialogs.0.get().map(|asked| view! { <AskedDialog asked /> })}
    }
}

#[component]
fn AskedDialog(asked: Asked) -> impl IntoView {
    let dialogs: Dialogs = expect_context();
    let session = use_session();
    let on_close = move || dialogs.0.set(None);
    match asked {
        Asked::Confirm(change, account) => view! { <ConfirmDialog change account on_close /> }.into_any(),
        Asked::Password(account) => {
            let is_self = session.identity_untracked().is_some_and(|identity| identity.username == account.name);
            if is_self {
                view! { <OwnPasswordDialog on_close /> }.into_any()
            } else {
                view! { <AnothersPasswordDialog name=account.name on_close /> }.into_any()
            }
        }
    }
}
