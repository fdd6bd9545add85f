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

mod check;
mod decode;
mod header;
mod mailbox;
mod names;
mod people;
mod separator;
mod table;

pub use check::{
    Field, LONGEST_EMAIL, LONGEST_NAME, LONGEST_PASSWORD, Problem, check_email, check_name, check_password,
};
pub use decode::{FileKind, LARGEST_FILE, decode, kind_of};
pub use names::names;
pub use people::{MOST_ROWS, Pasted, Person, people};
