//! The query of an account list: what it contains, how a URL encodes it, and what the UI calls it.

mod file_name;
mod labels;
mod model;
mod url;

pub use model::{DateRange, Filter, FilterGroup, ListQuery, MAX_SEARCH_LEN};
