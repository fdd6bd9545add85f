//! Emails whose label is in a column of its own: `E-mail 1 - Type` and `E-mail 1 - Value` of
//! Google Contacts.

use crate::grid::{Grid, GridRow};
use crate::role::Role;
use crate::text::trim;
use crate::vocabulary::{Qualifier, qualifies};
use account_api::{case_fold, search_fold};

/// A column of emails and the column that says of which kind each is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LabeledEmails {
    label: usize,
    pub(crate) value: usize,
}

/// The email of a row with labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// For work, primary, or the only one.
    Certain(usize),
    /// Of another kind, or one of several without a kind.
    Doubtful(usize),
    /// All there are are private.
    OnlyPrivate,
    /// The row has none.
    Nothing,
}

/// The pairs of columns in a table, by their headers.
pub(crate) fn labeled_emails(grid: &Grid, roles: &[Option<Role>]) -> Vec<LabeledEmails> {
    const LABELS: &[&str] =
        &["type", "label", "typ", "art", "tipo", "bezeichnung", "kind", "étiquette", "libellé", "etiqueta"];
    const VALUES: &[&str] = &["value", "wert", "address", "adresse", "valeur", "valor", "valore"];
    let words = |column: usize| -> Vec<String> {
        let header = case_fold(grid.header_of(column));
        let words = header.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let without = |words: &[String], list: &[&str]| -> String {
        words.iter().filter(|word| !list.contains(&word.as_str())).map(String::as_str).collect()
    };
    let is_email = |column: &usize| matches!(roles[*column], Some(Role::Email | Role::WorkEmail | Role::PrivateEmail));
    let columns: Vec<Vec<String>> = (0..roles.len()).map(words).collect();
    let label_of = |value: usize| {
        let name = without(&columns[value], VALUES);
        (0..roles.len()).find(|column| {
            let is_label = columns[*column].iter().any(|word| LABELS.contains(&word.as_str()));
            is_label && *column != value && without(&columns[*column], LABELS) == name
        })
    };
    (0..roles.len())
        .filter(is_email)
        .filter_map(|value| label_of(value).map(|label| LabeledEmails { label, value }))
        .collect()
}

/// The column with the email of a row.
pub(crate) fn choose(row: &GridRow, pairs: &[LabeledEmails], roles: &[Option<Role>]) -> Chosen {
    const OTHER: &str = "other others sonstige sonstiges andere autre otro otra altro overig другое その他 其他";
    let filled = || pairs.iter().filter(|pair| !row.trimmed(pair.value).is_empty());
    let rank = |pair: &LabeledEmails| {
        let label = search_fold(row.trimmed(pair.label));
        let is_primary = label.contains('*');
        let mut words = label.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        let is_second = roles.get(pair.value).copied().flatten() == Some(Role::PrivateEmail);
        match words.next() {
            Some(word) if qualifies(word, &[Qualifier::Work]) => Some(u8::from(!is_primary)),
            Some(word) if OTHER.split(' ').any(|other| other == word) => Some(5),
            Some(word) if qualifies(word, &[Qualifier::Private]) => None,
            _ if is_primary => Some(2),
            _ => Some(if is_second { 4 } else { 3 }),
        }
    };
    let best = filled().filter_map(|pair| rank(pair).map(|rank| (rank, pair.value))).min();
    match best {
        Some((0..=3, value)) => Chosen::Certain(value),
        Some((_, value)) => Chosen::Doubtful(value),
        None if filled().next().is_some() => Chosen::OnlyPrivate,
        None => Chosen::Nothing,
    }
}

/// The first of several values in a cell, as Google Contacts writes them, and whether there are
/// more.
pub(crate) fn first_value(cell: &str) -> (&str, bool) {
    match cell.split_once(":::") {
        Some((first, rest)) => (trim(first), !trim(rest).is_empty()),
        None => (cell, false),
    }
}
