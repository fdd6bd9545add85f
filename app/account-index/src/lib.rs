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
mod cache;
mod char_signature;
mod csv;
mod day;
mod domains;
mod export;
mod facet_counts;
mod hash;
mod query;
mod query_exec;
mod registration_histogram;
mod row_set;
mod search;
mod selection;
mod sort;
mod store;
mod sync;

pub use account::{Flags, State, TriState};
pub use cache::QueryCache;
pub use csv::{BYTE_ORDER_MARK, Cell, csv_row};
pub use day::Day;
pub use export::{Export, Format, format_rfc3339};
pub use facet_counts::FacetCounts;
pub use query::{Query, ValueFilter};
pub use query_exec::{QueryExec, QueryResult, StepResult};
pub use registration_histogram::{Bucket, Granularity, Histogram};
pub use row_set::Rows;
pub use selection::Selection;
pub use sort::{Column, Sort};
pub use store::{Row, Store};
pub use sync::{FailureKind, PageRequest, Phase, Progress, RetryDecision, SyncDelta, Synchronizer};
