//! The domains of addresses: a few for very many accounts, as a rule.

use super::LoadError;
use super::rows::{CHUNK, Chunk, Rows};
use super::string_arena::FoldedTexts;
use std::collections::HashMap;
use std::ops::Range;

/// The domain of an address, by its place among all different ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Domain(u32);

impl Domain {
    /// That of an account without an address, and of an address without a domain.
    pub(super) const NONE: Self = Self(0);

    const fn at(self) -> usize {
        self.0 as usize
    }
}

/// For how many domains there is a list of their rows, the most frequent ones. A list takes a bit for each row.
const MAX_COMMON_DOMAINS: usize = 24;

/// How many rows a frequent one has: one in so many.
const FREQUENT: usize = 256;

/// Which domains there are, and the domain of each row.
#[derive(Debug, Default)]
pub(super) struct Domains {
    /// The different ones, without their case and as they are written. The first one stands for none.
    different: FoldedTexts,
    of_rows: Vec<Domain>,
    /// The most frequent ones and their rows: what is asked of all rows is answered by 64 at a time.
    frequent: Vec<(Domain, Rows)>,
}

impl Domains {
    /// Nothing yet, with the different domains of others and with room for their rows.
    pub(super) fn for_rows_of(other: &mut Self) -> Self {
        let mut counts = vec![(0, Domain::NONE); other.different.len().max(1)];
        for domain in &other.of_rows {
            counts[domain.at()] = (counts[domain.at()].0 + 1, *domain);
        }
        counts.retain(|(count, domain)| *domain != Domain::NONE && count * FREQUENT >= other.of_rows.len());
        counts.sort_unstable_by_key(|(count, domain)| (std::cmp::Reverse(*count), domain.0));
        let frequent =
            counts.into_iter().take(MAX_COMMON_DOMAINS).map(|(_, domain)| (domain, Rows::default())).collect();
        Self {
            different: std::mem::take(&mut other.different),
            of_rows: Vec::with_capacity(other.of_rows.len()),
            frequent,
        }
    }

    /// Adds the domain of the next row.
    pub(super) fn push(&mut self, domain: Domain) {
        let row = self.of_rows.len();
        self.of_rows.push(domain);
        if let Some((_, rows)) = self.frequent.iter_mut().find(|(frequent, _)| *frequent == domain) {
            rows.push(row);
        }
    }

    /// The domain of a row.
    pub(super) fn of_row(&self, row: usize) -> Domain {
        self.of_rows[row]
    }

    /// A domain as it is written; `None` for none.
    pub(super) fn written(&self, domain: Domain) -> Option<&str> {
        (domain != Domain::NONE).then(|| self.different.get(domain.at()))
    }

    /// Those for which something holds, given without their case.
    pub(super) fn those(&self, holds: impl Fn(&str) -> bool) -> DomainSet {
        let all = self.different.folded();
        let bits: Vec<u64> = (0..all.len()).map(|at| u64::from(at > 0 && holds(all.get(at)))).collect();
        let is_in = |(_, (domain, _)): &(usize, &(Domain, Rows))| bits[domain.at()] == 1;
        let frequent: Vec<usize> = self.frequent.iter().enumerate().filter(is_in).map(|(at, _)| at).collect();
        let count: u64 = bits.iter().sum();
        let bits = (count > frequent.len() as u64).then_some(bits);
        DomainSet { frequent, bits }
    }

    /// The rows of a chunk, given as a range too, whose domain is in a set.
    pub(super) fn rows(&self, set: &DomainSet, chunk: usize) -> Chunk {
        match &set.bits {
            Some(bits) => Chunk::of(&self.of_rows[self.range(chunk)], |domain| bits[domain.at()]),
            None => set.frequent.iter().fold(Chunk::NONE, |rows, at| rows | self.frequent[*at].1.chunk(chunk)),
        }
    }

    fn range(&self, chunk: usize) -> Range<usize> {
        let end = self.of_rows.len();
        (chunk * CHUNK).min(end)..((chunk + 1) * CHUNK).min(end)
    }

    /// What they take, in bytes.
    pub(super) fn heap_bytes(&self) -> usize {
        let frequent = self.frequent.iter().map(|(_, rows)| size_of::<(Domain, Rows)>() + rows.bytes());
        self.different.heap_bytes() + size_of::<Domain>() * self.of_rows.capacity() + frequent.sum::<usize>()
    }
}

/// Some of the different domains.
#[derive(Debug)]
pub(super) struct DomainSet {
    /// The frequent ones among them, by their place.
    frequent: Vec<usize>,
    /// If there are others among them: for each domain 1 if it is in, and 0 if not.
    bits: Option<Vec<u64>>,
}

impl DomainSet {
    pub(super) const fn is_empty(&self) -> bool {
        self.frequent.is_empty() && self.bits.is_none()
    }
}

/// Gives each different domain its place.
#[derive(Debug, Default)]
pub(super) struct KnownDomains(HashMap<Box<str>, Domain>);

impl KnownDomains {
    /// The place of a domain, a new one if need be.
    ///
    /// # Errors
    /// [`LoadError::TooMuchText`].
    pub(super) fn place(&mut self, domain: &str, domains: &mut Domains) -> Result<Domain, LoadError> {
        if let Some(known) = self.0.get(domain) {
            return Ok(*known);
        }
        if domains.different.len() == 0 {
            domains.different.push("")?;
        }
        let new = Domain(u32::try_from(domains.different.len()).map_err(|_| LoadError::TooMuchText)?);
        domains.different.push(domain)?;
        self.0.insert(domain.into(), new);
        Ok(new)
    }
}
