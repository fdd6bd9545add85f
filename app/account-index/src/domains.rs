//! The domains of addresses, each kept once.

use crate::hash::hash;
use hashbrown::HashTable;

/// Where the domain of an address is kept.
pub(crate) type DomainId = u32;

/// For accounts without an address, service accounts among them, and addresses without an `@`.
pub(crate) const NO_DOMAIN: DomainId = 0;

/// All domains, by number in the order in which they came.
#[derive(Debug)]
pub(crate) struct Domains {
    /// As they were first written.
    written: Vec<Box<str>>,
    /// Without case, as they are told apart.
    folded: Vec<Box<str>>,
    index: HashTable<DomainId>,
}

impl Default for Domains {
    fn default() -> Self {
        let none: Box<str> = "".into();
        Self { written: vec![none.clone()], folded: vec![none], index: HashTable::new() }
    }
}

impl Domains {
    /// The number of a domain, a new one where it has none. `folded` is `written` without case.
    pub(crate) fn number(&mut self, written: &str, folded: &str) -> DomainId {
        let Self { folded: all, index, .. } = self;
        if let Some(found) = index.find(hash(folded), |id| *all[*id as usize] == *folded) {
            return *found;
        }
        // There are fewer domains than accounts, and fewer than 2^32 accounts.
        let id = all.len() as DomainId;
        self.written.push(written.into());
        all.push(folded.into());
        index.insert_unique(hash(folded), id, |id| hash(&all[*id as usize]));
        id
    }

    /// The number of a domain that there is, by its text without case.
    pub(crate) fn find(&self, folded: &str) -> Option<DomainId> {
        self.index.find(hash(folded), |id| *self.folded[*id as usize] == *folded).copied()
    }

    pub(crate) fn written(&self, id: DomainId) -> &str {
        &self.written[id as usize]
    }

    pub(crate) fn folded(&self, id: DomainId) -> &str {
        &self.folded[id as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.folded.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        let texts: usize = self.written.iter().chain(&self.folded).map(|text| text.len() + size_of::<Box<str>>()).sum();
        texts + self.index.allocation_size()
    }
}
