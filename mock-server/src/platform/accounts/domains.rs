//! Interned email domains: usually a few for very many accounts.

use super::load_error::LoadError;
use super::rows::{CHUNK, RowMask, RowSet};
use super::string_arena::FoldedColumn;
use std::collections::HashMap;
use std::ops::Range;

/// An interned domain: its index among the distinct ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DomainId(u32);

impl DomainId {
    /// An account without an email address, or an email address without a domain.
    pub(super) const NONE: Self = Self(0);

    const fn index(self) -> usize {
        self.0 as usize
    }
}

/// How many common domains have a set of their rows. A set takes one bit per row.
const MAX_COMMON_DOMAINS: usize = 24;

/// A domain is common if at least one in this many rows has it.
const COMMON_ONE_IN: usize = 256;

/// The distinct domains, and the domain of each row.
#[derive(Debug, Default)]
pub(super) struct Domains {
    /// The distinct domains, case-folded and as written. The first one stands for
    /// [`DomainId::NONE`].
    distinct: FoldedColumn,
    row_domains: Vec<DomainId>,
    /// The most common domains and their rows, which are matched 64 rows at a time.
    common: Vec<(DomainId, RowSet)>,
}

impl Domains {
    /// Empty columns with the distinct domains of other columns, and the capacity for their rows.
    pub(super) fn with_domains_of(other: &mut Self) -> Self {
        let mut counts = vec![(0, DomainId::NONE); other.distinct.len().max(1)];
        for domain in &other.row_domains {
            counts[domain.index()] = (counts[domain.index()].0 + 1, *domain);
        }
        counts.retain(|(count, domain)| *domain != DomainId::NONE && count * COMMON_ONE_IN >= other.row_domains.len());
        counts.sort_unstable_by_key(|(count, domain)| (std::cmp::Reverse(*count), domain.0));
        let common =
            counts.into_iter().take(MAX_COMMON_DOMAINS).map(|(_, domain)| (domain, RowSet::default())).collect();
        Self {
            distinct: std::mem::take(&mut other.distinct),
            row_domains: Vec::with_capacity(other.row_domains.len()),
            common,
        }
    }

    /// Pushes the domain of the next row.
    pub(super) fn push(&mut self, domain: DomainId) {
        let row = self.row_domains.len();
        self.row_domains.push(domain);
        if let Some((_, rows)) = self.common.iter_mut().find(|(common, _)| *common == domain) {
            rows.push(row);
        }
    }

    /// The domain of a row.
    pub(super) fn of_row(&self, row: usize) -> DomainId {
        self.row_domains[row]
    }

    /// A domain as it is written; `None` for [`DomainId::NONE`].
    pub(super) fn name(&self, domain: DomainId) -> Option<&str> {
        (domain != DomainId::NONE).then(|| self.distinct.get(domain.index()))
    }

    /// The domains that satisfy a predicate, given case-folded.
    pub(super) fn select(&self, predicate: impl Fn(&str) -> bool) -> DomainSet {
        let folded = self.distinct.folded();
        let membership: Vec<u64> =
            (0..folded.len()).map(|index| u64::from(index > 0 && predicate(folded.get(index)))).collect();
        let is_selected = |(_, (domain, _)): &(usize, &(DomainId, RowSet))| membership[domain.index()] == 1;
        let common: Vec<usize> = self.common.iter().enumerate().filter(is_selected).map(|(index, _)| index).collect();
        let count: u64 = membership.iter().sum();
        let membership = (count > common.len() as u64).then_some(membership);
        DomainSet { common, membership }
    }

    /// The rows of a chunk whose domain is in a set.
    pub(super) fn rows_in(&self, set: &DomainSet, chunk: usize) -> RowMask {
        match &set.membership {
            Some(membership) => {
                RowMask::from_bits(&self.row_domains[self.chunk_rows(chunk)], |domain| membership[domain.index()])
            }
            None => set.common.iter().fold(RowMask::EMPTY, |rows, index| rows | self.common[*index].1.mask(chunk)),
        }
    }

    fn chunk_rows(&self, chunk: usize) -> Range<usize> {
        let end = self.row_domains.len();
        (chunk * CHUNK).min(end)..((chunk + 1) * CHUNK).min(end)
    }

    /// The size in bytes.
    pub(super) fn heap_bytes(&self) -> usize {
        let common = self.common.iter().map(|(_, rows)| size_of::<(DomainId, RowSet)>() + rows.bytes());
        self.distinct.heap_bytes() + size_of::<DomainId>() * self.row_domains.capacity() + common.sum::<usize>()
    }
}

/// A set of domains.
#[derive(Debug)]
pub(super) struct DomainSet {
    /// The common domains in the set, by their index in [`Domains::common`].
    common: Vec<usize>,
    /// If the set has other domains too: for each domain 1 if it is in the set, otherwise 0.
    membership: Option<Vec<u64>>,
}

impl DomainSet {
    pub(super) const fn is_empty(&self) -> bool {
        self.common.is_empty() && self.membership.is_none()
    }
}

/// Interns domains: assigns an index to each distinct one.
#[derive(Debug, Default)]
pub(super) struct DomainInterner(HashMap<Box<str>, DomainId>);

impl DomainInterner {
    /// Returns the ID of a domain, and adds it if it is new.
    ///
    /// # Errors
    /// [`LoadError::TooMuchText`].
    pub(super) fn intern(&mut self, domain: &str, domains: &mut Domains) -> Result<DomainId, LoadError> {
        if let Some(known) = self.0.get(domain) {
            return Ok(*known);
        }
        if domains.distinct.len() == 0 {
            domains.distinct.push("")?;
        }
        let new = DomainId(u32::try_from(domains.distinct.len()).map_err(|_| LoadError::TooMuchText)?);
        domains.distinct.push(domain)?;
        self.0.insert(domain.into(), new);
        Ok(new)
    }
}
