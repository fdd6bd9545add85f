//! A labeled `<select>`.

use super::{Icon, IconName, unique_id};
use leptos::prelude::*;

/// A choice between a few options, each a value and its label.
#[component]
pub fn Select(
    /// The label before it.
    #[prop(into)]
    label: Signal<String>,
    /// Hides the label from view: the options explain themselves.
    #[prop(optional)]
    is_label_hidden: bool,
    /// The values and labels of the options.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The value that is selected.
    #[prop(into)]
    selected: Signal<String>,
    /// Whether it can be changed.
    #[prop(into, default = false.into())]
    is_disabled: Signal<bool>,
    /// Called with the value that the user selects.
    #[prop(into)]
    on_select: Callback<String>,
) -> impl IntoView {
    // Around the select, the label would contain the options.
    let id = unique_id("select");
    let option = move |(value, label): (String, String)| {
        let is_selected = {
            let value = value.clone();
            // As a property of each option: set on the `<select>`, it would have to wait for them.
            move || selected.with(|selected| *selected == value)
        };
        view! {
            <option value=value prop:selected=is_selected>
                {label}
            </option>
        }
    };
    view! {
        <span class="select">
            <label class=if is_label_hidden { "visually-hidden" } else { "select-label" } for=id.clone()>
                {label}
            </label>
            <span class="select-box">
                <select
                    id=id
                    prop:disabled=is_disabled
                    on:change:target=move |event| on_select.run(event.target().value())
                >
                    {move || options.get().into_iter().map(option).collect_view()}
                </select>
                <Icon glyph=IconName::Chevron />
            </span>
        </span>
    }
}
