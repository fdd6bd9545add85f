//! The state of the site admins page: the list as it was loaded last, and the selection.

use crate::accounts::{Account, Replicas, Target};
use crate::api::ApiError;
use account_api::{User, UserType};
use account_index::SearchText;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The list as it was loaded last.
#[derive(Clone, Default)]
pub struct AdminList {
    /// The site admins, and former ones that were removed with their switch on this page. Rows of
    /// the latter stay in place, so that the switch can be turned back and no other row moves under
    /// the pointer.
    pub users: Arc<Vec<User>>,
    /// How many entries of the response could not be parsed.
    pub unreadable_count: usize,
    /// When the request was sent, in milliseconds since the epoch.
    pub as_of_ms: Option<f64>,
    /// Why the last request failed.
    pub failure: Option<ApiError>,
    /// Whether a request is in progress.
    pub is_loading: bool,
}

impl AdminList {
    /// Iterates over the site admins, without the former ones.
    pub fn admins(&self) -> impl Iterator<Item = &User> {
        self.users.iter().filter(|user| is_admin(user))
    }

    /// Finds a site admin or former one by username.
    pub fn get(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|user| user.username == name)
    }
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct AdminsContext {
    pub list: RwSignal<AdminList>,
    /// What the list is filtered by.
    pub filter: RwSignal<String>,
    /// The users whose rows are shown.
    pub shown: Memo<Vec<User>>,
    /// The usernames of the selected site admins.
    pub selected: RwSignal<BTreeSet<String>>,
    /// The usernames of those whose switch was turned off on this page.
    pub removed: RwSignal<BTreeSet<String>>,
}

impl AdminsContext {
    /// Creates the state before the list is loaded.
    pub fn new() -> Self {
        let (list, filter) = (RwSignal::<AdminList>::default(), RwSignal::new(String::new()));
        let shown = Memo::new(move |_| {
            let text = SearchText::parse(&filter.get());
            list.with(|list| text.filter(&list.users, |user| (&user.username, &user.email)))
        });
        Self { list, filter, shown, selected: RwSignal::default(), removed: RwSignal::default() }
    }
}

/// Whether a user in the list is a site admin rather than a former one.
pub fn is_admin(user: &User) -> bool {
    user.is_admin != Some(false)
}

/// Whether an account is known to be a service account: the list does not tell the type. Reactive.
pub fn is_service_account(name: &str, replicas: Replicas) -> bool {
    replicas.track();
    replicas.account_named(name).is_some_and(|(kind, _)| kind == UserType::ServiceAccount)
}

/// Adds the rows of former site admins to a newly loaded list, each after the row it followed in
/// `previous`. `removed` are the usernames of those.
pub fn merge_removed(admins: Vec<User>, previous: &[User], removed: &BTreeSet<String>) -> Vec<User> {
    let mut users: Vec<User> = admins.into_iter().map(|user| User { is_admin: Some(true), ..user }).collect();
    let position = |users: &[User], name: &str| users.iter().position(|user| user.username == name);
    for (index, user) in previous.iter().enumerate() {
        if removed.contains(&user.username) && position(&users, &user.username).is_none() {
            let mut rows_before = previous[..index].iter().rev();
            let after = rows_before.find_map(|before| position(&users, &before.username));
            let former = User { is_admin: Some(false), ..user.clone() };
            users.insert(after.map_or(0, |after| after + 1), former);
        }
    }
    users
}

/// Returns the type of an account in the list. Guesses it if the account is not loaded: as a rule,
/// users have an email. Reactive.
pub fn type_of(user: &User, replicas: Replicas) -> UserType {
    replicas.track();
    replicas.type_of(&user.username).unwrap_or_else(|| guess_type(user, replicas))
}

fn guess_type(user: &User, replicas: Replicas) -> UserType {
    let service_accounts = replicas.get_without_starting(UserType::ServiceAccount);
    if !user.email.is_empty() || service_accounts.with_status(|status| status.is_complete()) {
        UserType::User
    } else {
        UserType::ServiceAccount
    }
}

/// Returns the target of a job for an account of the list.
pub fn target(user: &User, replicas: Replicas) -> Target {
    let user_type = untrack(|| type_of(user, replicas));
    Target::from_user(User { is_admin: Some(true), ..user.clone() }, user_type)
}

/// Returns the account of a user in the list, and adds it to the loaded accounts if it is missing.
///
/// `None` if the account is not loaded and has no email: the list does not tell the type of an
/// account, and only users have emails.
pub fn find_or_add_account(replicas: Replicas, user: &User) -> Option<(UserType, Account)> {
    replicas.account_named(&user.username).or_else(|| {
        if user.email.is_empty() {
            return None;
        }
        replicas.get_without_starting(UserType::User).apply_confirmed(user);
        replicas.account_named(&user.username)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn users(names: &[&str]) -> Vec<User> {
        names.iter().map(|&name| User { username: name.into(), ..User::default() }).collect()
    }

    fn merged(admins: &[&str], previous: &[&str], removed: &[&str]) -> Vec<(String, bool)> {
        let removed = removed.iter().map(|&name| name.to_owned()).collect();
        let users = merge_removed(users(admins), &users(previous), &removed);
        users.into_iter().map(|user| (user.username.clone(), is_admin(&user))).collect()
    }

    fn row(name: &str, is_admin: bool) -> (String, bool) {
        (name.to_owned(), is_admin)
    }

    #[test]
    fn a_former_admin_stays_after_the_row_it_followed() {
        assert_eq!(
            merged(&["ada", "grace"], &["ada", "alan", "grace"], &["alan"]),
            [row("ada", true), row("alan", false), row("grace", true)]
        );
        assert_eq!(merged(&["grace"], &["alan", "grace"], &["alan"]), [row("alan", false), row("grace", true)]);
    }

    #[test]
    fn neighboring_former_admins_keep_their_order() {
        assert_eq!(
            merged(&["ada"], &["ada", "alan", "grace"], &["alan", "grace"]),
            [row("ada", true), row("alan", false), row("grace", false)]
        );
    }

    #[test]
    fn an_admin_who_was_added_again_is_listed_once() {
        assert_eq!(merged(&["alan", "ada"], &["ada", "alan"], &["alan"]), [row("alan", true), row("ada", true)]);
    }
}
