//! How many there are of which kind.

use crate::account::{ADMIN, APPROVED, FLAGS, Flags, STATE, State, TriState, VALUES, VERIFIED, value_masks};
use crate::query::{Query, ValueFilter};
use crate::row_set::Rows;
use crate::store::Store;
use std::borrow::Cow;

/// How many accounts match, and for each value of a filter, how many would if that filter asked for this value alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// All that match.
    pub matching: usize,
    /// By flag and value.
    values: [[usize; VALUES]; FLAGS],
    /// By domain, where some are asked for. Otherwise all that match are meant, and are counted when somebody asks.
    domains: Option<Vec<u32>>,
}

impl FacetCounts {
    /// Of a state.
    #[must_use]
    pub const fn state(&self, state: State) -> usize {
        self.values[STATE][state as usize]
    }

    /// Of site admins, those who are not, and those of whom it is unknown.
    #[must_use]
    pub const fn admin(&self, value: TriState) -> usize {
        self.values[ADMIN][value as usize]
    }

    /// Of verified addresses.
    #[must_use]
    pub const fn verified(&self, value: TriState) -> usize {
        self.values[VERIFIED][value as usize]
    }

    /// Of approved accounts.
    #[must_use]
    pub const fn approved(&self, value: TriState) -> usize {
        self.values[APPROVED][value as usize]
    }

    /// How many accounts there are of each domain, by its number.
    fn domains(&self, store: &Store, matching: &Rows) -> Cow<'_, [u32]> {
        if let Some(counted) = &self.domains {
            return Cow::Borrowed(counted);
        }
        let mut counted = vec![0; store.domains().len()];
        for row in matching.iter() {
            counted[store.domain_of(row) as usize] += 1;
        }
        Cow::Owned(counted)
    }

    /// The most frequent domains, and how many accounts each has; the first in the alphabet of equals. Without accounts
    /// that have no address.
    pub(crate) fn most_frequent_domains<'a>(
        &self,
        store: &'a Store,
        matching: &Rows,
        most: usize,
    ) -> Vec<(&'a str, usize)> {
        let domains = self.domains(store, matching);
        // Domains are numbered by u32.
        let name = |at: usize| store.domains().folded(at as u32);
        let mut some: Vec<usize> = (1..domains.len()).filter(|at| domains[*at] > 0).collect();
        let order = |left: &usize, right: &usize| {
            domains[*right].cmp(&domains[*left]).then_with(|| name(*left).cmp(name(*right)))
        };
        if some.len() > most && most > 0 {
            some.select_nth_unstable_by(most - 1, order);
        }
        some.truncate(most);
        some.sort_unstable_by(order);
        some.into_iter().map(|at| (store.domains().written(at as u32), domains[at] as usize)).collect()
    }

    /// How many accounts have an address at a domain.
    pub(crate) fn domain(&self, store: &Store, matching: &Rows, domain: &str) -> usize {
        let Some(wanted) = store.domains().find(&account_api::case_fold(domain)) else { return 0 };
        match &self.domains {
            Some(counted) => counted.get(wanted as usize).map_or(0, |count| *count as usize),
            None => matching.iter().filter(|row| store.domain_of(*row) == wanted).count(),
        }
    }
}

/// Counts under way.
#[derive(Debug)]
pub(crate) struct FacetCounter {
    wanted: [ValueFilter; FLAGS],
    counts: FacetCounts,
}

impl FacetCounter {
    pub(crate) fn new(query: &Query, domains: usize) -> Self {
        let domains = (!query.domains.is_empty()).then(|| vec![0; domains]);
        Self { wanted: query.flags(), counts: FacetCounts { domains, ..FacetCounts::default() } }
    }

    /// Counts up to sixty-four rows, of which those are looked at that fit everything but flags and domains. Which of them match, and which
    /// would at any domain.
    pub(crate) fn count(&mut self, flags: &[Flags], rows: u64, at_domains: u64) -> (u64, u64) {
        let having = value_masks(flags);
        let rows = rows & !having[STATE][State::Gone as usize];
        let fitting: [u64; FLAGS] = core::array::from_fn(|flag| self.wanted[flag].select_mask(having[flag]));
        for (flag, values) in self.counts.values.iter_mut().enumerate() {
            let others =
                (0..FLAGS).filter(|other| *other != flag).fold(rows & at_domains, |all, other| all & fitting[other]);
            for (count, having) in values.iter_mut().zip(having[flag]) {
                *count += (others & having).count_ones() as usize;
            }
        }
        let at_any_domain = fitting.into_iter().fold(rows, |all, fitting| all & fitting);
        let matching = at_any_domain & at_domains;
        self.counts.matching += matching.count_ones() as usize;
        (matching, at_any_domain)
    }

    /// Where domains are counted: how many there are of each, by its number.
    pub(crate) fn domains(&mut self) -> Option<&mut [u32]> {
        self.counts.domains.as_deref_mut()
    }

    pub(crate) fn end(self) -> FacetCounts {
        self.counts
    }
}
