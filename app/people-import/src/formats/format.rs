//! The formats that are recognized.

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
    /// What systems print about their accounts: `/etc/passwd`, `net user`.
    Terminal,
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
            Self::Terminal => "Terminal output",
            Self::KeyValue => "Key and value lines",
        }
    }
}
