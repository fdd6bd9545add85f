//! Finds out how a deployment decides what the reference leaves open.

mod reads;
mod report;
mod writes;

pub use reads::read_probes;
pub use report::{Finding, Report, Verdict};
pub use writes::{MIN_PREFIX_CHARS, plan_of_writes, write_probes};
