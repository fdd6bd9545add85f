//! A labelled text field with a hint and an error.

use super::unique_id;
use leptos::html;
use leptos::prelude::*;

/// A text field. The error, if any, is tied to it for screen readers and shown below it.
#[component]
pub fn TextField(
    /// What it asks for.
    label: &'static str,
    /// What it holds.
    value: RwSignal<String>,
    /// `text` or `password`.
    #[prop(into, default = Signal::stored("text"))]
    kind: Signal<&'static str>,
    /// What the browser may fill in (HTML's autofill tokens).
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// A sentence of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with the value; none shows nothing.
    #[prop(into, default = Signal::stored(None))]
    error: Signal<Option<String>>,
    /// The longest value it takes, in UTF-16 units.
    max_length: u32,
    /// Text is data to be read letter by letter.
    #[prop(optional)]
    monospace: bool,
    /// For those who must set the focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let id = unique_id("field");
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described_by = {
        let hint_id = hint.is_some().then(|| hint_id.clone());
        let error_id = error_id.clone();
        move || {
            let error_id = error.with(Option::is_some).then(|| error_id.clone());
            let ids: Vec<String> = [error_id, hint_id.clone()].into_iter().flatten().collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>
                {label}
            </label>
            <input
                class="input"
                class:monospace=monospace
                id=id
                type=kind
                node_ref=node_ref
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                maxlength=max_length
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described_by
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
            <p class="field-error" id=error_id hidden=move || error.with(Option::is_none)>
                {error}
            </p>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// A field for a longer text.
#[component]
pub fn TextArea(
    /// What it asks for.
    label: &'static str,
    /// What it holds.
    value: RwSignal<String>,
    /// A sentence of help.
    #[prop(into)]
    hint: String,
    /// The longest value it takes, in UTF-16 units.
    max_length: u32,
) -> impl IntoView {
    let id = unique_id("field");
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>
                {label}
            </label>
            <textarea
                class="input text-area"
                id=id
                rows="9"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                maxlength=max_length
                aria-describedby=hint_id.clone()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
            <p class="field-hint" id=hint_id>
                {hint}
            </p>
        </div>
    }
}
