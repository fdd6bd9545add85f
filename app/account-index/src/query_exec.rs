//! A question to the store, and its answer.

use crate::cache::{CacheKey, CachedMatches, QueryCache};
use crate::facet_counts::{FacetCounter, FacetCounts};
use crate::query::Query;
use crate::row_set::{Rows, filter_mask, set_bits};
use crate::search::Needle;
use crate::sort::{Sort, SortTask};
use crate::store::{Row, Store};
use std::rc::Rc;

/// How many rows a step looks at, in sixty-fours.
const WORDS: usize = 512;

/// Where fewer than one row of so many match, it is as good as known of each that it does not.
const BRANCHY_BELOW_ONE_IN: usize = 16;

/// What was asked for.
#[derive(Clone, Debug)]
pub struct QueryResult {
    /// Those that match, in order.
    pub rows: Rc<Vec<Row>>,
    /// The same as a set.
    pub matching: Rows,
    /// How many of which kind.
    pub counts: FacetCounts,
}

impl QueryResult {
    /// The most frequent domains of those who match all else, and how many accounts each has; the first in the alphabet of equals. Without
    /// accounts that have no address. Counted now, which takes milliseconds for a million, unless domains are asked for.
    #[must_use]
    pub fn most_frequent_domains<'a>(&self, store: &'a Store, most: usize) -> Vec<(&'a str, usize)> {
        self.counts.most_frequent_domains(store, &self.matching, most)
    }

    /// How many who match all else have an address at a domain. Counted now, unless domains are asked for.
    #[must_use]
    pub fn at_domain(&self, store: &Store, domain: &str) -> usize {
        self.counts.domain(store, &self.matching, domain)
    }
}

/// How far an inquiry has come.
#[derive(Debug)]
pub enum StepResult {
    /// There is more to be done.
    More,
    /// The accounts have changed meanwhile: it has to be begun anew.
    Stale,
    /// It is done.
    Done(QueryResult),
}

/// A question being answered, in steps of about a millisecond.
#[derive(Debug)]
pub struct QueryExec {
    asked: CacheKey,
    sort: Sort,
    folded: String,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    NameOrder,
    Sort(Option<SortTask>),
    ScanStage(Box<Scan>),
    Filter(Box<FilterStage>),
    Materialize(Box<OrderStage>),
}

#[derive(Debug)]
struct Scan {
    needle: Needle,
    /// The only rows to be looked at, where a search before has found more than this one can.
    among: Option<Rows>,
    rows: Rows,
    word: usize,
}

#[derive(Debug)]
struct OrderStage {
    matching: Rows,
    counts: FacetCounts,
    rows: Vec<Row>,
    at: usize,
}

#[derive(Debug)]
struct FilterStage {
    domains: Option<Vec<bool>>,
    matching: Rows,
    counting: FacetCounter,
    word: usize,
}

impl QueryExec {
    /// Asks who matches, in some order.
    #[must_use]
    pub fn new(store: &Store, query: Query, sort: Sort) -> Self {
        Self {
            folded: account_api::case_fold(&query.text),
            asked: CacheKey { query, epochs: store.epochs(), upto: store.rows() },
            sort,
            stage: Stage::NameOrder,
        }
    }

    /// Answers at once, however long that takes.
    #[must_use]
    pub fn run_to_completion(store: &Store, memory: &mut QueryCache, query: &Query, sort: Sort) -> QueryResult {
        let mut inquiry = Self::new(store, query.clone(), sort);
        loop {
            match inquiry.step(store, memory) {
                StepResult::Done(answer) => return answer,
                StepResult::Stale => inquiry = Self::new(store, query.clone(), sort),
                StepResult::More => {}
            }
        }
    }

    /// Goes on for a step.
    pub fn step(&mut self, store: &Store, memory: &mut QueryCache) -> StepResult {
        if self.asked.epochs != store.epochs() {
            return StepResult::Stale;
        }
        let stage = core::mem::replace(&mut self.stage, Stage::NameOrder);
        self.stage = match stage {
            Stage::NameOrder => {
                if let Some(answer) = memory.answer(&self.asked, self.sort) {
                    return StepResult::Done(answer);
                }
                if memory.name(store, self.asked.upto) { Stage::Sort(None) } else { Stage::NameOrder }
            }
            Stage::Sort(sorting) => self.order(store, memory, sorting),
            Stage::ScanStage(find) => self.find(store, memory, find),
            Stage::Filter(sieve) => self.sieve(store, memory, sieve),
            Stage::Materialize(mut place) => {
                if let Some(rows) = self.place(memory, &mut place) {
                    let OrderStage { matching, counts, .. } = *place;
                    let answer = QueryResult { rows, matching, counts };
                    memory.remember(&self.asked, self.sort, &answer);
                    return StepResult::Done(answer);
                }
                Stage::Materialize(place)
            }
        };
        StepResult::More
    }

    fn order(&self, store: &Store, memory: &mut QueryCache, sorting: Option<SortTask>) -> Stage {
        let is_known = self.sort.is_by_name()
            || memory.order.as_ref().is_some_and(|(sort, epochs, rows)| {
                (*sort, *epochs, rows.len()) == (self.sort, self.asked.epochs, memory.names.len())
            });
        if is_known {
            return self.after_order(store, memory);
        }
        let Some(by) = self.sort.column.by() else {
            if memory.emails.step(store, &memory.names) {
                memory.order = None;
                memory.order = Some((self.sort, self.asked.epochs, memory.emails.rows(self.sort.descending)));
            }
            return Stage::Sort(None);
        };
        let Some(mut sorting) = sorting else {
            // Room for the new one.
            memory.order = None;
            return Stage::Sort(Some(SortTask::new(store, by, self.sort.descending, &memory.names)));
        };
        if !sorting.step(store) {
            return Stage::Sort(Some(sorting));
        }
        memory.order = Some((self.sort, self.asked.epochs, Rc::new(sorting.end())));
        self.after_order(store, memory)
    }

    fn after_order(&self, store: &Store, memory: &mut QueryCache) -> Stage {
        if let Some((matching, counts)) = memory.matching(&self.asked) {
            return place_of(matching, counts);
        }
        if self.folded.is_empty() {
            return self.begin_sieve(store);
        }
        let mut needle = Needle::new(&self.folded);
        needle.look_at_domains(store);
        memory.found.retain(|found| found.texts == self.asked.epochs.texts && self.folded.contains(&found.folded));
        let (among, rows, word) = match memory.found.last() {
            // The same text: those that were looked at need not be looked at again, but for the last sixty-four.
            Some(found) if found.folded == self.folded => {
                let word = found.upto / 64;
                (
                    None,
                    memory.found.pop().map_or_else(|| Rows::with_capacity(self.asked.upto), |found| found.rows),
                    word,
                )
            }
            // A text that has the one before in it.
            Some(found) if found.upto >= self.asked.upto => {
                (Some(found.rows.clone()), Rows::with_capacity(self.asked.upto), 0)
            }
            _ => (None, Rows::with_capacity(self.asked.upto), 0),
        };
        Stage::ScanStage(Box::new(Scan { needle, among, rows, word }))
    }

    fn find(&self, store: &Store, memory: &mut QueryCache, mut find: Box<Scan>) -> Stage {
        let Scan { needle, among, rows, word } = &mut *find;
        let all = self.asked.upto.div_ceil(64);
        let end = (*word + WORDS).min(all);
        for word in *word..end {
            let wanted =
                valid_rows_mask(word, self.asked.upto) & among.as_ref().map_or(u64::MAX, |among| among.word(word));
            if wanted != 0 {
                rows.set_word(word, needle.match_block(store, word, wanted));
            }
        }
        *word = end;
        if end < all {
            return Stage::ScanStage(find);
        }
        let CacheKey { epochs, upto, .. } = self.asked;
        memory.remember_found(CachedMatches {
            folded: self.folded.clone(),
            texts: epochs.texts,
            upto,
            rows: find.rows,
        });
        self.begin_sieve(store)
    }

    fn begin_sieve(&self, store: &Store) -> Stage {
        let CacheKey { query, upto, .. } = &self.asked;
        Stage::Filter(Box::new(FilterStage {
            domains: query.domains(store),
            matching: Rows::with_capacity(*upto),
            counting: FacetCounter::new(query, store.domains().len()),
            word: 0,
        }))
    }

    fn sieve(&self, store: &Store, memory: &mut QueryCache, mut sieve: Box<FilterStage>) -> Stage {
        let found = memory.found.last().filter(|_| !self.folded.is_empty()).map(|found| &found.rows);
        let CacheKey { query, upto, .. } = &self.asked;
        let all = upto.div_ceil(64);
        let end = (sieve.word + WORDS).min(all);
        let is_registered = query.registered();
        let FilterStage { domains, matching, counting, word } = &mut *sieve;
        for word in *word..end {
            let mut open = valid_rows_mask(word, *upto) & found.map_or(u64::MAX, |found| found.word(word));
            if open == 0 {
                continue;
            }
            let rows = word * 64..(word * 64 + 64).min(*upto);
            if query.has_days() {
                let registered = &store.all_registered()[rows.clone()];
                open = filter_mask(open, |at| is_registered(registered[at]));
            }
            let domains_of = &store.all_domains()[rows.clone()];
            let is_at = |wanted: &Vec<bool>| filter_mask(open, |at| wanted[domains_of[at] as usize]);
            let at_domains = domains.as_ref().map_or(u64::MAX, is_at);
            let (fitting, at_any_domain) = counting.count(&store.all_flags()[rows], open, at_domains);
            if let Some(counts) = counting.domains() {
                set_bits(at_any_domain).for_each(|at| counts[domains_of[at] as usize] += 1);
            }
            matching.set_word(word, fitting);
        }
        *word = end;
        if end < all {
            return Stage::Filter(sieve);
        }
        let FilterStage { matching, counting, .. } = *sieve;
        let counts = counting.end();
        memory.remember_matching(&self.asked, &matching, &counts);
        place_of(matching, counts)
    }

    /// The rows that match in their order, when all of them are placed.
    fn place(&self, memory: &QueryCache, place: &mut OrderStage) -> Option<Rc<Vec<Row>>> {
        let order = match &memory.order {
            Some((sort, _, rows)) if *sort == self.sort && !self.sort.is_by_name() => rows,
            _ => &memory.names,
        };
        let OrderStage { matching, counts, rows, at } = place;
        if counts.matching == order.len() {
            return Some(Rc::clone(order));
        }
        // Rows that came by name are numbered by name.
        if !memory.is_mixed && Rc::ptr_eq(order, &memory.names) {
            return Some(Rc::new(matching.to_vec(counts.matching)));
        }
        rows.reserve_exact(counts.matching - rows.len());
        let end = (*at + WORDS * 64).min(order.len());
        if counts.matching < order.len() / BRANCHY_BELOW_ONE_IN {
            rows.extend(order[*at..end].iter().copied().filter(|row| matching.has(*row)));
        } else {
            for sixty_four in order[*at..end].chunks(64) {
                let (mut fitting, mut many) = ([0; 64], 0);
                for row in sixty_four {
                    // Without a branch: nobody can tell whether the next one matches. (Never more than there are.)
                    fitting[many % 64] = *row;
                    many += usize::from(matching.has(*row));
                }
                rows.extend_from_slice(&fitting[..many]);
            }
        }
        *at = end;
        // More than match are not to come, wherever they stood.
        let is_done = end == order.len() || rows.len() == counts.matching;
        is_done.then(|| Rc::new(core::mem::take(rows)))
    }
}

fn place_of(matching: Rows, counts: FacetCounts) -> Stage {
    Stage::Materialize(Box::new(OrderStage { rows: Vec::new(), matching, counts, at: 0 }))
}

/// The rows of a word that there are.
const fn valid_rows_mask(word: usize, upto: usize) -> u64 {
    match upto.saturating_sub(word * 64) {
        0 => 0,
        left if left >= 64 => u64::MAX,
        left => (1 << left) - 1,
    }
}
