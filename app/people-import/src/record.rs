//! One person or account as it was read, and what needs a look.

use std::fmt;

/// One person or account as it was read. Nothing is validated; what is missing is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The line it begins in, counted from 1.
    pub line: usize,
    /// From its own column, or the local part of the email.
    pub username: String,
    /// Without anything around it.
    pub email: String,
    /// `None` if the source has no password for it, or one that is none.
    pub password: Option<String>,
    /// What the person is called, where the source says so. Shown, never sent.
    pub name: String,
    /// What the user should check.
    pub notes: Vec<Note>,
}

/// Without the password: debug output ends up in logs.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("line", &self.line)
            .field("username", &self.username)
            .field("email", &self.email)
            .field("password", &self.password.as_ref().map(|_| "…"))
            .field("name", &self.name)
            .field("notes", &self.notes)
            .finish()
    }
}

/// Something about a record that needs a look before it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Note {
    /// The password cell holds a mask or placeholder.
    MaskedPassword,
    /// The password cell holds a hash.
    HashedPassword,
    /// The password cell has a line break or an invisible character in it.
    BrokenPassword,
    /// The password cell holds the email.
    EmailAsPassword,
    /// All records have the same password.
    SharedPassword,
    /// The row has more cells than the header: it is cut in the wrong places.
    MoreCellsThanHeaders,
    /// The row has fewer cells than the header, so that some may be another column's.
    FewerCellsThanHeaders,
    /// The row has several emails, and nothing says which is meant.
    SeveralEmails,
    /// A quote opened or closed nothing.
    StrayQuote,
    /// An invisible character was removed from within a value.
    InvisibleCharacter(char),
    /// The email stands below a header that does not say whose it is.
    UnlabeledEmail,
    /// The source has a private email for the person, but no other.
    OnlyPrivateEmail,
    /// The row looks like a total, a comment or a note.
    NotAnAccount,
    /// The encoding was guessed, and the record has letters beyond ASCII.
    GuessedEncoding,
}

impl Note {
    /// Whether it says why the source's password is not used. A generated one needs no look.
    #[must_use]
    pub const fn replaces_password(self) -> bool {
        matches!(
            self,
            Self::MaskedPassword
                | Self::HashedPassword
                | Self::BrokenPassword
                | Self::EmailAsPassword
                | Self::SharedPassword
        )
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MaskedPassword => f.write_str("The password is masked, so a new one is generated"),
            Self::HashedPassword => f.write_str("The password is a hash, so a new one is generated"),
            Self::SharedPassword => f.write_str("Everyone has the same password, so new ones are generated"),
            Self::BrokenPassword => {
                f.write_str("The password has a line break or an invisible character in it, so a new one is generated")
            }
            Self::EmailAsPassword => f.write_str("The password is the email, so a new one is generated"),
            Self::MoreCellsThanHeaders => f.write_str("This row has more cells than the header"),
            Self::FewerCellsThanHeaders => f.write_str("This row has fewer cells than the header"),
            Self::SeveralEmails => f.write_str("There are several emails; check which is right"),
            Self::StrayQuote => f.write_str("A quotation mark is missing"),
            Self::InvisibleCharacter(character) => {
                write!(f, "An invisible character (U+{:04X}) was removed", u32::from(*character))
            }
            Self::UnlabeledEmail => f.write_str("The header does not say whose email this is"),
            Self::OnlyPrivateEmail => f.write_str("There is only a private email"),
            Self::NotAnAccount => f.write_str("This may not be an account"),
            Self::GuessedEncoding => f.write_str("The text encoding is a guess. Check the letters"),
        }
    }
}

/// The most characters of a skipped line that are kept.
const MAX_SKIPPED_CHARS: usize = 200;

/// A line that is in no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedLine {
    /// Counted from 1.
    pub line: usize,
    /// As it was written; the beginning of it, with an ellipsis, if it is long.
    pub text: String,
    /// Why.
    pub reason: SkipReason,
}

impl SkippedLine {
    pub(crate) fn new(line: usize, text: &str, reason: SkipReason) -> Self {
        let text = match text.char_indices().nth(MAX_SKIPPED_CHARS) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_owned(),
        };
        Self { line, text, reason }
    }
}

/// Why a line is in no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SkipReason {
    /// A title, version line or note above the header.
    AboveHeader,
    /// It begins with `#`.
    Comment,
    /// The header again, as at the top of each page of a report.
    RepeatedHeader,
    /// A greeting, signature, heading or sentence.
    Prose,
    /// A line of dashes or the like.
    Ruler,
    /// There is nothing in the columns that are read.
    NothingToRead,
    /// An element of JSON, LDIF or the like that is not an account.
    NotAnAccount,
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AboveHeader => "Above the header",
            Self::Comment => "Comment",
            Self::RepeatedHeader => "The header again",
            Self::Prose => "Text without an account",
            Self::Ruler => "Decoration",
            Self::NothingToRead => "No username or email",
            Self::NotAnAccount => "Not an account",
        })
    }
}
