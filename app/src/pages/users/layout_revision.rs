//! A revision number for the displayed columns.

use super::column_layout::ColumnLayout;
use account_index::Column;
use leptos::prelude::*;

/// The displayed columns, in order, and a number that changes whenever they do.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LayoutRevision<C> {
    columns: Vec<C>,
    revision: u32,
}

impl<C: PartialEq> LayoutRevision<C> {
    fn next(previous: Option<&Self>, columns: Vec<C>) -> Self {
        let revision = match previous {
            None => 0,
            Some(previous) if previous.columns == columns => previous.revision,
            Some(previous) => previous.revision.wrapping_add(1),
        };
        Self { columns, revision }
    }
}

/// A number that changes with the displayed columns and their order, so that the table rebuilds its
/// rows. It does not change with the widths, which are a matter of CSS.
pub fn layout_revision(layout: RwSignal<ColumnLayout>) -> Signal<u32> {
    let current = Memo::new(move |previous: Option<&LayoutRevision<Column>>| {
        LayoutRevision::next(previous, layout.with(ColumnLayout::displayed_columns))
    });
    Signal::derive(move || current.with(|current| current.revision))
}

#[cfg(test)]
mod tests {
    use super::LayoutRevision;

    /// The revisions of layouts that follow each other.
    fn revisions(layouts: &[&[u8]]) -> Vec<u32> {
        let mut current = None;
        let next = |columns: &&[u8]| {
            current = Some(LayoutRevision::next(current.as_ref(), columns.to_vec()));
            current.as_ref().map_or(0, |current| current.revision)
        };
        layouts.iter().map(next).collect()
    }

    #[test]
    fn the_revision_changes_exactly_when_the_displayed_columns_change() {
        assert_eq!(revisions(&[&[0, 1, 2], &[0, 1, 2], &[0, 2], &[2, 0], &[2, 0], &[2]]), [0, 0, 1, 2, 2, 3]);
    }

    #[test]
    fn layouts_of_nine_or_more_columns_are_distinct() {
        assert_eq!(revisions(&[&[1, 8], &[1, 0]]), [0, 1], "the ninth column is not the first");
        let all: Vec<u8> = (0..12).collect();
        let without_the_first = &all[1..];
        let swapped = [&[1, 0], &all[2..]].concat();
        assert_eq!(revisions(&[&all, without_the_first, &all, &swapped]), [0, 1, 2, 3]);
    }
}
