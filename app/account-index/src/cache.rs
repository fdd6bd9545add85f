//! What one question has left for the next.

use crate::facet_counts::FacetCounts;
use crate::query::Query;
use crate::query_exec::QueryResult;
use crate::row_set::Rows;
use crate::sort::{EmailOrder, Sort, by_name, sort};
use crate::store::{Revisions, Row, Store};
use std::rc::Rc;

/// How many rows a step takes into the order by name.
const STEP: usize = 16 << 10;

/// What one question has left for the next: whoever refines a search has it answered from what was found before.
#[derive(Debug, Default)]
pub struct QueryCache {
    /// All rows by name, as far as they were looked at.
    pub(crate) names: Rc<Vec<Row>>,
    /// Whether rows have come in another order than that.
    pub(crate) is_mixed: bool,
    /// Up to which row.
    named: usize,
    /// Rows among them that came out of order, and are not in there yet.
    loose: Vec<Row>,
    /// The order by address.
    pub(crate) emails: EmailOrder,
    /// The last order that was asked for, and what it holds for.
    pub(crate) order: Option<(Sort, Revisions, Rc<Vec<Row>>)>,
    /// What was found while a text was typed, each in the texts after it: whoever takes a letter back need not be answered anew.
    pub(crate) found: Vec<CachedMatches>,
    /// Who matched last, and how many of which kind: the same, whatever the order.
    matching: Option<(CacheKey, Rows, FacetCounts)>,
    /// The last answers, the latest last.
    answers: Vec<CachedResult>,
}

/// What is asked, and of which accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CacheKey {
    pub(crate) query: Query,
    /// What had been changed then.
    pub(crate) epochs: Revisions,
    /// Of the rows before this one.
    pub(crate) upto: usize,
}

/// An answer, and what it is to.
#[derive(Debug)]
struct CachedResult {
    asked: CacheKey,
    sort: Sort,
    answer: QueryResult,
}

/// How many answers are remembered.
const MAX_RESULTS: usize = 8;

/// How many rows an answer may have to be remembered, unless it has all of them.
const MAX_ROWS: usize = 100_000;

/// How many texts are remembered: as many letters can be taken back. A set of a million rows is 125 kB.
const MAX_PREFIXES: usize = 12;

impl QueryCache {
    /// What it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let order = self.order.as_ref().map_or(0, |(_, _, rows)| rows.capacity() * size_of::<Row>());
        let found: usize = self.found.iter().map(|found| found.rows.bytes()).sum();
        let of = |QueryResult { rows, matching, .. }: &QueryResult| {
            let is_order = Rc::ptr_eq(rows, &self.names);
            matching.bytes() + if is_order { 0 } else { rows.capacity() * size_of::<Row>() }
        };
        let answers: usize = self.answers.iter().map(|remembered| of(&remembered.answer)).sum();
        let matching = self.matching.as_ref().map_or(0, |(_, rows, _)| rows.bytes());
        self.names.capacity() * size_of::<Row>() + self.emails.bytes() + order + found + matching + answers
    }

    /// Works for a step on what takes long and will be asked for: the order by address. For idle times, when all accounts are there.
    /// Whether nothing is left to be done.
    pub fn prepare(&mut self, store: &Store) -> bool {
        self.name(store, store.rows()) && self.emails.step(store, &self.names)
    }

    /// Takes rows up to one into the order by name, for a step: they nearly always come in that order. Whether all are.
    pub(crate) fn name(&mut self, store: &Store, upto: usize) -> bool {
        let end = (self.named + STEP).min(upto);
        if self.named < end {
            // They are out of date, and would have the order copied.
            self.answers.clear();
            let names = Rc::make_mut(&mut self.names);
            let mut last = names.last().copied();
            // Fewer than 2^32 rows.
            for row in self.named as Row..end as Row {
                if last.is_none_or(|last| by_name(store, last, row).is_lt()) {
                    names.push(row);
                    last = Some(row);
                } else {
                    self.loose.push(row);
                    self.is_mixed = true;
                }
            }
            self.named = end;
        }
        if end < upto {
            return false;
        }
        if !self.loose.is_empty() {
            let mut loose = core::mem::take(&mut self.loose);
            sort(&mut loose, &|left, right| by_name(store, left, right));
            self.names = Rc::new(merged(store, &self.names, &loose));
        }
        true
    }

    /// Who matches, where that was asked last.
    pub(crate) fn matching(&self, asked: &CacheKey) -> Option<(Rows, FacetCounts)> {
        let (_, rows, counts) = self.matching.as_ref().filter(|(before, ..)| before == asked)?;
        Some((rows.clone(), counts.clone()))
    }

    /// Remembers who matches.
    pub(crate) fn remember_matching(&mut self, asked: &CacheKey, rows: &Rows, counts: &FacetCounts) {
        self.matching = Some((asked.clone(), rows.clone(), counts.clone()));
    }

    /// The answer to a question that was answered before, and nothing has changed since.
    pub(crate) fn answer(&self, asked: &CacheKey, sort: Sort) -> Option<QueryResult> {
        let is_it = |remembered: &&CachedResult| remembered.sort == sort && remembered.asked == *asked;
        self.answers.iter().find(is_it).map(|remembered| remembered.answer.clone())
    }

    /// Remembers an answer.
    pub(crate) fn remember(&mut self, asked: &CacheKey, sort: Sort, answer: &QueryResult) {
        let CacheKey { epochs, upto, .. } = asked;
        // The others are out of date.
        self.answers.retain(|CachedResult { asked, .. }| asked.epochs == *epochs && asked.upto == *upto);
        if answer.rows.len() > MAX_ROWS && !Rc::ptr_eq(&answer.rows, &self.names) {
            return;
        }
        // The answer that has all rows takes no room.
        if self.answers.len() == MAX_RESULTS {
            let oldest = self.answers.iter().position(|kept| !Rc::ptr_eq(&kept.answer.rows, &self.names));
            self.answers.remove(oldest.unwrap_or(0));
        }
        self.answers.push(CachedResult { asked: asked.clone(), sort, answer: answer.clone() });
    }

    /// Remembers which rows have a text.
    pub(crate) fn remember_found(&mut self, found: CachedMatches) {
        if self.found.len() == MAX_PREFIXES {
            self.found.remove(0);
        }
        self.found.push(found);
    }
}

/// Which rows have a text.
#[derive(Clone, Debug)]
pub(crate) struct CachedMatches {
    pub(crate) folded: String,
    /// How often texts had changed then.
    pub(crate) texts: u64,
    /// Up to which row they were looked at.
    pub(crate) upto: usize,
    pub(crate) rows: Rows,
}

fn merged(store: &Store, left: &[Row], right: &[Row]) -> Vec<Row> {
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let mut right = right.iter().peekable();
    for row in left {
        while let Some(other) = right.next_if(|other| by_name(store, **other, *row).is_lt()) {
            merged.push(*other);
        }
        merged.push(*row);
    }
    merged.extend(right);
    merged
}
