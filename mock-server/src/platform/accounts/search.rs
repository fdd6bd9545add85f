//! Filters against the base of a platform, a chunk of rows at a time.

use super::List;
use super::base::Base;
use super::domains::DomainSet;
use super::filter::{Filter, Needle};
use super::rows::{CHUNK, Chunk, Rows};
use super::string_arena::{END, FoldedTexts};
use super::substring_scan::Finder;

/// What of a base belongs to a list and matches a filter. The prefix is not looked at: it is a range of rows.
#[derive(Debug)]
pub(super) struct Search<'a> {
    base: &'a Base,
    listed: &'a Rows,
    domain: Option<DomainSet>,
    text: Option<TextSearch>,
}

impl<'a> Search<'a> {
    pub(super) fn new(base: &'a Base, list: List, filter: &Filter) -> Self {
        Self {
            base,
            listed: base.listed(list),
            domain: filter.domain().map(|pattern| base.columns().domains().those(|domain| pattern.describes(domain))),
            text: filter.search().map(|needle| TextSearch::new(base, needle)),
        }
    }

    /// All that are wanted, if that is the whole list.
    pub(super) const fn all(&self) -> Option<&'a Rows> {
        if self.domain.is_none() && self.text.is_none() { Some(self.listed) } else { None }
    }

    /// Those of a chunk that are wanted.
    pub(super) fn chunk(&self, chunk: usize) -> Chunk {
        let mut wanted = self.listed.chunk(chunk);
        if let Some(domains) = &self.domain {
            wanted = wanted & self.base.columns().domains().rows(domains, chunk);
        }
        match &self.text {
            Some(text) => wanted & text.among(self.base, chunk, wanted),
            None => wanted,
        }
    }
}

/// A text that is looked for in names and addresses.
///
/// An address is a local part, which is the name as a rule, `@` and one of few domains. So names are looked through once for
/// both, and domains not once for each account.
#[derive(Debug)]
struct TextSearch {
    /// Finds it in names and local parts. `None` if no text can hold it.
    inside: Option<Finder>,
    /// The domains that hold it.
    domains: DomainSet,
    around_at: Option<AroundAt>,
}

/// A text with an `@`, where that is the one before the domain: the last one, because no domain holds any.
#[derive(Debug)]
struct AroundAt {
    /// The domains that start with what stands behind it.
    domains: DomainSet,
    /// What the local part ends in: what stands before it, nothing perhaps.
    local_end: String,
}

impl TextSearch {
    fn new(base: &Base, needle: &Needle) -> Self {
        let needle = needle.folded();
        let domains = base.columns().domains();
        if needle.contains(END) {
            return Self { inside: None, domains: domains.those(|_| false), around_at: None };
        }
        Self {
            inside: Finder::new(needle),
            domains: domains.those(|domain| domain.contains(needle)),
            around_at: needle.rsplit_once('@').map(|(local, domain_start)| AroundAt {
                domains: domains.those(|domain| domain.starts_with(domain_start)),
                local_end: local.to_owned(),
            }),
        }
    }

    /// Those of a chunk where it is found. Only the wanted ones matter, so what is done for none of them is left out.
    fn among(&self, base: &Base, chunk: usize, wanted: Chunk) -> Chunk {
        let mut found = base.columns().domains().rows(&self.domains, chunk);
        let missing = |found: Chunk| !(wanted & !found).is_empty();
        if let Some(inside) = &self.inside {
            if missing(found) {
                found = found | inside.find(base.columns().names().folded(), base.rows(chunk));
            }
            if missing(found) {
                found = found | of_locals(base, chunk, |locals, range| inside.find(locals.folded(), range));
            }
        }
        match &self.around_at {
            Some(around_at) if !around_at.domains.is_empty() && missing(found) => found | around_at.among(base, chunk),
            _ => found,
        }
    }
}

impl AroundAt {
    fn among(&self, base: &Base, chunk: usize) -> Chunk {
        let of_domains = base.columns().domains().rows(&self.domains, chunk);
        if self.local_end.is_empty() || of_domains.is_empty() {
            return of_domains;
        }
        let names = base.columns().names().folded().ending_in(&self.local_end, base.rows(chunk));
        let locals = of_locals(base, chunk, |locals, range| locals.folded().ending_in(&self.local_end, range));
        of_domains & (names & !base.columns().with_local().chunk(chunk) | locals)
    }
}

/// Those of a chunk whose local part, which is not the name, is found.
fn of_locals(base: &Base, chunk: usize, find: impl FnOnce(&FoldedTexts, std::ops::Range<usize>) -> Chunk) -> Chunk {
    let columns = base.columns();
    let rows = columns.with_local().chunk(chunk);
    if rows.is_empty() {
        return rows;
    }
    let before = columns.with_local().before(chunk * CHUNK);
    let found = find(columns.locals(), before..before + rows.count());
    let mut of_rows = Chunk::NONE;
    rows.iter().enumerate().filter(|(place, _)| found.contains(*place)).for_each(|(_, row)| of_rows.insert(row));
    of_rows
}
