//! The field for the number of accounts, which confirms what cannot be undone.

use crate::components::{TextField, format_count};
use leptos::html;
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
    /// Whether a wrong number is an error by now: the field was left, or the form was sent.
    is_checked: RwSignal<bool>,
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let error = Signal::derive(move || {
        let is_wrong = value.with(|value| !is_count(value, count.get()));
        (is_checked.get() && is_wrong).then(|| format!("Type {} to continue", format_count(count.get())))
    });
    // Leaving it empty is no mistake yet. Starting the job removes the field, which leaves it too.
    let check = move |_| {
        if value.try_with_untracked(|value| !value.trim().is_empty()) == Some(true) {
            is_checked.try_set(true);
        }
    };
    view! {
        <div class="plan-count" on:focusout=check>
            {move || {
                let label = format!("Type {} {purpose}", format_count(count.get()));
                view! { <TextField label value error max_length=MAX_LEN node_ref /> }
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
