//! The search box and the filters, in one line that never wraps: nothing below it moves.
//!
//! They write to the URL, and the page follows the URL. Filters that do not fit are in the filter
//! menu only. The active ones are always visible.

use super::context::{ListContext, use_list_context};
use super::filter_menu::FilterMenu;
use super::filters::{ClearButton, DomainChip, FilterChip, RegisteredChip};
use super::search_box::SearchBox;
use crate::browser::on_resize;
use crate::components::focus::recover_focus;
use crate::list_query::Filter;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The toolbar above the table.
#[component]
pub fn Toolbar() -> impl IntoView {
    let ListContext { query, replica, .. } = use_list_context();
    let domains = move || query.with(|query| query.domains.clone());
    let chips = NodeRef::<html::Div>::new();
    let fit = move || {
        if let Some(chips) = chips.try_get_untracked().flatten() {
            fit_in_line(&chips);
        }
    };
    Effect::new(move || {
        if let Some(chips) = chips.get() {
            on_resize(&[&chips], fit);
        }
    });
    Effect::new(move || {
        query.track();
        // The chips reserve room for numbers of this length.
        replica.with_status(|status| status.accounts);
        fit();
    });
    view! {
        <search class="toolbar">
            <SearchBox />
            <FilterMenu />
            <div class="chips" role="group" aria-label="Filters" node_ref=chips>
                <Show when=move || !query.read().registered.is_any()>
                    <RegisteredChip />
                </Show>
                <For each=domains key=String::clone children=|domain| view! { <DomainChip domain /> } />
                {Filter::ALL.iter().map(|&filter| view! { <FilterChip filter /> }).collect_view()}
            </div>
            <span class="chips-end" class:is-cleared=move || !query.read().is_filtered()>
                <ClearButton label="Clear all" class="chip chip-plain" />
            </span>
        </search>
    }
}

/// Hides inactive chips, the last ones first, until the others fit beside each other. They keep
/// their size while hidden, so that this needs to measure only once.
fn fit_in_line(chips: &HtmlElement) {
    let children = chips.children();
    let children: Vec<HtmlElement> =
        (0..children.length()).filter_map(|index| children.item(index)?.dyn_into().ok()).collect();
    let gap = window()
        .get_computed_style(chips)
        .ok()
        .flatten()
        .and_then(|style| style.get_property_value("column-gap").ok()?.strip_suffix("px")?.parse::<f64>().ok())
        .unwrap_or_default();
    let widths: Vec<f64> = children.iter().map(|chip| chip.get_bounding_client_rect().width() + gap).collect();
    let room = chips.get_bounding_client_rect().width() + gap;
    let is_active = |chip: &HtmlElement| chip.get_attribute("aria-pressed").as_deref() == Some("true");
    let mut width: f64 = widths.iter().sum();
    for (chip, chip_width) in children.iter().zip(widths).rev() {
        let is_hidden = width > room && !is_active(chip);
        if is_hidden {
            width -= chip_width;
            if document().active_element().as_deref() == Some(chip.as_ref()) {
                recover_focus(".filter-button");
            }
        }
        // Fails only for an invalid class name.
        let _ = chip.class_list().toggle_with_force("is-hidden", is_hidden);
    }
}
