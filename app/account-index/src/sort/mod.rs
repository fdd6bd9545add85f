//! Sort orders, computed in steps.
//!
//! Every order is computed from the order by name, stably, so that accounts that are equal in a
//! column are ordered by name, in both directions. Flags use a counting sort, times a radix sort,
//! and email addresses a merge sort that starts from the names.
//!
//! Why not crate `radsort`: it sorts in one call, and 68 ms for a million rows is several frames.
//! These sorts stop after each step and continue in the next one.

mod column;
mod counting;
mod email_order;
mod merge;
mod radix;
mod task;

pub use column::{Column, Sort};
pub(crate) use email_order::EmailOrder;
pub(crate) use task::SortTask;

use crate::store::{Row, Store};
use core::cmp::Ordering;

/// Rows per step: some hundred microseconds. Unit tests use few, so that short inputs take many
/// steps.
const STEP_ROWS: usize = if cfg!(test) { 3 } else { 8 << 10 };

/// Compares by case-folded name, then by code points of the original spelling.
pub(crate) fn compare_names(store: &Store, left: Row, right: Row) -> Ordering {
    store.folded_name(left).cmp(store.folded_name(right)).then_with(|| store.name(left).cmp(store.name(right)))
}

/// Sorts rows stably. The comparison is `dyn` so that all orders share one copy of the standard
/// library's sort, which is large for a WebAssembly download.
pub(crate) fn sort_rows(rows: &mut [Row], compare: &dyn Fn(Row, Row) -> Ordering) {
    rows.sort_by(|left, right| compare(*left, *right));
}

#[cfg(test)]
mod tests {
    use super::column::SortKey;
    use super::*;
    use account_api::{User, search_fold};
    use proptest::prelude::*;
    use std::rc::Rc;

    /// Returns the rows in the order that steps of [`STEP_ROWS`] rows arrive at, from the order by
    /// name.
    fn sorted_in_steps(store: &Store, by_name: &Rc<Vec<Row>>, sort: Sort) -> Vec<Row> {
        let Some(key) = sort.column.sort_key() else {
            let mut order = EmailOrder::default();
            while !order.step(store, by_name) {}
            return order.rows(sort.descending).to_vec();
        };
        let mut task = SortTask::new(store, key, sort.descending, by_name);
        while !task.step(store) {}
        task.into_rows()
    }

    /// Returns the rows in the order that one call of the standard library's stable sort arrives
    /// at.
    fn sorted_at_once(store: &Store, by_name: &[Row], sort: Sort) -> Vec<Row> {
        let mut rows = by_name.to_vec();
        let compare = |left: &Row, right: &Row| {
            let (left, right) = (*left, *right);
            match sort.column.sort_key() {
                None => search_fold(&store.email(left)).cmp(&search_fold(&store.email(right))),
                Some(SortKey::Name) => compare_names(store, left, right),
                Some(SortKey::Flag(flag)) => store.flags(left).bits(flag).cmp(&store.flags(right).bits(flag)),
                Some(SortKey::Number(column)) => column(store)[left as usize].cmp(&column(store)[right as usize]),
            }
        };
        rows.sort_by(|left, right| if sort.descending { compare(right, left) } else { compare(left, right) });
        rows
    }

    fn any_flag() -> impl Strategy<Value = Option<bool>> {
        prop_oneof![Just(None), Just(Some(false)), Just(Some(true))]
    }

    /// Times in a range that fits one digit, that needs buckets, and that is too long for them.
    fn any_time() -> impl Strategy<Value = Option<i64>> {
        prop_oneof![
            1 => Just(None),
            4 => (0_i64..20).prop_map(Some),
            2 => (0_i64..2_000_000_000).prop_map(Some),
            1 => any::<i64>().prop_map(|secs| Some(secs.max(i64::MIN + 1)))
        ]
    }

    fn any_user() -> impl Strategy<Value = User> {
        ("[a-cA+]{1,4}", "[a-b+]{0,3}@?[xy]?", any_flag(), any_flag(), any_time()).prop_map(
            |(username, email, is_admin, is_disabled, registered_on)| User {
                username,
                email,
                is_admin,
                is_disabled,
                registered_on,
                ..User::default()
            },
        )
    }

    proptest! {
        /// Lengths on both sides of every multiple of [`STEP_ROWS`], and of the width of the
        /// merges.
        #[test]
        fn sorting_in_steps_gives_the_same_order_as_sorting_at_once(
            users in proptest::collection::vec(any_user(), 0..40),
            are_times_close in any::<bool>(),
        ) {
            let mut store = Store::default();
            for user in &users {
                let registered_on = user.registered_on.map(|secs| if are_times_close { secs.rem_euclid(5_000) } else { secs });
                store.upsert(&User { registered_on, ..user.clone() });
            }
            let mut by_name: Vec<Row> = (0..store.row_count() as Row).collect();
            sort_rows(&mut by_name, &|left, right| compare_names(&store, left, right));
            let by_name = Rc::new(by_name);
            // Ascending by name is the input itself, which no task sorts.
            let sorts = Column::ALL.into_iter().flat_map(|column| [false, true].map(|descending| Sort { column, descending }));
            for sort in sorts.filter(|sort| !sort.is_by_name()) {
                let in_steps = sorted_in_steps(&store, &by_name, sort);
                prop_assert_eq!(in_steps, sorted_at_once(&store, &by_name, sort), "{:?}", sort);
            }
        }
    }
}
