//! What people paste, as accounts to create or names to look up.
//!
//! It comes from spreadsheets, mail programs, exports and hands, and nobody should have to say which.
//!
//! * [`decode()`] makes a text of a file, in whichever encoding it was saved.
//! * [`people()`] makes accounts of a text: a table with or without a header, recipients of a mail, a list.
//! * [`names()`] makes a list of it, to be looked up.
//! * [`check_name`], [`check_email`] and [`check_password`] judge what stands in a row.
//!
//! Nothing is refused here and nothing goes missing: what is understood wrongly is still a row that somebody sees and corrects.
//!
//! It is a package of its own, since it is all guesses that only many tests make good ones: without the framework, those are
//! compiled in seconds.

mod decode;
mod delimiter;
mod header;
mod identifiers;
mod mailbox;
mod records;
mod table;
mod validation;

pub use decode::{FileKind, MAX_FILE_BYTES, decode, kind_of};
pub use identifiers::names;
pub use records::{ImportResult, ImportedRow, MAX_ROWS, people};
pub use validation::{
    Field, MAX_EMAIL_CHARS, MAX_PASSWORD_CHARS, MAX_USERNAME_CHARS, Problem, check_email, check_name, check_password,
};
