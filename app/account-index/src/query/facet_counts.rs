//! Facet counts: how many accounts match, by the values of each filter.

use super::criteria::{Query, ValueFilter};
use crate::account::{Flag, Flags, State, TriState, VALUE_COUNT, value_masks};
use crate::row_set::RowSet;
use crate::store::Store;
use std::borrow::Cow;

/// The number of matching accounts, and for each value of a filter the number that would match if
/// that filter asked for this value alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// Number of matching accounts.
    pub matching: usize,
    /// By flag and value.
    by_value: [[usize; VALUE_COUNT]; Flag::COUNT],
    /// By domain, if there is a domain filter. Without one these are the counts of the matching
    /// rows, and are computed when they are needed.
    by_domain: Option<Vec<u32>>,
}

impl FacetCounts {
    /// Number of accounts in a state.
    #[must_use]
    pub const fn state(&self, state: State) -> usize {
        self.by_value[Flag::State as usize][state as usize]
    }

    /// Number of accounts by whether they are site admins.
    #[must_use]
    pub const fn admin(&self, value: TriState) -> usize {
        self.by_value[Flag::Admin as usize][value as usize]
    }

    /// Number of accounts by whether their address is verified.
    #[must_use]
    pub const fn verified(&self, value: TriState) -> usize {
        self.by_value[Flag::Verified as usize][value as usize]
    }

    /// Number of accounts by whether they are approved.
    #[must_use]
    pub const fn approved(&self, value: TriState) -> usize {
        self.by_value[Flag::Approved as usize][value as usize]
    }

    /// Returns the number of accounts by [`DomainId`](crate::store::DomainId).
    fn domain_counts(&self, store: &Store, matching: &RowSet) -> Cow<'_, [u32]> {
        if let Some(counts) = &self.by_domain {
            return Cow::Borrowed(counts);
        }
        let mut counts = vec![0; store.domains().len()];
        for row in matching.iter() {
            counts[store.domain_id(row) as usize] += 1;
        }
        Cow::Owned(counts)
    }

    /// See [`QueryResult::top_domains`](super::QueryResult::top_domains).
    pub(super) fn top_domains<'a>(&self, store: &'a Store, matching: &RowSet, max: usize) -> Vec<(&'a str, usize)> {
        let counts = self.domain_counts(store, matching);
        // Domain ids are `u32`.
        let folded = |id: usize| store.domains().folded(id as u32);
        let mut ids: Vec<usize> = (1..counts.len()).filter(|id| counts[*id] > 0).collect();
        let compare = |left: &usize, right: &usize| {
            counts[*right].cmp(&counts[*left]).then_with(|| folded(*left).cmp(folded(*right)))
        };
        if ids.len() > max && max > 0 {
            ids.select_nth_unstable_by(max - 1, compare);
        }
        ids.truncate(max);
        ids.sort_unstable_by(compare);
        ids.into_iter().map(|id| (store.domains().original(id as u32), counts[id] as usize)).collect()
    }

    /// See [`QueryResult::domain_count`](super::QueryResult::domain_count).
    pub(super) fn domain_count(&self, store: &Store, matching: &RowSet, domain: &str) -> usize {
        let Some(id) = store.domains().find(&account_api::case_fold(domain)) else { return 0 };
        match &self.by_domain {
            Some(counts) => counts.get(id as usize).map_or(0, |count| *count as usize),
            None => matching.iter().filter(|row| store.domain_id(*row) == id).count(),
        }
    }
}

/// Facet counts in progress.
#[derive(Debug)]
pub(super) struct FacetCounter {
    filters: [ValueFilter; Flag::COUNT],
    counts: FacetCounts,
}

/// The rows of a block that match.
#[derive(Clone, Copy, Debug)]
pub(super) struct CountedBlock {
    /// Rows that pass every filter.
    pub(super) matching: u64,
    /// Rows that pass every filter but that for domains.
    pub(super) ignoring_domains: u64,
}

impl FacetCounter {
    pub(super) fn new(query: &Query, domain_count: usize) -> Self {
        let by_domain = (!query.domains.is_empty()).then(|| vec![0; domain_count]);
        Self { filters: query.flag_filters(), counts: FacetCounts { by_domain, ..FacetCounts::default() } }
    }

    /// Counts a block of rows. `candidates` pass every filter except those for flags and domains,
    /// and `by_domain` are the rows that pass the domain filter.
    pub(super) fn count_block(&mut self, flags: &[Flags], candidates: u64, by_domain: u64) -> CountedBlock {
        let masks = value_masks(flags);
        let candidates = candidates & !masks[Flag::State as usize][State::Gone as usize];
        let passing: [u64; Flag::COUNT] = core::array::from_fn(|flag| self.filters[flag].select_mask(masks[flag]));
        for (flag, counts) in self.counts.by_value.iter_mut().enumerate() {
            let other_flags = (0..Flag::COUNT).filter(|other| *other != flag);
            let passing_others = other_flags.fold(candidates & by_domain, |rows, other| rows & passing[other]);
            for (count, mask) in counts.iter_mut().zip(masks[flag]) {
                *count += (passing_others & mask).count_ones() as usize;
            }
        }
        let ignoring_domains = passing.into_iter().fold(candidates, |rows, passing| rows & passing);
        let matching = ignoring_domains & by_domain;
        self.counts.matching += matching.count_ones() as usize;
        CountedBlock { matching, ignoring_domains }
    }

    /// Returns the counts by domain id; `None` if domains are not counted.
    pub(super) fn domain_counts_mut(&mut self) -> Option<&mut [u32]> {
        self.counts.by_domain.as_deref_mut()
    }

    pub(super) fn into_counts(self) -> FacetCounts {
        self.counts
    }
}
