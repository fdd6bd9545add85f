//! The entries of the palette for what is typed, best matches first.

use super::commands::{Command, matching_commands};
use super::query::PaletteQuery;
use crate::accounts::{Account, LiveQuery, Replica, use_replicas};
use crate::actions::AccountCommand;
use crate::components::IconName;
use crate::session::use_session;
use account_api::{User, UserType};
use account_index::{Query, Sort};
use leptos::prelude::*;

/// How many accounts are listed besides an exact match.
const MAX_ACCOUNTS: usize = 8;

/// How many search results are checked for whether the typed command is available for them.
const MAX_SCANNED: usize = 2_000;

/// An entry of the palette.
#[derive(Clone)]
pub enum Entry {
    /// Runs a command that applies to no account.
    Command(Command),
    /// Opens the details of an account.
    OpenAccount(Account, UserType),
    /// Opens the dialog that applies a command to an account.
    ApplyCommand(AccountCommand, Account),
}

impl Entry {
    fn new(command: Option<AccountCommand>, kind: UserType, account: Account) -> Self {
        match command {
            Some(command) => Self::ApplyCommand(command, account),
            None => Self::OpenAccount(account, kind),
        }
    }

    /// Returns the text of the entry.
    pub fn text(&self) -> String {
        match self {
            Self::Command(command) => command.text.to_owned(),
            Self::OpenAccount(account, _) => account.name.clone(),
            Self::ApplyCommand(command, account) => command.describe(&account.name),
        }
    }

    /// Returns the muted text beside it.
    pub fn hint(&self) -> String {
        match self {
            Self::Command(command) => command.hint.to_owned(),
            Self::OpenAccount(account, _) => account.user.with_untracked(|user| user.email.clone()),
            Self::ApplyCommand(..) => "Action".to_owned(),
        }
    }

    /// Returns the icon of the entry.
    pub const fn icon(&self) -> IconName {
        match self {
            Self::Command(command) => command.icon,
            Self::OpenAccount(_, UserType::User) => IconName::Person,
            Self::OpenAccount(_, UserType::ServiceAccount) => IconName::Server,
            Self::ApplyCommand(..) => IconName::Pulse,
        }
    }
}

/// Returns the entries for a text: an account with exactly that name, then commands, then other
/// accounts that match.
pub fn use_entries(text: RwSignal<String>) -> Memo<Vec<Entry>> {
    let replicas = use_replicas();
    let session = use_session();
    let query = Memo::new(move |_| text.with(|text| PaletteQuery::parse(text)));
    let index_query = Memo::new(move |_| {
        (Query { text: query.with(|query| query.text.clone()), ..Query::default() }, Sort::default())
    });
    let searches = [UserType::User, UserType::ServiceAccount].map(|kind| {
        let replica = replicas.get_or_start(kind);
        Search { kind, replica, live_query: LiveQuery::new(replica, index_query) }
    });
    let entries = move || {
        let PaletteQuery { command, text } = query.get();
        let is_site_admin = session.is_site_admin();
        let is_available = |kind: UserType, user: &User| {
            command.is_none_or(|command| command.is_available_for(kind, user, is_site_admin))
        };
        let exact = replicas.account_named(&text).filter(|(kind, account)| is_available(*kind, &account.user.get()));
        let others =
            searches.iter().filter(|_| !text.is_empty()).flat_map(|search| search.first_accounts(&is_available));
        let others = without_exact(exact.as_ref(), others, |(_, left), (_, right)| left.name == right.name);
        let mut entries: Vec<Entry> = Vec::new();
        entries.extend(exact.map(|(kind, account)| Entry::new(command, kind, account)));
        if command.is_none() {
            entries.extend(matching_commands(&text, is_site_admin).into_iter().map(Entry::Command));
        }
        entries.extend(others.into_iter().map(|(kind, account)| Entry::new(command, kind, account)));
        entries
    };
    // Comparing the few entries costs more than rendering them again.
    Memo::new_with_compare(move |_| entries(), |_, _| true)
}

/// Limits the accounts found, and leaves out the exact match, which comes first.
fn without_exact<T>(exact: Option<&T>, found: impl Iterator<Item = T>, is_same: impl Fn(&T, &T) -> bool) -> Vec<T> {
    found.filter(|item| exact.is_none_or(|exact| !is_same(exact, item))).take(MAX_ACCOUNTS).collect()
}

/// The search in the accounts of a kind.
struct Search {
    kind: UserType,
    replica: Replica,
    live_query: LiveQuery,
}

impl Search {
    /// Returns the first accounts found for which the command is available.
    fn first_accounts(&self, is_available: &impl Fn(UserType, &User) -> bool) -> Vec<(UserType, Account)> {
        self.live_query.with(|result| {
            let rows = result.map(|result| result.rows.as_slice()).unwrap_or_default();
            rows.iter()
                .take(MAX_SCANNED)
                .filter(|row| is_available(self.kind, &self.replica.user(**row)))
                // One more than are listed, since the exact match may be among them.
                .take(MAX_ACCOUNTS + 1)
                .map(|row| (self.kind, self.replica.account(*row)))
                .collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_match_is_not_listed_twice() {
        assert_eq!(without_exact(Some(&2), [1, 2, 3].into_iter(), i32::eq), [1, 3]);
        assert_eq!(without_exact(None, [1, 2, 3].into_iter(), i32::eq), [1, 2, 3]);
    }

    #[test]
    fn the_limit_does_not_count_the_exact_match() {
        let found = without_exact(Some(&0), 0..100, usize::eq);
        assert_eq!(found, (1..=MAX_ACCOUNTS).collect::<Vec<_>>());
    }
}
