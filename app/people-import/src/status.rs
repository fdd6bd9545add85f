//! Which records need attention, and why. A record without a reason is ready to be sent.

use crate::options::Purpose;
use crate::record::{Note, Record};
use crate::skeleton::skeleton;
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
    /// The username looks like that of an earlier record: composed or decomposed accents, `ß` or
    /// `ss`, `ı` or `i`, full-width letters.
    SimilarUsername {
        /// Index of that record.
        first: usize,
    },
    /// An account exists that has the email.
    EmailInUse {
        /// Its username.
        existing: String,
    },
    /// The email is that of an earlier record.
    SameEmail {
        /// Index of that record.
        first: usize,
    },
    /// The email looks like that of an earlier record.
    SimilarEmail {
        /// Index of that record.
        first: usize,
    },
    /// The password is that of an earlier record. Of what was typed or pasted, and of several
    /// sources: passwords that one source repeats are replaced.
    SamePassword {
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
            Self::SameUsername { .. } | Self::LooksLike { .. } | Self::SimilarUsername { .. } => Some(Field::Name),
            Self::EmailInUse { .. } | Self::SameEmail { .. } | Self::SimilarEmail { .. } => Some(Field::Email),
            Self::SamePassword { .. } => Some(Field::Password),
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
            Self::EmailInUse { existing } => write!(f, "\u{2068}{existing}\u{2069} already has this email"),
            Self::SimilarUsername { first } => write!(f, "Looks like the username of row {}", first + 1),
            Self::SimilarEmail { first } => write!(f, "Looks like the email of row {}", first + 1),
            Self::SamePassword { first } => write!(f, "Same password as row {}", first + 1),
            Self::SameEmail { first } => write!(f, "Same email as row {}", first + 1),
        }
    }
}

/// The reasons of each record, in order.
#[must_use]
pub fn reasons(records: &[Record], purpose: Purpose) -> Vec<Vec<Reason>> {
    let mut keys = TwinKeys::default();
    let (mut usernames, mut emails) = (Twins::default(), Twins::default());
    let mut twin_of = |twins: &mut Twins, index, value: &str| twins.find(index, keys.key(value)?);
    let of = |(index, record): (usize, &Record)| {
        let mut reasons: Vec<Reason> = record.notes.iter().copied().map(Reason::Note).collect();
        reasons.extend(check_name(&record.username).map(Reason::Problem));
        if purpose == Purpose::Users {
            reasons.extend(check_email(&record.email).map(Reason::Problem));
        }
        reasons.extend(twin_of(&mut usernames, index, &record.username).map(Twin::username_reason));
        if purpose == Purpose::Users {
            reasons.extend(twin_of(&mut emails, index, &record.email).map(Twin::email_reason));
        }
        reasons
    };
    records.iter().enumerate().map(of).collect()
}

/// An earlier value that is, or looks like, another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin {
    /// The same up to case. Holds the index of its record.
    Same(usize),
    /// Hardly told apart by people. Holds the index of its record.
    Similar(usize),
}

impl Twin {
    /// The reason to look at a username with this twin.
    #[must_use]
    pub const fn username_reason(self) -> Reason {
        match self {
            Self::Same(first) => Reason::SameUsername { first },
            Self::Similar(first) => Reason::SimilarUsername { first },
        }
    }

    /// The reason to look at an email with this twin.
    #[must_use]
    pub const fn email_reason(self) -> Reason {
        match self {
            Self::Same(first) => Reason::SameEmail { first },
            Self::Similar(first) => Reason::SimilarEmail { first },
        }
    }
}

/// What twins have in common, as numbers: comparing the same values again and again hashes none.
/// Keys from the same [`TwinKeys`] can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwinKey {
    folded: usize,
    skeleton: usize,
}

/// Makes keys, and remembers the texts that they stand for.
#[derive(Debug, Default)]
pub struct TwinKeys {
    numbers: HashMap<Box<str>, usize>,
}

impl TwinKeys {
    /// The key of a username or an email. An empty value has none, because it has no twin.
    pub fn key(&mut self, value: &str) -> Option<TwinKey> {
        let folded = case_fold(value);
        let skeleton = skeleton(&folded);
        (!folded.is_empty()).then(|| TwinKey { skeleton: self.number(skeleton), folded: self.number(folded) })
    }

    fn number(&mut self, text: String) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(text.into_boxed_str()).or_insert(next)
    }
}

/// The usernames or emails of earlier records: the index of the first one by the numbers of keys.
#[derive(Debug, Default)]
pub struct Twins {
    same: Vec<Option<usize>>,
    similar: Vec<Option<usize>>,
}

/// The index that a number was seen with first.
fn first_index(seen: &mut Vec<Option<usize>>, number: usize, index: usize) -> usize {
    if number >= seen.len() {
        seen.resize(number + 1, None);
    }
    *seen[number].get_or_insert(index)
}

impl Twins {
    /// The twin of a value, which counts as an earlier one from now on.
    pub fn find(&mut self, index: usize, key: TwinKey) -> Option<Twin> {
        let similar = first_index(&mut self.similar, key.skeleton, index);
        let same = first_index(&mut self.same, key.folded, index);
        match () {
            () if same != index => Some(Twin::Same(same)),
            () if similar != index => Some(Twin::Similar(similar)),
            () => None,
        }
    }
}
