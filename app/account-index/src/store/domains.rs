//! The interned domains of email addresses.

use super::hash::hash;
use hashbrown::HashTable;

/// An interned domain: its index in [`Domains`].
pub(crate) type DomainId = u32;

/// The domain of accounts without an email address (service accounts, for example) and of addresses
/// without an `@`.
pub(crate) const NO_DOMAIN: DomainId = 0;

/// A string interner: every distinct domain once, numbered in the order of first appearance.
#[derive(Debug)]
pub(crate) struct Domains {
    /// The spelling of the first address with this domain.
    original: Vec<Box<str>>,
    /// The case-folded domain, which identifies it.
    folded: Vec<Box<str>>,
    index: HashTable<DomainId>,
}

impl Default for Domains {
    fn default() -> Self {
        let none: Box<str> = "".into();
        Self { original: vec![none.clone()], folded: vec![none], index: HashTable::new() }
    }
}

impl Domains {
    /// Returns the id of a domain, a new one if it is not there yet. `folded` is `original`,
    /// case-folded.
    pub(super) fn intern(&mut self, original: &str, folded: &str) -> DomainId {
        let Self { folded: all, index, .. } = self;
        if let Some(id) = index.find(hash(folded), |id| *all[*id as usize] == *folded) {
            return *id;
        }
        // There are at most as many domains as accounts, and fewer than 2^32 of those.
        let id = all.len() as DomainId;
        self.original.push(original.into());
        all.push(folded.into());
        index.insert_unique(hash(folded), id, |id| hash(&all[*id as usize]));
        id
    }

    /// Returns the id of a domain, given case-folded.
    pub(crate) fn find(&self, folded: &str) -> Option<DomainId> {
        self.index.find(hash(folded), |id| *self.folded[*id as usize] == *folded).copied()
    }

    pub(crate) fn original(&self, id: DomainId) -> &str {
        &self.original[id as usize]
    }

    pub(crate) fn folded(&self, id: DomainId) -> &str {
        &self.folded[id as usize]
    }

    /// Number of domains, [`NO_DOMAIN`] included.
    pub(crate) fn len(&self) -> usize {
        self.folded.len()
    }

    /// Memory in use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let texts: usize =
            self.original.iter().chain(&self.folded).map(|text| text.len() + size_of::<Box<str>>()).sum();
        texts + self.index.allocation_size()
    }
}
