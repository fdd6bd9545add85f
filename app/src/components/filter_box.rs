//! A search box that filters a list on the page.

use super::{Icon, IconName};
use leptos::prelude::*;

/// The longest text, in UTF-16 units.
const MAX_FILTER_LEN: u32 = 400;

/// The box.
#[component]
pub fn FilterBox(
    /// What it filters by.
    label: &'static str,
    /// The text in it.
    value: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="search-box">
            <Icon glyph=IconName::Search />
            <input
                type="search"
                class="input"
                aria-label=label
                placeholder=label
                autocomplete="off"
                spellcheck="false"
                maxlength=MAX_FILTER_LEN
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
        </div>
    }
}
