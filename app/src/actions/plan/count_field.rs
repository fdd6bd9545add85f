//! The field for the number of accounts, which confirms what cannot be undone.

use crate::components::{TextField, format_count};
use leptos::prelude::*;

/// The longest number, with separators, in UTF-16 units.
const MAX_LEN: u32 = 20;

/// Asks for the number of accounts.
#[component]
pub fn CountField(
    count: Memo<usize>,
    /// What is confirmed: `to deactivate`.
    purpose: &'static str,
    value: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="plan-count">
            {move || {
                let label = format!("Type {} {purpose}", format_count(count.get()));
                view! { <TextField label value max_length=MAX_LEN /> }
            }}
        </div>
    }
}

/// Whether a text is the number, with or without separators between its digits.
pub fn is_count(text: &str, count: usize) -> bool {
    let digits: String =
        text.trim().chars().filter(|character| !matches!(character, ',' | '.' | ' ' | '\u{a0}')).collect();
    digits.parse() == Ok(count)
}

#[cfg(test)]
mod tests {
    use super::is_count;

    #[test]
    fn a_number_may_have_separators() {
        assert!(["1017", "1,017", " 1 017 ", "1.017"].iter().all(|text| is_count(text, 1017)));
        assert!(!["", "1", "101", "10170", "1017x", "-1017"].iter().any(|text| is_count(text, 1017)));
        assert!(!is_count("", 0));
    }
}
