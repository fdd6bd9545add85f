//! How many there are of which kind.

use crate::account::{Flags, State, Tri};
use crate::query::Query;
use crate::store::Store;

/// How many accounts match, and for each value of a filter, how many would if that filter asked for this value alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All that match.
    pub matching: usize,
    states: [usize; 4],
    admin: [usize; 3],
    verified: [usize; 3],
    approved: [usize; 3],
    domains: Vec<u32>,
}

impl Counts {
    /// Of a state.
    #[must_use]
    pub const fn state(&self, state: State) -> usize {
        self.states[state as usize]
    }

    /// Of site admins, those who are not, and those of whom it is unknown.
    #[must_use]
    pub const fn admin(&self, value: Tri) -> usize {
        self.admin[value as usize]
    }

    /// Of verified addresses.
    #[must_use]
    pub const fn verified(&self, value: Tri) -> usize {
        self.verified[value as usize]
    }

    /// Of approved accounts.
    #[must_use]
    pub const fn approved(&self, value: Tri) -> usize {
        self.approved[value as usize]
    }

    /// The most frequent domains, and how many accounts each has; the first in the alphabet of equals. Without accounts
    /// that have no address.
    #[must_use]
    pub fn most_frequent_domains<'a>(&self, store: &'a Store, most: usize) -> Vec<(&'a str, usize)> {
        // Domains are numbered by u32.
        let name = |at: usize| store.domains().folded(at as u32);
        let mut some: Vec<usize> = (1..self.domains.len()).filter(|at| self.domains[*at] > 0).collect();
        let order = |left: &usize, right: &usize| {
            self.domains[*right].cmp(&self.domains[*left]).then_with(|| name(*left).cmp(name(*right)))
        };
        if some.len() > most && most > 0 {
            some.select_nth_unstable_by(most - 1, order);
        }
        some.truncate(most);
        some.sort_unstable_by(order);
        some.into_iter().map(|at| (store.domains().written(at as u32), self.domains[at] as usize)).collect()
    }

    /// How many accounts have an address at a domain.
    #[must_use]
    pub fn domain(&self, store: &Store, domain: &str) -> usize {
        let found = store.domains().find(&crate::folded(domain));
        found.and_then(|id| self.domains.get(id as usize)).copied().unwrap_or(0) as usize
    }
}

/// Counts under way.
#[derive(Debug)]
pub(crate) struct Counting {
    /// How many rows with each combination of flags fit everything but the filters of flags.
    pub(crate) flags: [u32; 256],
    /// How many rows of each domain fit everything but the filter of domains.
    pub(crate) domains: Vec<u32>,
    pub(crate) matching: usize,
}

impl Counting {
    pub(crate) fn new(domains: usize) -> Self {
        Self { flags: [0; 256], domains: vec![0; domains], matching: 0 }
    }

    pub(crate) fn end(self, query: &Query) -> Counts {
        let mut counts = Counts { matching: self.matching, domains: self.domains, ..Counts::default() };
        let any = crate::Wanted::default();
        let states = Query { states: any, ..query.clone() }.flags();
        let admin = Query { admin: any, ..query.clone() }.flags();
        let verified = Query { verified: any, ..query.clone() }.flags();
        let approved = Query { approved: any, ..query.clone() }.flags();
        for (byte, count) in self.flags.into_iter().enumerate() {
            // Below 256.
            let flags = Flags::at(byte as u8);
            let of = |fits: &[bool; 256]| if fits[byte] { count as usize } else { 0 };
            counts.states[flags.state() as usize] += of(&states);
            counts.admin[flags.is_admin() as usize] += of(&admin);
            counts.verified[flags.is_verified() as usize] += of(&verified);
            counts.approved[flags.is_approved() as usize] += of(&approved);
        }
        counts
    }
}
