//! The result of a query.

use super::facet_counts::FacetCounts;
use crate::row_set::RowSet;
use crate::store::{Row, Store};
use std::rc::Rc;

/// The result of a query.
#[derive(Clone, Debug)]
pub struct QueryResult {
    /// The matching rows, sorted.
    pub rows: Rc<Vec<Row>>,
    /// The matching rows as a set.
    pub matching: RowSet,
    /// Counts by the values of each filter.
    pub counts: FacetCounts,
}

impl QueryResult {
    /// Returns up to `max` domains and their numbers of accounts, the most frequent first, ties in
    /// alphabetical order. Counts the accounts that match all filters but that for domains; those
    /// without an email address do not count.
    ///
    /// Without a domain filter the counts are computed here, which takes milliseconds for a million
    /// accounts.
    #[must_use]
    pub fn top_domains<'a>(&self, store: &'a Store, max: usize) -> Vec<(&'a str, usize)> {
        self.counts.top_domains(store, &self.matching, max)
    }

    /// Returns the number of accounts with an address at a domain, in any case, that match all
    /// filters but that for domains. Computed here unless there is a domain filter.
    #[must_use]
    pub fn domain_count(&self, store: &Store, domain: &str) -> usize {
        self.counts.domain_count(store, &self.matching, domain)
    }
}

/// The progress of a query after a step.
#[derive(Debug)]
pub enum StepResult {
    /// There are more steps to run.
    Pending,
    /// Accounts have changed since the query was started: start a new one.
    Stale,
    /// The query is done.
    Done(QueryResult),
}
