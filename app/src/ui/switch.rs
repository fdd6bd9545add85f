//! A switch.

use leptos::prelude::*;

/// A switch that asks for a change and shows what is; the change is its owner's to make.
#[component]
pub fn Switch(
    /// What it switches, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// Whether a change is under way. It then takes no further one.
    #[prop(into)]
    busy: Signal<bool>,
    /// Called with what it should become.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-label=label
            aria-checked=move || checked.get().to_string()
            aria-disabled=move || busy.get().then_some("true")
            on:click=move |_| {
                if !busy.get_untracked() {
                    on_change.run(!checked.get_untracked());
                }
            }
        />
    }
}
