//! A replica of a platform's accounts, and everything that is asked of it: who matches, in which order, how many of which
//! kind. Up to a million accounts, each question answered within a frame.
//!
//! * [`Store`] holds the accounts in columns.
//! * [`Query`] says who is wanted, [`Sort`] in which order; an [`Inquiry`] answers that in steps of about a millisecond, so that
//!   whoever draws a page in between never waits for it.
//! * [`Sync`] reads the accounts from a server that gives them out in pages while it changes.
//!
//! Knows no browser and no framework. It is a package of its own, since it is compiled for speed while the console around it
//! is compiled for size.

mod account;
mod counts;
mod csv;
mod day;
mod domains;
mod export;
mod fold;
mod hash;
mod inquiry;
mod letters;
mod memory;
mod order;
mod query;
mod registrations;
mod rows;
mod search;
mod selection;
mod store;
mod sync;

pub use account::{Flags, State, Tri};
pub use counts::Counts;
pub use csv::{BYTE_ORDER_MARK, Cell, csv_line};
pub use day::Day;
pub use export::{Export, Format, moment};
pub use fold::folded;
pub use inquiry::{Answer, Inquiry, Progress};
pub use memory::Memory;
pub use order::{Column, Sort};
pub use query::{Query, Wanted};
pub use registrations::{Registered, Registrations, Span};
pub use rows::Rows;
pub use selection::Selection;
pub use store::{Row, Store};
pub use sync::{Ask, Failed, Failure, Learned, Loaded, Phase, Sync};
