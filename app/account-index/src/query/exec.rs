//! The execution of a query, as a state machine that runs in steps.
//!
//! ```text
//!   NameOrder ─▶ Sort ─▶ Scan ─▶ Filter ─▶ Materialize ─▶ result
//! ```
//!
//! The cache shortens the way: a kept result ends it at once, a kept order skips the sort, and kept
//! matches skip scan and filter. Without a search text there is no scan.

use super::cache::{CacheKey, QueryCache, ScanStart, TextMatches};
use super::criteria::Query;
use super::facet_counts::FacetCounter;
use super::materialize::Materialize;
use super::result::{QueryResult, StepResult};
use crate::row_set::{RowSet, filter_mask, set_bits};
use crate::scan::Needle;
use crate::search_text::{SearchText, SearchWords};
use crate::sort::{Sort, SortTask};
use crate::store::Store;
use std::rc::Rc;

/// Blocks of 64 rows per step of scanning and filtering.
const STEP_BLOCKS: usize = 512;

/// A query in progress, in steps of about a millisecond.
#[derive(Debug)]
pub struct QueryExec {
    key: CacheKey,
    sort: Sort,
    search: SearchText,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// Extends the order by name, from which every other order is computed.
    NameOrder,
    /// Computes the order.
    Sort(Option<SortTask>),
    /// Searches the text.
    Scan(Box<Scan>),
    /// Applies the filters and counts.
    Filter(Box<Filter>),
    /// Writes the matching rows in order.
    Materialize(Box<Materialize>),
}

#[derive(Debug)]
struct Scan {
    words: SearchWords,
    needles: Vec<Needle>,
    /// The only rows to search; `None` for all.
    within: Option<RowSet>,
    rows: RowSet,
    block: usize,
}

#[derive(Debug)]
struct Filter {
    accepted_domains: Option<Vec<bool>>,
    matching: RowSet,
    counter: FacetCounter,
    block: usize,
}

impl QueryExec {
    /// Starts a query over the rows that the store has now.
    #[must_use]
    pub fn new(store: &Store, query: Query, sort: Sort) -> Self {
        Self {
            search: SearchText::parse(&query.text),
            key: CacheKey { query, revisions: store.revisions(), row_end: store.row_count() },
            sort,
            stage: Stage::NameOrder,
        }
    }

    /// Runs a query without interruption, however long that takes.
    #[must_use]
    pub fn run_to_completion(store: &Store, cache: &mut QueryCache, query: &Query, sort: Sort) -> QueryResult {
        let mut exec = Self::new(store, query.clone(), sort);
        loop {
            match exec.step(store, cache) {
                StepResult::Done(result) => return result,
                StepResult::Stale => exec = Self::new(store, query.clone(), sort),
                StepResult::Pending => {}
            }
        }
    }

    /// Runs a step.
    pub fn step(&mut self, store: &Store, cache: &mut QueryCache) -> StepResult {
        if self.key.revisions != store.revisions() {
            return StepResult::Stale;
        }
        let stage = core::mem::replace(&mut self.stage, Stage::NameOrder);
        self.stage = match stage {
            Stage::NameOrder => {
                if let Some(result) = cache.result(&self.key, self.sort) {
                    return StepResult::Done(result);
                }
                if cache.extend_names(store, self.key.row_end) { Stage::Sort(None) } else { Stage::NameOrder }
            }
            Stage::Sort(task) => self.step_sort(store, cache, task),
            Stage::Scan(scan) => self.step_scan(store, cache, scan),
            Stage::Filter(filter) => self.step_filter(store, cache, filter),
            Stage::Materialize(mut materialize) => {
                if let Some(rows) = materialize.step(cache, self.sort) {
                    let Materialize { matching, counts, .. } = *materialize;
                    let result = QueryResult { rows, matching, counts };
                    cache.insert_result(&self.key, self.sort, &result);
                    return StepResult::Done(result);
                }
                Stage::Materialize(materialize)
            }
        };
        StepResult::Pending
    }

    fn step_sort(&self, store: &Store, cache: &mut QueryCache, task: Option<SortTask>) -> Stage {
        if cache.has_order(self.sort, self.key.revisions) {
            return self.start_matching(store, cache);
        }
        let Some(sort_key) = self.sort.column.sort_key() else {
            cache.step_email_order(store, self.sort);
            return Stage::Sort(None);
        };
        let Some(mut task) = task else {
            cache.drop_order();
            return Stage::Sort(Some(SortTask::new(store, sort_key, self.sort.descending, cache.names())));
        };
        if !task.step(store) {
            return Stage::Sort(Some(task));
        }
        cache.set_order(self.sort, self.key.revisions, Rc::new(task.into_rows()));
        self.start_matching(store, cache)
    }

    fn start_matching(&self, store: &Store, cache: &mut QueryCache) -> Stage {
        if let Some((matching, counts)) = cache.matching(&self.key) {
            return Stage::Materialize(Box::new(Materialize::new(matching, counts)));
        }
        if self.search.is_empty() {
            return self.start_filter(store);
        }
        self.start_scan(store, cache, self.search.words())
    }

    fn start_scan(&self, store: &Store, cache: &mut QueryCache, words: &SearchWords) -> Stage {
        let mut needles: Vec<Needle> = words.iter().map(|word| Needle::new(word)).collect();
        needles.iter_mut().for_each(|needle| needle.test_domains(store));
        let ScanStart { within, rows, block } = cache.start_scan(words, self.key.revisions, self.key.row_end);
        Stage::Scan(Box::new(Scan { words: words.clone(), needles, within, rows, block }))
    }

    fn step_scan(&self, store: &Store, cache: &mut QueryCache, mut scan: Box<Scan>) -> Stage {
        let Scan { words, needles, within, rows, block } = &mut *scan;
        let CacheKey { revisions, row_end, .. } = self.key;
        let block_count = row_end.div_ceil(64);
        let end = (*block + STEP_BLOCKS).min(block_count);
        for block in *block..end {
            let searched = valid_rows_mask(block, row_end) & within.as_ref().map_or(u64::MAX, |rows| rows.word(block));
            if searched != 0 {
                let narrow = |rows, needle: &Needle| if rows == 0 { 0 } else { needle.match_block(store, block, rows) };
                rows.set_word(block, needles.iter().fold(searched, narrow));
            }
        }
        *block = end;
        if end < block_count {
            return Stage::Scan(scan);
        }
        let has_matches = !rows.is_empty();
        let is_as_written = words == self.search.words();
        cache.insert_text_matches(TextMatches {
            words: core::mem::take(words),
            texts_revision: revisions.texts,
            row_end,
            rows: core::mem::take(rows),
        });
        match self.search.loose_words() {
            Some(loose_words) if is_as_written && !has_matches => self.start_scan(store, cache, loose_words),
            _ => self.start_filter(store),
        }
    }

    fn start_filter(&self, store: &Store) -> Stage {
        let CacheKey { query, row_end, .. } = &self.key;
        Stage::Filter(Box::new(Filter {
            accepted_domains: query.accepted_domains(store),
            matching: RowSet::with_capacity(*row_end),
            counter: FacetCounter::new(query, store.domains().len()),
            block: 0,
        }))
    }

    fn step_filter(&self, store: &Store, cache: &mut QueryCache, mut filter: Box<Filter>) -> Stage {
        let text_matches = cache.latest_text_matches().filter(|_| !self.search.is_empty());
        let CacheKey { query, row_end, .. } = &self.key;
        let block_count = row_end.div_ceil(64);
        let end = (filter.block + STEP_BLOCKS).min(block_count);
        let is_registered = query.registration_predicate();
        let Filter { accepted_domains, matching, counter, block } = &mut *filter;
        for block in *block..end {
            let mut candidates =
                valid_rows_mask(block, *row_end) & text_matches.map_or(u64::MAX, |rows| rows.word(block));
            if candidates == 0 {
                continue;
            }
            let rows = block * 64..(block * 64 + 64).min(*row_end);
            if query.has_registration_filter() {
                let registered = &store.registered_column()[rows.clone()];
                candidates = filter_mask(candidates, |bit| is_registered(registered[bit]));
            }
            let domain_ids = &store.domain_column()[rows.clone()];
            let has_domain = |accepted: &Vec<bool>| filter_mask(candidates, |bit| accepted[domain_ids[bit] as usize]);
            let by_domain = accepted_domains.as_ref().map_or(u64::MAX, has_domain);
            let counted = counter.count_block(&store.flags_column()[rows], candidates, by_domain);
            if let Some(counts) = counter.domain_counts_mut() {
                set_bits(counted.ignoring_domains).for_each(|bit| counts[domain_ids[bit] as usize] += 1);
            }
            matching.set_word(block, counted.matching);
        }
        *block = end;
        if end < block_count {
            return Stage::Filter(filter);
        }
        let Filter { matching, counter, .. } = *filter;
        let counts = counter.into_counts();
        cache.set_matching(&self.key, &matching, &counts);
        Stage::Materialize(Box::new(Materialize::new(matching, counts)))
    }
}

/// Returns the bits of a block that are rows before `row_end`.
const fn valid_rows_mask(block: usize, row_end: usize) -> u64 {
    match row_end.saturating_sub(block * 64) {
        0 => 0,
        count if count >= 64 => u64::MAX,
        count => (1 << count) - 1,
    }
}
