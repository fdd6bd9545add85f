//! People lists as they really are: read into accounts to create, or identifiers to look up.
//!
//! Lists come from spreadsheets, mail programs and directory exports, or are typed by hand. The
//! format is detected, so that the user does not have to select it.
//!
//! The rules, most important first:
//!
//! 1. Data of two people never ends up in one record.
//! 2. Everyone in the source is in a record, or in a line that was skipped and can be inspected.
//! 3. A value that cannot be right is never ready to be sent.
//! 4. Nothing but usernames and emails is ever looked up.
//!
//! The pipeline:
//!
//! * [`decode()`] turns a file into text, in whatever encoding it was saved.
//! * [`read()`] recognizes the format, finds delimiter, header and columns, and returns a
//!   [`Reading`] that says what was understood, so that the user can correct it ([`Overrides`]).
//!   [`Reader`] does the same in steps, so that a page stays responsive.
//! * [`identifiers()`] reads the same sources for a lookup.
//! * [`check_name`], [`check_email`] and [`check_password`] validate what is in a row.
//!
//! A package of its own, because heuristics are only as good as their tests: without the framework,
//! thousands of those compile and run in seconds.

mod alignment;
mod cell;
mod column;
mod columns;
mod decode;
mod delimiter;
mod email;
mod encoding;
mod encoding_guess;
mod fixed_width;
mod formats;
mod grid;
mod grid_records;
mod header;
mod identifiers;
mod labels;
mod list;
mod lookalike;
mod mapping;
mod markers;
mod options;
mod ownership;
mod password;
mod prose;
mod reader;
mod reading;
mod recipients;
mod record;
mod role;
mod service_account;
mod sheet;
mod skeleton;
mod status;
mod table;
mod text;
mod validation;
mod vocabulary;

pub use column::Column;
pub use decode::{Decoded, MAX_FILE_BYTES, decode, decode_with, recognize_binary};
pub use encoding::Encoding;
pub use formats::{Format, Refusal};
pub use header::role_of;
pub use identifiers::{Identifiers, MAX_LEFT_OUT, identifiers, identifiers_of};
pub use lookalike::lookalikes_of;
pub use mapping::Mapping;
pub use options::{Overrides, Purpose};
pub use reader::{Reader, decode_file, read, read_file};
pub use reading::{MAX_ROWS, Reading};
pub use record::{Note, Record, SkipReason, SkippedLine};
pub use role::Role;
pub use status::{Reason, Twin, TwinKey, TwinKeys, Twins, reasons};
pub use validation::{
    Field, MAX_EMAIL_CHARS, MAX_PASSWORD_CHARS, MAX_USERNAME_CHARS, Problem, check_email, check_name, check_password,
};
