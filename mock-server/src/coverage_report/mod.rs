//! The coverage of the contract by several test runs, merged: what was covered, and by which tests.
//!
//! The fixtures write a line of JSON for each test into a file of the folder `MOCK_COVERAGE`.
//! `mock-server coverage` merges the files of all shards and runs.

mod html;
mod merged;

pub use html::report as html_report;
pub use merged::{CoverageFileError, MergedCoverage};
