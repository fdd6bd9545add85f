//! The texts about the progress and the results of a lookup.

use super::state::{LookupRow, ResultFilter};
use crate::accounts::Resolution;
use crate::components::format_count;

/// Returns how many identifiers were found, once all are resolved. Does not change in between,
/// since screen readers announce it.
pub fn summary_text(rows: &[LookupRow]) -> String {
    let count = |predicate: fn(&LookupRow) -> bool| rows.iter().filter(|row| predicate(row)).count();
    let total = rows.len();
    if total == 0 {
        return String::new();
    }
    if count(|row| row.resolution.is_none()) > 0 {
        return format!("Checking {}…", format_count(total));
    }
    let found = count(|row| ResultFilter::Found.matches(row));
    let unknown = count(|row| matches!(row.resolution, Some(Resolution::Unknown(_))));
    let suggested = count(|row| ResultFilter::Suggested.matches(row));
    let mut text = format!("{} found", format_count(found));
    if suggested > 0 {
        text.push_str(&format!(" · {} suggested", format_count(suggested)));
    }
    text.push_str(&format!(" · {} not found", format_count(total - found - suggested - unknown)));
    if unknown > 0 {
        text.push_str(&format!(" · {} could not be checked", format_count(unknown)));
    }
    text
}

/// Returns how many identifiers are resolved so far, unless all are.
pub fn progress_text(rows: &[LookupRow]) -> Option<String> {
    let resolved = rows.iter().filter(|row| row.resolution.is_some()).count();
    (resolved < rows.len()).then(|| format!("{} of {}", format_count(resolved), format_count(rows.len())))
}

#[cfg(all(test, target_arch = "wasm32"))]
mod browser_tests {
    use super::super::state::test_rows::{found, row};
    use super::*;
    use crate::api::ApiError;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn the_summary_counts_results_once_all_are_resolved() {
        assert_eq!(summary_text(&[]), "");
        let mut rows = vec![row("ada", found("ada")), row("grace", None), row("x", Some(Resolution::NotFound))];
        assert_eq!(summary_text(&rows), "Checking 3…");
        rows[1].resolution = Some(Resolution::Organization);
        assert_eq!(summary_text(&rows), "2 found · 1 not found");
        rows[0].resolution = Some(Resolution::Unknown(ApiError::Unreachable));
        assert_eq!(summary_text(&rows), "1 found · 1 not found · 1 could not be checked");
    }

    #[wasm_bindgen_test]
    fn progress_ends_when_all_are_resolved() {
        assert_eq!(progress_text(&[row("ada", found("ada")), row("x", None)]).as_deref(), Some("1 of 2"));
        assert_eq!(progress_text(&[row("ada", found("ada"))]), None);
    }
}
