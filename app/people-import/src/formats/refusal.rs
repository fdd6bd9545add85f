//! Reasons for not reading a text at all.

use super::format::Format;
use std::fmt;

/// Why a text as a whole is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A file that is not text. Holds what it is.
    NotText(&'static str),
    /// A text of another kind. Holds what it is.
    NotAList(&'static str),
    /// A web page without a table of accounts, such as a sign-in or error page.
    WebPage,
    /// XML without elements that are accounts.
    Xml,
    /// JSON that ends early or is malformed.
    MalformedJson {
        /// Where, counted from 1.
        line: usize,
        /// Where, counted from 1.
        column: usize,
    },
    /// JSON without a list of accounts.
    NoAccountsInJson,
    /// vCards or LDIF without a name or email.
    NoAccounts(Format),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText(what) => write!(f, "This is {what}. Save it as CSV (UTF-8) and try again."),
            Self::NotAList(what) => write!(f, "This is {what}, not a list of people."),
            Self::WebPage => f.write_str(
                "This is a web page, not a list of people. Your session may have expired during the export.",
            ),
            Self::Xml => f.write_str("This XML has no elements with a username or email."),
            Self::MalformedJson { line, column } => {
                write!(f, "This JSON is incomplete or malformed at line {line}, column {column}.")
            }
            Self::NoAccountsInJson => f.write_str("This JSON has no list of objects with a username or email."),
            Self::NoAccounts(format) => write!(f, "This {} file has no username or email.", format.name()),
        }
    }
}
