//! Evaluates filters on the base, one chunk of rows at a time.

use super::base::Base;
use super::domains::DomainSet;
use super::filter::{Filter, Needle};
use super::list::List;
use super::rows::{CHUNK, RowMask, RowSet};
use super::string_arena::{FoldedColumn, TERMINATOR};
use super::substring_scan::SubstringScanner;

/// A list and a filter, prepared for the base. The prefix is handled by the caller, as a range of
/// rows.
#[derive(Debug)]
pub(super) struct BaseQuery<'a> {
    base: &'a Base,
    list_rows: &'a RowSet,
    domain: Option<DomainSet>,
    text: Option<TextSearch>,
}

impl<'a> BaseQuery<'a> {
    pub(super) fn new(base: &'a Base, list: List, filter: &Filter) -> Self {
        Self {
            base,
            list_rows: base.list_rows(list),
            domain: filter.domain().map(|pattern| base.columns().domains().select(|domain| pattern.matches(domain))),
            text: filter.needle().map(|needle| TextSearch::new(base, needle)),
        }
    }

    /// The rows of the whole list, if there is neither a domain nor a text filter.
    pub(super) const fn unfiltered(&self) -> Option<&'a RowSet> {
        if self.domain.is_none() && self.text.is_none() { Some(self.list_rows) } else { None }
    }

    /// The rows of a chunk that match.
    pub(super) fn matching_rows(&self, chunk: usize) -> RowMask {
        let mut rows = self.list_rows.mask(chunk);
        if let Some(domains) = &self.domain {
            rows = rows & self.base.columns().domains().rows_in(domains, chunk);
        }
        match &self.text {
            Some(text) => rows & text.matching_rows(self.base, chunk, rows),
            None => rows,
        }
    }
}

/// A text to find in usernames and email addresses.
///
/// An email address consists of a local part, which usually equals the username, `@` and one of few
/// domains. So usernames are searched once for both, and each domain only once instead of once per
/// account.
#[derive(Debug)]
struct TextSearch {
    /// Finds the text in usernames and local parts. `None` if no string can contain it.
    finder: Option<SubstringScanner>,
    /// The domains that contain the text.
    domains: DomainSet,
    at_split: Option<AtSplit>,
}

/// A text with an `@`, for the case that it is the `@` before the domain: the last one, because a
/// domain contains none.
#[derive(Debug)]
struct AtSplit {
    /// The domains that start with the part after the `@`.
    domains: DomainSet,
    /// The part before the `@`, which the local part must end with. May be empty.
    local_suffix: String,
}

impl TextSearch {
    fn new(base: &Base, needle: &Needle) -> Self {
        let needle = needle.as_str();
        let domains = base.columns().domains();
        if needle.contains(TERMINATOR) {
            return Self { finder: None, domains: domains.select(|_| false), at_split: None };
        }
        Self {
            finder: SubstringScanner::new(needle),
            domains: domains.select(|domain| domain.contains(needle)),
            at_split: needle.rsplit_once('@').map(|(local, domain_start)| AtSplit {
                domains: domains.select(|domain| domain.starts_with(domain_start)),
                local_suffix: local.to_owned(),
            }),
        }
    }

    /// The rows of a chunk that match. Only rows in `candidates` matter, so steps that cannot add
    /// any of them are skipped.
    fn matching_rows(&self, base: &Base, chunk: usize, candidates: RowMask) -> RowMask {
        let mut found = base.columns().domains().rows_in(&self.domains, chunk);
        let is_incomplete = |found: RowMask| !(candidates & !found).is_empty();
        if let Some(finder) = &self.finder {
            if is_incomplete(found) {
                found = found | finder.matching_texts(base.columns().names().folded(), base.chunk_rows(chunk));
            }
            if is_incomplete(found) {
                found =
                    found | rows_by_local(base, chunk, |locals, range| finder.matching_texts(locals.folded(), range));
            }
        }
        match &self.at_split {
            Some(at_split) if !at_split.domains.is_empty() && is_incomplete(found) => {
                found | at_split.matching_rows(base, chunk)
            }
            _ => found,
        }
    }
}

impl AtSplit {
    fn matching_rows(&self, base: &Base, chunk: usize) -> RowMask {
        let in_domains = base.columns().domains().rows_in(&self.domains, chunk);
        if self.local_suffix.is_empty() || in_domains.is_empty() {
            return in_domains;
        }
        let names = base.columns().names().folded().with_suffix(&self.local_suffix, base.chunk_rows(chunk));
        let locals = rows_by_local(base, chunk, |locals, range| locals.folded().with_suffix(&self.local_suffix, range));
        in_domains & (names & !base.columns().rows_with_local().mask(chunk) | locals)
    }
}

/// The rows of a chunk whose local part differs from the username and matches.
fn rows_by_local(
    base: &Base,
    chunk: usize,
    find: impl FnOnce(&FoldedColumn, std::ops::Range<usize>) -> RowMask,
) -> RowMask {
    let columns = base.columns();
    let rows = columns.rows_with_local().mask(chunk);
    if rows.is_empty() {
        return rows;
    }
    let first_local = columns.rows_with_local().rank(chunk * CHUNK);
    let matches = find(columns.locals(), first_local..first_local + rows.count());
    let mut mask = RowMask::EMPTY;
    rows.iter().enumerate().filter(|(index, _)| matches.contains(*index)).for_each(|(_, row)| mask.insert(row));
    mask
}
