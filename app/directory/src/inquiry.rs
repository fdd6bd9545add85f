//! A question to the store, and its answer.

use crate::counts::{Counting, Counts};
use crate::memory::{Asked, Found, Memory};
use crate::order::{Sort, Sorting};
use crate::query::Query;
use crate::rows::{Rows, ones, those};
use crate::search::Needle;
use crate::store::{Row, Store};
use std::rc::Rc;

/// How many rows a step looks at, in sixty-fours.
const WORDS: usize = 512;

/// Where fewer than one row of so many match, it is as good as known of each that it does not.
const ONE_OF: usize = 16;

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Those that match, in order.
    pub rows: Rc<Vec<Row>>,
    /// The same as a set.
    pub matching: Rows,
    /// How many of which kind.
    pub counts: Counts,
}

impl Answer {
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
pub enum Progress {
    /// There is more to be done.
    More,
    /// The accounts have changed meanwhile: it has to be begun anew.
    Overtaken,
    /// It is done.
    Done(Answer),
}

/// A question being answered, in steps of about a millisecond.
#[derive(Debug)]
pub struct Inquiry {
    asked: Asked,
    sort: Sort,
    folded: String,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Names,
    Sort(Option<Sorting>),
    Find(Box<Find>),
    Sieve(Box<Sieve>),
    Place(Box<Place>),
}

#[derive(Debug)]
struct Find {
    needle: Needle,
    /// The only rows to be looked at, where a search before has found more than this one can.
    among: Option<Rows>,
    rows: Rows,
    word: usize,
}

#[derive(Debug)]
struct Place {
    matching: Rows,
    counts: Counts,
    rows: Vec<Row>,
    at: usize,
}

#[derive(Debug)]
struct Sieve {
    domains: Option<Vec<bool>>,
    matching: Rows,
    counting: Counting,
    word: usize,
}

impl Inquiry {
    /// Asks who matches, in some order.
    #[must_use]
    pub fn new(store: &Store, query: Query, sort: Sort) -> Self {
        Self {
            folded: crate::folded(&query.text),
            asked: Asked { query, epochs: store.epochs(), upto: store.rows() },
            sort,
            stage: Stage::Names,
        }
    }

    /// Answers at once, however long that takes.
    #[must_use]
    pub fn at_once(store: &Store, memory: &mut Memory, query: &Query, sort: Sort) -> Answer {
        let mut inquiry = Self::new(store, query.clone(), sort);
        loop {
            match inquiry.step(store, memory) {
                Progress::Done(answer) => return answer,
                Progress::Overtaken => inquiry = Self::new(store, query.clone(), sort),
                Progress::More => {}
            }
        }
    }

    /// Goes on for a step.
    pub fn step(&mut self, store: &Store, memory: &mut Memory) -> Progress {
        if self.asked.epochs != store.epochs() {
            return Progress::Overtaken;
        }
        let stage = core::mem::replace(&mut self.stage, Stage::Names);
        self.stage = match stage {
            Stage::Names => {
                if let Some(answer) = memory.answer(&self.asked, self.sort) {
                    return Progress::Done(answer);
                }
                if memory.name(store, self.asked.upto) { Stage::Sort(None) } else { Stage::Names }
            }
            Stage::Sort(sorting) => self.order(store, memory, sorting),
            Stage::Find(find) => self.find(store, memory, find),
            Stage::Sieve(sieve) => self.sieve(store, memory, sieve),
            Stage::Place(mut place) => {
                if let Some(rows) = self.place(memory, &mut place) {
                    let Place { matching, counts, .. } = *place;
                    let answer = Answer { rows, matching, counts };
                    memory.remember(&self.asked, self.sort, &answer);
                    return Progress::Done(answer);
                }
                Stage::Place(place)
            }
        };
        Progress::More
    }

    fn order(&self, store: &Store, memory: &mut Memory, sorting: Option<Sorting>) -> Stage {
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
            return Stage::Sort(Some(Sorting::new(store, by, self.sort.descending, &memory.names)));
        };
        if !sorting.step(store) {
            return Stage::Sort(Some(sorting));
        }
        memory.order = Some((self.sort, self.asked.epochs, Rc::new(sorting.end())));
        self.after_order(store, memory)
    }

    fn after_order(&self, store: &Store, memory: &mut Memory) -> Stage {
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
                (None, memory.found.pop().map_or_else(|| Rows::none(self.asked.upto), |found| found.rows), word)
            }
            // A text that has the one before in it.
            Some(found) if found.upto >= self.asked.upto => (Some(found.rows.clone()), Rows::none(self.asked.upto), 0),
            _ => (None, Rows::none(self.asked.upto), 0),
        };
        Stage::Find(Box::new(Find { needle, among, rows, word }))
    }

    fn find(&self, store: &Store, memory: &mut Memory, mut find: Box<Find>) -> Stage {
        let Find { needle, among, rows, word } = &mut *find;
        let all = self.asked.upto.div_ceil(64);
        let end = (*word + WORDS).min(all);
        for word in *word..end {
            let wanted = here(word, self.asked.upto) & among.as_ref().map_or(u64::MAX, |among| among.word(word));
            if wanted != 0 {
                rows.set_word(word, needle.look(store, word, wanted));
            }
        }
        *word = end;
        if end < all {
            return Stage::Find(find);
        }
        let Asked { epochs, upto, .. } = self.asked;
        memory.remember_found(Found { folded: self.folded.clone(), texts: epochs.texts, upto, rows: find.rows });
        self.begin_sieve(store)
    }

    fn begin_sieve(&self, store: &Store) -> Stage {
        let Asked { query, upto, .. } = &self.asked;
        Stage::Sieve(Box::new(Sieve {
            domains: query.domains(store),
            matching: Rows::none(*upto),
            counting: Counting::new(query, store.domains().len()),
            word: 0,
        }))
    }

    fn sieve(&self, store: &Store, memory: &mut Memory, mut sieve: Box<Sieve>) -> Stage {
        let found = memory.found.last().filter(|_| !self.folded.is_empty()).map(|found| &found.rows);
        let Asked { query, upto, .. } = &self.asked;
        let all = upto.div_ceil(64);
        let end = (sieve.word + WORDS).min(all);
        let is_registered = query.registered();
        let Sieve { domains, matching, counting, word } = &mut *sieve;
        for word in *word..end {
            let mut open = here(word, *upto) & found.map_or(u64::MAX, |found| found.word(word));
            if open == 0 {
                continue;
            }
            let rows = word * 64..(word * 64 + 64).min(*upto);
            if query.has_days() {
                let registered = &store.all_registered()[rows.clone()];
                open = those(open, |at| is_registered(registered[at]));
            }
            let domains_of = &store.all_domains()[rows.clone()];
            let is_at = |wanted: &Vec<bool>| those(open, |at| wanted[domains_of[at] as usize]);
            let at_domains = domains.as_ref().map_or(u64::MAX, is_at);
            let (fitting, at_any_domain) = counting.count(&store.all_flags()[rows], open, at_domains);
            if let Some(counts) = counting.domains() {
                ones(at_any_domain).for_each(|at| counts[domains_of[at] as usize] += 1);
            }
            matching.set_word(word, fitting);
        }
        *word = end;
        if end < all {
            return Stage::Sieve(sieve);
        }
        let Sieve { matching, counting, .. } = *sieve;
        let counts = counting.end();
        memory.remember_matching(&self.asked, &matching, &counts);
        place_of(matching, counts)
    }

    /// The rows that match in their order, when all of them are placed.
    fn place(&self, memory: &Memory, place: &mut Place) -> Option<Rc<Vec<Row>>> {
        let order = match &memory.order {
            Some((sort, _, rows)) if *sort == self.sort && !self.sort.is_by_name() => rows,
            _ => &memory.names,
        };
        let Place { matching, counts, rows, at } = place;
        if counts.matching == order.len() {
            return Some(Rc::clone(order));
        }
        // Rows that came by name are numbered by name.
        if !memory.is_mixed && Rc::ptr_eq(order, &memory.names) {
            return Some(Rc::new(matching.to_vec(counts.matching)));
        }
        rows.reserve_exact(counts.matching - rows.len());
        let end = (*at + WORDS * 64).min(order.len());
        if counts.matching < order.len() / ONE_OF {
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

fn place_of(matching: Rows, counts: Counts) -> Stage {
    Stage::Place(Box::new(Place { rows: Vec::new(), matching, counts, at: 0 }))
}

/// The rows of a word that there are.
const fn here(word: usize, upto: usize) -> u64 {
    match upto.saturating_sub(word * 64) {
        0 => 0,
        left if left >= 64 => u64::MAX,
        left => (1 << left) - 1,
    }
}
