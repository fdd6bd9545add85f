//! A query cache: orders, matches of search texts and results, kept between queries.

use super::criteria::Query;
use super::facet_counts::FacetCounts;
use super::result::QueryResult;
use crate::row_set::RowSet;
use crate::search_text::{SearchWords, is_refinement};
use crate::sort::{EmailOrder, Sort, compare_names, sort_rows};
use crate::store::{Revisions, Row, Store};
use std::rc::Rc;

/// Rows per step of extending the order by name.
const STEP_ROWS: usize = 16 << 10;

/// Maximum number of results kept.
const MAX_RESULTS: usize = 8;

/// Maximum number of rows of a result that is kept, unless it shares the order of all rows.
const MAX_ROWS: usize = 100_000;

/// Maximum number of search texts kept, and so of characters that can be deleted for free. A set of
/// a million rows takes 125 kB.
const MAX_TEXT_MATCHES: usize = 12;

/// Results kept between queries, so that refining a search narrows the previous result.
#[derive(Debug, Default)]
pub struct QueryCache {
    /// The first `name_end` rows by name, except those in `out_of_order`.
    names: Rc<Vec<Row>>,
    name_end: usize,
    /// Rows that arrived out of order, still to be merged into `names`.
    out_of_order: Vec<Row>,
    /// Whether rows have ever arrived out of order, so that `names` is not simply `0..len`.
    is_mixed: bool,
    emails: EmailOrder,
    /// The latest order that is not by name, and what it was computed from.
    order: Option<(Sort, Revisions, Rc<Vec<Row>>)>,
    /// Matches for each typed prefix, the longest last; deleting a character is answered from here.
    text_matches: Vec<TextMatches>,
    /// Matches and counts of the latest query, which do not depend on the order.
    matching: Option<(CacheKey, RowSet, FacetCounts)>,
    /// The latest results, oldest first.
    results: Vec<CachedResult>,
}

/// What a result depends on, except the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CacheKey {
    pub(crate) query: Query,
    pub(crate) revisions: Revisions,
    /// The number of rows: later ones are not in the result.
    pub(crate) row_end: usize,
}

#[derive(Debug)]
struct CachedResult {
    key: CacheKey,
    sort: Sort,
    result: QueryResult,
}

/// The rows that match a search text, whatever the filters.
#[derive(Clone, Debug)]
pub(crate) struct TextMatches {
    /// The words of the text.
    pub(crate) words: SearchWords,
    /// The revision of the texts.
    pub(crate) texts_revision: u64,
    /// The number of rows that were searched.
    pub(crate) row_end: usize,
    pub(crate) rows: RowSet,
}

/// Where a search for a text starts, given earlier matches.
#[derive(Debug)]
pub(crate) struct ScanStart {
    /// The only rows to search, if this text refines an earlier one. `None` for all.
    pub(crate) within: Option<RowSet>,
    /// The matches in the blocks before `block`.
    pub(crate) rows: RowSet,
    /// The first block to search.
    pub(crate) block: usize,
}

impl QueryCache {
    /// Memory in use, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let order = self.order.as_ref().map_or(0, |(_, _, rows)| rows.capacity() * size_of::<Row>());
        let text_matches: usize = self.text_matches.iter().map(|matches| matches.rows.bytes()).sum();
        let result_bytes = |QueryResult { rows, matching, .. }: &QueryResult| {
            let is_shared = Rc::ptr_eq(rows, &self.names);
            matching.bytes() + if is_shared { 0 } else { rows.capacity() * size_of::<Row>() }
        };
        let results: usize = self.results.iter().map(|cached| result_bytes(&cached.result)).sum();
        let matching = self.matching.as_ref().map_or(0, |(_, rows, _)| rows.bytes());
        self.names.capacity() * size_of::<Row>() + self.emails.bytes() + order + text_matches + matching + results
    }

    /// Runs a step of computing in advance what takes long and is likely to be needed: the order by
    /// email address. Meant for idle time, once all accounts are there. Returns whether everything
    /// is ready.
    pub fn warm_up(&mut self, store: &Store) -> bool {
        self.extend_names(store, store.row_count()) && self.emails.step(store, &self.names)
    }

    /// Runs a step of extending the order by name to the rows before `row_end`. Rows nearly always
    /// arrive in this order; the others are sorted and merged at the end. Returns whether the order
    /// is complete.
    pub(crate) fn extend_names(&mut self, store: &Store, row_end: usize) -> bool {
        let step_end = (self.name_end + STEP_ROWS).min(row_end);
        if self.name_end < step_end {
            // They are out of date, and a result that shares the order would force a copy of it.
            self.results.clear();
            let names = Rc::make_mut(&mut self.names);
            let mut last = names.last().copied();
            // Fewer than 2^32 rows.
            for row in self.name_end as Row..step_end as Row {
                if last.is_none_or(|last| compare_names(store, last, row).is_lt()) {
                    names.push(row);
                    last = Some(row);
                } else {
                    self.out_of_order.push(row);
                    self.is_mixed = true;
                }
            }
            self.name_end = step_end;
        }
        if step_end < row_end {
            return false;
        }
        if !self.out_of_order.is_empty() {
            let mut rows = core::mem::take(&mut self.out_of_order);
            sort_rows(&mut rows, &|left, right| compare_names(store, left, right));
            self.names = Rc::new(merged(store, &self.names, &rows));
        }
        true
    }

    /// Returns the order by name.
    pub(crate) fn names(&self) -> &Rc<Vec<Row>> {
        &self.names
    }

    /// Whether the order is at hand.
    pub(crate) fn has_order(&self, sort: Sort, revisions: Revisions) -> bool {
        sort.is_by_name()
            || self.order.as_ref().is_some_and(|(cached_sort, cached_revisions, rows)| {
                (*cached_sort, *cached_revisions, rows.len()) == (sort, revisions, self.names.len())
            })
    }

    /// Returns the order; that by name if the order is not at hand.
    pub(crate) fn order(&self, sort: Sort) -> &Rc<Vec<Row>> {
        match &self.order {
            Some((cached_sort, _, rows)) if *cached_sort == sort && !sort.is_by_name() => rows,
            _ => &self.names,
        }
    }

    /// Whether an order is that of the row numbers: by name, if all rows arrived by name.
    pub(crate) fn is_ascending_rows(&self, order: &Rc<Vec<Row>>) -> bool {
        !self.is_mixed && Rc::ptr_eq(order, &self.names)
    }

    /// Frees the order before another one is computed, to keep the peak of memory low.
    pub(crate) fn drop_order(&mut self) {
        self.order = None;
    }

    /// Keeps an order.
    pub(crate) fn set_order(&mut self, sort: Sort, revisions: Revisions, rows: Rc<Vec<Row>>) {
        self.order = Some((sort, revisions, rows));
    }

    /// Runs a step of computing the order by email address, and keeps it once it is complete.
    pub(crate) fn step_email_order(&mut self, store: &Store, sort: Sort) {
        if self.emails.step(store, &self.names) {
            self.drop_order();
            self.set_order(sort, store.revisions(), self.emails.rows(sort.descending));
        }
    }

    /// Discards matches of unrelated texts and returns where to start the search for a text.
    pub(crate) fn start_scan(&mut self, words: &[String], revisions: Revisions, row_end: usize) -> ScanStart {
        self.text_matches
            .retain(|matches| matches.texts_revision == revisions.texts && is_refinement(words, &matches.words));
        let empty = || RowSet::with_capacity(row_end);
        match self.text_matches.last() {
            // The same text: only new rows are searched, from the block that was not full.
            Some(matches) if matches.words == words => {
                let block = matches.row_end / 64;
                let rows = self.text_matches.pop().map_or_else(empty, |matches| matches.rows);
                ScanStart { within: None, rows, block }
            }
            // Fewer words or letters: what does not match them does not match the text.
            Some(matches) if matches.row_end >= row_end => {
                ScanStart { within: Some(matches.rows.clone()), rows: empty(), block: 0 }
            }
            _ => ScanStart { within: None, rows: empty(), block: 0 },
        }
    }

    /// Keeps the matches of a text.
    pub(crate) fn insert_text_matches(&mut self, matches: TextMatches) {
        if self.text_matches.len() == MAX_TEXT_MATCHES {
            self.text_matches.remove(0);
        }
        self.text_matches.push(matches);
    }

    /// Returns the matches of the latest search text.
    pub(crate) fn latest_text_matches(&self) -> Option<&RowSet> {
        self.text_matches.last().map(|matches| &matches.rows)
    }

    /// Returns matches and counts if this was the latest query.
    pub(crate) fn matching(&self, key: &CacheKey) -> Option<(RowSet, FacetCounts)> {
        let (_, rows, counts) = self.matching.as_ref().filter(|(cached_key, ..)| cached_key == key)?;
        Some((rows.clone(), counts.clone()))
    }

    /// Keeps matches and counts.
    pub(crate) fn set_matching(&mut self, key: &CacheKey, rows: &RowSet, counts: &FacetCounts) {
        self.matching = Some((key.clone(), rows.clone(), counts.clone()));
    }

    /// Returns the result of a query if it is kept and up to date.
    pub(crate) fn result(&self, key: &CacheKey, sort: Sort) -> Option<QueryResult> {
        let cached = self.results.iter().find(|cached| cached.sort == sort && cached.key == *key)?;
        Some(cached.result.clone())
    }

    /// Keeps a result, unless it is too large, and discards those that are out of date.
    pub(crate) fn insert_result(&mut self, key: &CacheKey, sort: Sort, result: &QueryResult) {
        let CacheKey { revisions, row_end, .. } = key;
        self.results.retain(|CachedResult { key, .. }| key.revisions == *revisions && key.row_end == *row_end);
        let shares_names = |result: &QueryResult| Rc::ptr_eq(&result.rows, &self.names);
        if result.rows.len() > MAX_ROWS && !shares_names(result) {
            return;
        }
        if self.results.len() == MAX_RESULTS {
            // A result that shares the order by name costs next to nothing, so it is not evicted.
            let oldest = self.results.iter().position(|cached| !shares_names(&cached.result));
            self.results.remove(oldest.unwrap_or(0));
        }
        self.results.push(CachedResult { key: key.clone(), sort, result: result.clone() });
    }
}

/// Merges two lists of rows that are sorted by name.
fn merged(store: &Store, left: &[Row], right: &[Row]) -> Vec<Row> {
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let mut right = right.iter().peekable();
    for row in left {
        while let Some(other) = right.next_if(|other| compare_names(store, **other, *row).is_lt()) {
            merged.push(*other);
        }
        merged.push(*row);
    }
    merged.extend(right);
    merged
}
