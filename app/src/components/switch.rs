//! A switch.

use leptos::prelude::*;

/// A switch that shows what is. Who makes the change listens for the click, and takes none while one is under way.
#[component]
pub fn Switch(
    /// What it switches, for screen readers; nothing where it refers to what does.
    #[prop(into, optional)]
    label: Option<String>,
    /// Whether it is on.
    checked: bool,
    /// Whether a change is under way.
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
