//! Formats other than delimited text, each read into a [`Grid`].

mod json;
mod key_value;
mod ldif;
mod markup;
mod vcard;

use crate::grid::Grid;
use crate::reading::Purpose;
use crate::text::trim;
use std::fmt;

/// What a text was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Rows of cells.
    Table,
    /// Running text: recipients, a list, a mail.
    List,
    /// JSON, or one JSON object per line.
    Json,
    /// XML.
    Xml,
    /// The tables of an HTML page.
    Html,
    /// vCards.
    VCard,
    /// LDIF (RFC 2849).
    Ldif,
    /// `Key: value` lines, one paragraph per person.
    KeyValue,
}

impl Format {
    /// The name that people know it by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "Table",
            Self::List => "List",
            Self::Json => "JSON",
            Self::Xml => "XML",
            Self::Html => "HTML",
            Self::VCard => "vCard",
            Self::Ldif => "LDIF",
            Self::KeyValue => "Key and value lines",
        }
    }
}

/// Why a text as a whole is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A file that is not text. Holds what it is.
    NotText(&'static str),
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
            Self::NotText(what) => write!(f, "This is {what}. Save it as CSV and try again."),
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

/// What the structured formats make of a text. `None` for delimited text and lists.
pub(crate) fn read(text: &str, purpose: Purpose) -> Option<Result<(Format, Content), Refusal>> {
    let start = trim(text);
    if start.starts_with('<') && markup::is_markup(start) {
        return Some(markup::read(text).map(|(format, grid)| (format, Content::Grid(grid))));
    }
    if start.starts_with(['{', '[']) && json::is_json(start) {
        return Some(json::read(text, purpose).map(|content| (Format::Json, content)));
    }
    if vcard::is_vcard(start) {
        return Some(named(Format::VCard, vcard::read(text)));
    }
    if ldif::is_ldif(text) {
        return Some(named(Format::Ldif, ldif::read(text)));
    }
    key_value::read(text).map(|grid| Ok((Format::KeyValue, Content::Grid(grid))))
}

fn named(format: Format, grid: Grid) -> Result<(Format, Content), Refusal> {
    if grid.has_identity() && !grid.rows.is_empty() {
        Ok((format, Content::Grid(grid)))
    } else {
        Err(Refusal::NoAccounts(format))
    }
}

/// What a structured text holds.
#[derive(Debug)]
pub(crate) enum Content {
    Grid(Grid),
    /// A JSON array of texts.
    Texts(Vec<String>),
}
