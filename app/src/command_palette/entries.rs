//! The entries of the palette for what is typed, best matches first.

use super::commands::{Command, matching_commands};
use super::page_commands::{PageCommand, PageCommands};
use super::query::{PaletteQuery, commands_named};
use crate::accounts::{Account, LiveQuery, Replica, use_replicas};
use crate::actions::AccountCommand;
use crate::components::IconName;
use crate::session::use_session;
use account_api::search_fold;
use account_api::{User, UserType};
use account_index::{Query, Row, Sort};
use core::ops::Range;
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
    /// Runs a command of the page on screen.
    PageCommand(PageCommand),
    /// Types the words of a command, so that a name can follow.
    TypeCommand(AccountCommand),
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
            Self::PageCommand(command) => command.text.clone(),
            Self::TypeCommand(command) => format!("{}…", command.label()),
            Self::OpenAccount(account, _) => account.name.clone(),
            Self::ApplyCommand(command, account) => command.describe(&account.name),
        }
    }

    /// Returns the muted text beside it.
    pub fn hint(&self) -> String {
        match self {
            Self::Command(command) => command.shortcut.unwrap_or_default().to_owned(),
            Self::PageCommand(command) => command.hint.clone(),
            Self::TypeCommand(_) => "Choose an account".to_owned(),
            Self::OpenAccount(account, _) | Self::ApplyCommand(_, account) => {
                account.user.with_untracked(|user| user.email.clone())
            }
        }
    }

    /// Returns the icon of the entry.
    pub const fn icon(&self) -> IconName {
        match self {
            Self::Command(command) => command.icon,
            Self::PageCommand(command) => command.icon,
            Self::TypeCommand(_) => IconName::Person,
            Self::OpenAccount(_, UserType::User) => IconName::Person,
            Self::OpenAccount(_, UserType::ServiceAccount) => IconName::Server,
            Self::ApplyCommand(..) => IconName::Person,
        }
    }
}

/// A group of entries with a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The account with exactly the name that is typed.
    ExactMatch,
    /// The commands of the page on screen.
    Page,
    Pages,
    Actions,
    People,
    /// Accounts that the typed action does not apply to.
    Unavailable,
}

impl Section {
    /// Returns the heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ExactMatch => "Exact match",
            Self::Page => "This page",
            Self::Pages => "Pages",
            Self::Actions => "Actions",
            Self::People => "Accounts",
            Self::Unavailable => "Not available for this action",
        }
    }
}

/// What the palette lists.
#[derive(Clone, Default)]
pub struct Entries {
    /// The sections that have entries.
    pub sections: Vec<(Section, Vec<Entry>)>,
    /// The number of accounts that are listed, and of those that match.
    pub accounts: (usize, usize),
}

impl Entries {
    fn add(&mut self, section: Section, entries: impl IntoIterator<Item = Entry>) {
        let entries: Vec<Entry> = entries.into_iter().collect();
        if !entries.is_empty() {
            self.sections.push((section, entries));
        }
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.sections.iter().map(|(_, entries)| entries.len()).sum()
    }

    /// The entry at an index.
    pub fn get(&self, index: usize) -> Option<&Entry> {
        self.sections.iter().flat_map(|(_, entries)| entries).nth(index)
    }
}

/// Returns the entries for a text: an account with exactly that name, then commands, then other
/// accounts that match.
pub fn use_entries(raw_text: RwSignal<String>) -> Memo<Entries> {
    let replicas = use_replicas();
    let session = use_session();
    let page_commands: PageCommands = expect_context();
    let query = Memo::new(move |_| raw_text.with(|text| PaletteQuery::parse(text)));
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
        let has_accounts = !text.is_empty() || command.is_some();
        let found: Vec<Found> =
            searches.iter().filter(|_| has_accounts).map(|search| search.find(&text, &is_available)).collect();
        let match_count = found.iter().map(|found| found.match_count).sum();
        let others = found.into_iter().flat_map(|found| found.first);
        let others = without_exact(exact.as_ref(), others, |(_, left), (_, right)| left.name == right.name);
        let listed_count = others.len() + usize::from(exact.is_some());
        let mut entries = Entries { accounts: (listed_count, match_count), ..Entries::default() };
        entries.add(Section::ExactMatch, exact.map(|(kind, account)| Entry::new(command, kind, account)));
        let (is_empty, page_commands) = raw_text.with(|text| (text.trim().is_empty(), page_commands.matching(text)));
        let has_page_commands = !page_commands.is_empty();
        entries.add(Section::Page, page_commands.into_iter().map(Entry::PageCommand));
        if command.is_none() {
            let (pages, actions): (Vec<Command>, Vec<Command>) =
                matching_commands(&text, is_site_admin).into_iter().partition(|command| command.is_page);
            let commands = commands_named(&text).into_iter();
            let commands = commands.filter(|command| is_site_admin || !command.requires_site_admin());
            entries.add(Section::Pages, pages.into_iter().map(Entry::Command));
            if is_empty && has_page_commands && !entries.sections[1..].is_empty() {
                // Enter runs the first entry: before anything is typed, that only opens a page.
                entries.sections.swap(0, 1);
            }
            entries
                .add(Section::Actions, commands.map(Entry::TypeCommand).chain(actions.into_iter().map(Entry::Command)));
        }
        entries.add(Section::People, others.into_iter().map(|(kind, account)| Entry::new(command, kind, account)));
        if command.is_some() && !text.is_empty() && listed_count == 0 && match_count == 0 {
            // Otherwise it would look as if there were no such account.
            let all = searches.iter().flat_map(|search| search.find(&text, &|_, _| true).first).take(MAX_ACCOUNTS);
            entries.add(Section::Unavailable, all.map(|(kind, account)| Entry::new(None, kind, account)));
        }
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

/// The result of a search.
struct Found {
    /// The first accounts for which the command is available.
    first: Vec<(UserType, Account)>,
    /// The number of such accounts, as far as they were counted.
    match_count: usize,
}

impl Search {
    /// Finds the accounts for which the command is available: first those whose name starts with
    /// the text.
    fn find(&self, text: &str, is_available: &impl Fn(UserType, &User) -> bool) -> Found {
        self.live_query.with(|result| {
            let rows = result.map(|result| result.rows.as_slice()).unwrap_or_default();
            let prefixed =
                self.live_query.with_store(|store| prefix_range(rows, text, |row| store.name(row).to_owned()));
            let others = rows[..prefixed.start].iter().chain(&rows[prefixed.end..]);
            let available: Vec<Row> = rows[prefixed]
                .iter()
                .chain(others)
                .take(MAX_SCANNED)
                .copied()
                .filter(|row| is_available(self.kind, &self.replica.user(*row)))
                .collect();
            let unscanned = rows.len().saturating_sub(MAX_SCANNED);
            Found {
                match_count: available.len() + unscanned,
                // One more than are listed, since the exact match may be among them.
                first: available
                    .into_iter()
                    .take(MAX_ACCOUNTS + 1)
                    .map(|row| (self.kind, self.replica.account(row)))
                    .collect(),
            }
        })
    }
}

/// The rows whose name starts with a text, among rows that are sorted by name.
fn prefix_range(rows: &[Row], text: &str, name: impl Fn(Row) -> String) -> Range<usize> {
    let prefix = search_fold(text);
    let start = rows.partition_point(|row| search_fold(&name(*row)) < prefix);
    let len = rows[start..].partition_point(|row| search_fold(&name(*row)).starts_with(&prefix));
    start..start + len
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
    fn names_that_start_with_the_text_come_first() {
        let names = ["arahman", "jmahn", "mada", "Mae", "mary", "tmansour"];
        let name = |row: Row| names[row as usize].to_owned();
        let rows: Vec<Row> = (0..6).collect();
        assert_eq!(prefix_range(&rows, "MA", name), 2..5);
        assert_eq!(prefix_range(&rows, "zz", name), 6..6);
        assert_eq!(prefix_range(&rows, "", name), 0..6);
        assert_eq!(prefix_range(&[], "ma", name), 0..0);
    }

    #[test]
    fn the_limit_does_not_count_the_exact_match() {
        let found = without_exact(Some(&0), 0..100, usize::eq);
        assert_eq!(found, (1..=MAX_ACCOUNTS).collect::<Vec<_>>());
    }
}
