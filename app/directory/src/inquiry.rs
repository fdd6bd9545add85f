//! A question to the store, and its answer.

use crate::counts::{Counting, Counts};
use crate::order::{Sort, Sorting, by_name, sort};
use crate::query::Query;
use crate::rows::{Rows, ones};
use crate::search::Needle;
use crate::store::{Epochs, Row, Store};
use std::rc::Rc;

/// How many rows a step looks at, in sixty-fours.
const WORDS: usize = 256;

/// What one question has left for the next: whoever refines a search has it answered from what was found before.
#[derive(Debug, Default)]
pub struct Memory {
    /// All rows by name, as far as they were looked at.
    names: Rc<Vec<Row>>,
    /// Whether rows have come in another order than that.
    is_mixed: bool,
    /// Up to which row.
    named: usize,
    /// Rows among them that came out of order, and are not in there yet.
    loose: Vec<Row>,
    /// The last order that was asked for, and what it holds for.
    order: Option<(Sort, Epochs, Rc<Vec<Row>>)>,
    /// What was found while a text was typed, each in the texts after it: whoever takes a letter back need not be answered anew.
    found: Vec<Found>,
    /// The last answers, the latest last.
    answers: Vec<Remembered>,
}

/// An answer, and what it is to.
#[derive(Debug)]
struct Remembered {
    query: Query,
    sort: Sort,
    epochs: Epochs,
    upto: usize,
    answer: Answer,
}

/// How many answers are remembered.
const MOST_ANSWERS: usize = 8;

/// How many rows an answer may have to be remembered, unless it has all of them.
const MOST_ROWS: usize = 100_000;

/// How many texts are remembered: as many letters can be taken back. A set of a million rows is 125 kB.
const MOST_FOUND: usize = 12;

impl Memory {
    /// What it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let order = self.order.as_ref().map_or(0, |(_, _, rows)| rows.capacity() * size_of::<Row>());
        let found: usize = self.found.iter().map(|found| found.rows.bytes()).sum();
        let of = |Answer { rows, matching, .. }: &Answer| {
            let is_order = Rc::ptr_eq(rows, &self.names);
            matching.bytes() + if is_order { 0 } else { rows.capacity() * size_of::<Row>() }
        };
        let answers: usize = self.answers.iter().map(|remembered| of(&remembered.answer)).sum();
        self.names.capacity() * size_of::<Row>() + order + found + answers
    }

    /// The answer to a question that was answered before, and nothing has changed since.
    fn answer(&self, inquiry: &Inquiry) -> Option<Answer> {
        let is_it = |remembered: &&Remembered| {
            remembered.epochs == inquiry.epochs
                && remembered.upto == inquiry.upto
                && remembered.sort == inquiry.sort
                && remembered.query == inquiry.query
        };
        self.answers.iter().find(is_it).map(|remembered| remembered.answer.clone())
    }

    /// Remembers an answer.
    fn remember(&mut self, inquiry: &Inquiry, answer: &Answer) {
        let Inquiry { query, sort, epochs, upto, .. } = inquiry;
        // The others are out of date.
        self.answers.retain(|remembered| remembered.epochs == *epochs && remembered.upto == *upto);
        if answer.rows.len() > MOST_ROWS && !Rc::ptr_eq(&answer.rows, &self.names) {
            return;
        }
        // The answer that has all rows takes no room.
        if self.answers.len() == MOST_ANSWERS {
            let oldest = self.answers.iter().position(|kept| !Rc::ptr_eq(&kept.answer.rows, &self.names));
            self.answers.remove(oldest.unwrap_or(0));
        }
        self.answers.push(Remembered {
            query: query.clone(),
            sort: *sort,
            epochs: *epochs,
            upto: *upto,
            answer: answer.clone(),
        });
    }
}

/// Which rows have a text.
#[derive(Clone, Debug)]
struct Found {
    folded: String,
    /// How often texts had changed then.
    texts: u64,
    /// Up to which row they were looked at.
    upto: usize,
    rows: Rows,
}

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
    query: Query,
    sort: Sort,
    folded: String,
    upto: usize,
    epochs: Epochs,
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
    /// Whether flags alone hold anybody back.
    is_by_flags: bool,
    flags: [bool; 256],
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
            query,
            sort,
            upto: store.rows(),
            epochs: store.epochs(),
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
        if self.epochs != store.epochs() {
            return Progress::Overtaken;
        }
        let stage = core::mem::replace(&mut self.stage, Stage::Names);
        self.stage = match stage {
            Stage::Names => {
                if let Some(answer) = memory.answer(self) {
                    return Progress::Done(answer);
                }
                self.names(store, memory)
            }
            Stage::Sort(sorting) => self.order(store, memory, sorting),
            Stage::Find(find) => self.find(store, memory, find),
            Stage::Sieve(sieve) => self.sieve(store, memory, sieve),
            Stage::Place(mut place) => {
                if let Some(rows) = self.place(memory, &mut place) {
                    let Place { matching, counts, .. } = *place;
                    let answer = Answer { rows, matching, counts };
                    memory.remember(self, &answer);
                    return Progress::Done(answer);
                }
                Stage::Place(place)
            }
        };
        Progress::More
    }

    /// Takes new rows into the order by name. They nearly always come in that order.
    fn names(&self, store: &Store, memory: &mut Memory) -> Stage {
        let end = (memory.named + WORDS * 64).min(self.upto);
        if memory.named < end {
            // They are out of date, and would have the order copied.
            memory.answers.clear();
            let names = Rc::make_mut(&mut memory.names);
            let mut last = names.last().copied();
            // Fewer than 2^32 rows.
            for row in memory.named as Row..end as Row {
                if last.is_none_or(|last| by_name(store, last, row).is_lt()) {
                    names.push(row);
                    last = Some(row);
                } else {
                    memory.loose.push(row);
                    memory.is_mixed = true;
                }
            }
            memory.named = end;
        }
        if end < self.upto {
            return Stage::Names;
        }
        if !memory.loose.is_empty() {
            let mut loose = core::mem::take(&mut memory.loose);
            sort(&mut loose, &|left, right| by_name(store, left, right));
            memory.names = Rc::new(merged(store, &memory.names, &loose));
        }
        Stage::Sort(None)
    }

    fn order(&self, store: &Store, memory: &mut Memory, sorting: Option<Sorting>) -> Stage {
        let is_known = self.sort.is_by_name()
            || memory.order.as_ref().is_some_and(|(sort, epochs, rows)| {
                (*sort, *epochs, rows.len()) == (self.sort, self.epochs, memory.names.len())
            });
        if is_known {
            return self.after_order(store, memory);
        }
        let Some(mut sorting) = sorting else {
            // Room for the new one.
            memory.order = None;
            return Stage::Sort(Some(Sorting::new(store, self.sort, &memory.names)));
        };
        if !sorting.step(store, self.sort) {
            return Stage::Sort(Some(sorting));
        }
        memory.order = Some((self.sort, self.epochs, Rc::new(sorting.end())));
        self.after_order(store, memory)
    }

    fn after_order(&self, store: &Store, memory: &mut Memory) -> Stage {
        if self.folded.is_empty() {
            return self.begin_sieve(store);
        }
        let mut needle = Needle::new(&self.folded);
        needle.look_at_domains(store);
        memory.found.retain(|found| found.texts == self.epochs.texts && self.folded.contains(&found.folded));
        let (among, rows, word) = match memory.found.last() {
            // The same text: those that were looked at need not be looked at again, but for the last sixty-four.
            Some(found) if found.folded == self.folded => {
                let word = found.upto / 64;
                (None, memory.found.pop().map_or_else(|| Rows::none(self.upto), |found| found.rows), word)
            }
            // A text that has the one before in it.
            Some(found) if found.upto >= self.upto => (Some(found.rows.clone()), Rows::none(self.upto), 0),
            _ => (None, Rows::none(self.upto), 0),
        };
        Stage::Find(Box::new(Find { needle, among, rows, word }))
    }

    fn find(&self, store: &Store, memory: &mut Memory, mut find: Box<Find>) -> Stage {
        let Find { needle, among, rows, word } = &mut *find;
        let all = self.upto.div_ceil(64);
        // A row that has to be compared costs more than ten that need not be.
        let end = (*word + WORDS / 2).min(all);
        for word in *word..end {
            if among.as_ref().is_some_and(|among| among.word(word) == 0) {
                continue;
            }
            rows.set_word(word, needle.look(store, word, among.as_ref()) & here(word, self.upto));
        }
        *word = end;
        if end < all {
            return Stage::Find(find);
        }
        let Epochs { texts, .. } = self.epochs;
        if memory.found.len() == MOST_FOUND {
            memory.found.remove(0);
        }
        memory.found.push(Found { folded: self.folded.clone(), texts, upto: self.upto, rows: find.rows });
        self.begin_sieve(store)
    }

    fn begin_sieve(&self, store: &Store) -> Stage {
        let (flags, domains) = (self.query.flags(), self.query.domains(store));
        Stage::Sieve(Box::new(Sieve {
            is_by_flags: domains.is_none() && !self.query.has_days(),
            flags,
            domains,
            matching: Rows::none(self.upto),
            counting: Counting::new(store.domains().len()),
            word: 0,
        }))
    }

    fn sieve(&self, store: &Store, memory: &Memory, mut sieve: Box<Sieve>) -> Stage {
        let found = memory.found.last().filter(|_| !self.folded.is_empty()).map(|found| &found.rows);
        let all = self.upto.div_ceil(64);
        let end = (sieve.word + WORDS).min(all);
        let is_registered = self.query.registered();
        let Sieve { is_by_flags, flags, domains, matching, counting, word } = &mut *sieve;
        for word in *word..end {
            let open = here(word, self.upto) & found.map_or(u64::MAX, |found| found.word(word));
            let first = word * 64;
            let mut fitting = 0_u64;
            if *is_by_flags {
                let (all_flags, all_domains) = (&store.all_flags()[first..], &store.all_domains()[first..]);
                for at in ones(open) {
                    let byte = usize::from(all_flags[at].byte());
                    counting.flags[byte] += 1;
                    counting.domains[all_domains[at] as usize] += u32::from(flags[byte]);
                    fitting |= u64::from(flags[byte]) << at;
                }
                counting.matching += fitting.count_ones() as usize;
                matching.set_word(word, fitting);
                continue;
            }
            for at in ones(open) {
                let row = first + at;
                if !is_registered(store.all_registered()[row]) {
                    continue;
                }
                let byte = usize::from(store.all_flags()[row].byte());
                let domain = store.all_domains()[row] as usize;
                let fits_domain = domains.as_ref().is_none_or(|wanted| wanted[domain]);
                let fits_flags = flags[byte];
                counting.flags[byte] += u32::from(fits_domain);
                counting.domains[domain] += u32::from(fits_flags);
                fitting |= u64::from(fits_domain && fits_flags) << at;
            }
            counting.matching += fitting.count_ones() as usize;
            matching.set_word(word, fitting);
        }
        *word = end;
        if end < all {
            return Stage::Sieve(sieve);
        }
        let Sieve { matching, counting, .. } = *sieve;
        let counts = counting.end(&self.query);
        let rows = Vec::with_capacity(counts.matching);
        Stage::Place(Box::new(Place { matching, counts, rows, at: 0 }))
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
            rows.extend(matching.iter());
            return Some(Rc::new(core::mem::take(rows)));
        }
        let end = (*at + WORDS * 64 * 2).min(order.len());
        rows.extend(order[*at..end].iter().copied().filter(|row| matching.has(*row)));
        *at = end;
        // More than match are not to come, wherever they stood.
        let is_done = end == order.len() || rows.len() == counts.matching;
        is_done.then(|| Rc::new(core::mem::take(rows)))
    }
}

/// The rows of a word that there are.
const fn here(word: usize, upto: usize) -> u64 {
    match upto.saturating_sub(word * 64) {
        0 => 0,
        left if left >= 64 => u64::MAX,
        left => (1 << left) - 1,
    }
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
