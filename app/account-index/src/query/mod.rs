//! Queries: what they ask for, their execution in steps, and their results.

mod cache;
mod criteria;
mod exec;
mod facet_counts;
mod materialize;
mod registration_histogram;
mod result;

pub use cache::QueryCache;
pub use criteria::{Query, ValueFilter};
pub use exec::QueryExec;
pub use facet_counts::FacetCounts;
pub use registration_histogram::{Bucket, Granularity, Histogram};
pub use result::{QueryResult, StepResult};
