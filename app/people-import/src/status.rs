//! Which records need attention, and why. A record without a reason is ready to be sent.

use crate::options::Purpose;
use crate::record::{Note, Record};
use crate::validation::{Field, Problem, check_email, check_name};
use account_api::case_fold;
use std::collections::HashMap;
use std::fmt;

/// Why a record needs attention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A field is missing or malformed.
    Problem(Problem),
    /// Something about the source.
    Note(Note),
    /// The username is that of an earlier record, up to case.
    SameUsername {
        /// Index of that record.
        first: usize,
    },
    /// An account exists whose username looks the same.
    LooksLike {
        /// Its username.
        existing: String,
    },
    /// The email is that of an earlier record.
    SameEmail {
        /// Index of that record.
        first: usize,
    },
}

impl Reason {
    /// The field it is about, if it is about one.
    #[must_use]
    pub const fn field(&self) -> Option<Field> {
        match self {
            Self::Problem(problem) => Some(problem.field()),
            Self::SameUsername { .. } | Self::LooksLike { .. } => Some(Field::Name),
            Self::SameEmail { .. } => Some(Field::Email),
            Self::Note(_) => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem(problem) => problem.fmt(f),
            Self::Note(note) => note.fmt(f),
            Self::SameUsername { first } => write!(f, "Username differs from row {} only by case", first + 1),
            Self::LooksLike { existing } => write!(f, "Looks like \u{2068}{existing}\u{2069}, which exists"),
            Self::SameEmail { first } => write!(f, "Same email as row {}", first + 1),
        }
    }
}

/// The reasons of each record, in order.
#[must_use]
pub fn reasons(records: &[Record], purpose: Purpose) -> Vec<Vec<Reason>> {
    let mut usernames: HashMap<String, usize> = HashMap::new();
    let mut emails: HashMap<String, usize> = HashMap::new();
    let of = |(index, record): (usize, &Record)| {
        let mut reasons: Vec<Reason> = record.notes.iter().copied().map(Reason::Note).collect();
        reasons.extend(check_name(&record.username).map(Reason::Problem));
        if purpose == Purpose::Users {
            reasons.extend(check_email(&record.email).map(Reason::Problem));
        }
        if !record.username.is_empty() {
            let first = *usernames.entry(case_fold(&record.username)).or_insert(index);
            reasons.extend((first != index).then_some(Reason::SameUsername { first }));
        }
        if purpose == Purpose::Users && !record.email.is_empty() {
            let first = *emails.entry(case_fold(&record.email)).or_insert(index);
            reasons.extend((first != index).then_some(Reason::SameEmail { first }));
        }
        reasons
    };
    records.iter().enumerate().map(of).collect()
}
