//! A toggle switch.

use leptos::prelude::*;

/// A switch that shows the current state. Its parent handles clicks and ignores them while a change
/// is pending.
#[component]
pub fn Switch(
    /// The name for screen readers. None if it is set by `aria-labelledby` instead.
    #[prop(into, optional)]
    label: Option<String>,
    /// Whether it is on.
    checked: bool,
    /// Whether a change is pending.
    busy: bool,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-label=label
            aria-checked=if checked { "true" } else { "false" }
            aria-disabled=busy.then_some("true")
        />
    }
}
