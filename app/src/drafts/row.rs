//! A row of a draft.

use people_import::{Field, Note};
use std::sync::Arc;

/// A row of a draft: one account to create.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftRow {
    /// Unique within the draft, and greater than the ids of all earlier rows.
    pub id: u32,
    /// The username.
    pub name: String,
    /// The email. Not sent for service accounts.
    pub email: String,
    /// The password. Not sent for service accounts.
    pub password: String,
    /// Whether the password was generated rather than typed.
    pub is_generated: bool,
    /// What the import says about the row. Gone once the row is edited.
    pub notes: Vec<Note>,
    /// What the person is called, if the source says so.
    pub full_name: String,
    /// The source that it was imported from.
    pub source: Option<u32>,
    /// Why the platform refused the row as it is.
    pub refused: Option<Arc<str>>,
    /// Since when a request whose response was lost may have created the account, in seconds since
    /// the epoch.
    pub in_doubt_since: Option<i64>,
}

impl DraftRow {
    /// What is in a field.
    pub const fn field(&self, field: Field) -> &String {
        match field {
            Field::Name => &self.name,
            Field::Email => &self.email,
            Field::Password => &self.password,
        }
    }

    /// Writes a field. A password is then no longer a generated one.
    pub fn set_field(&mut self, field: Field, text: String) {
        match field {
            Field::Name => self.name = text,
            Field::Email => self.email = text,
            Field::Password => (self.password, self.is_generated) = (text, false),
        }
    }

    /// Clears what the platform and the import said about the row before it was edited.
    pub(super) fn clear_remarks(&mut self) {
        (self.refused, self.in_doubt_since) = (None, None);
        self.notes.clear();
    }

    /// Whether nothing has been typed into the row.
    pub fn is_blank(&self) -> bool {
        self.full_name.is_empty()
            && self.name.is_empty()
            && self.email.is_empty()
            && (self.is_generated || self.password.is_empty())
    }
}
