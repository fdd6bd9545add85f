//! Labeled text fields with a hint and an error.

use super::{format_count, unique_id};
use leptos::html;
use leptos::prelude::*;

/// Truncates a value to a maximum length and reports it. The `maxlength` of HTML truncates pasted
/// text silently.
#[derive(Clone, Copy)]
struct LengthLimit {
    value: RwSignal<String>,
    max_utf16_units: usize,
    was_truncated: RwSignal<bool>,
}

impl LengthLimit {
    fn new(value: RwSignal<String>, max_utf16_units: u32) -> Self {
        Self { value, max_utf16_units: max_utf16_units as usize, was_truncated: RwSignal::new(false) }
    }

    /// Stores the typed text. Returns the truncated text if it was too long.
    fn store(self, mut text: String) -> Option<String> {
        let max = self.max_utf16_units;
        // A text never has more UTF-16 units than bytes, so most texts need no counting.
        let is_too_long = text.len() > max && text.encode_utf16().count() > max;
        if is_too_long {
            let mut units = 0;
            let first_excess = text.char_indices().find(|(_, character)| {
                units += character.len_utf16();
                units > max
            });
            text.truncate(first_excess.map_or(text.len(), |(start, _)| start));
        }
        self.was_truncated.set(is_too_long);
        self.value.set(text.clone());
        is_too_long.then_some(text)
    }

    /// Whether the value is a truncated one, until it is replaced. Reactive.
    fn is_truncated(self) -> bool {
        // The limit may have cut off a character of two units, and so left one unit unused.
        let is_full = || self.value.with(|value| value.encode_utf16().count() + 1 >= self.max_utf16_units);
        self.was_truncated.get() && is_full()
    }

    fn message(self) -> Option<String> {
        self.is_truncated()
            .then(|| format!("Limit: {} characters. The rest was removed.", format_count(self.max_utf16_units)))
    }
}

/// A text field. An error is shown below it and associated with it for screen readers.
#[component]
pub fn TextField(
    /// The label.
    #[prop(into)]
    label: String,
    /// The value.
    value: RwSignal<String>,
    /// `text` or `password`.
    #[prop(into, default = Signal::stored("text"))]
    kind: Signal<&'static str>,
    /// What the browser may fill in: autofill tokens of HTML.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// A hint below the field.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What is wrong with the value, if anything.
    #[prop(into, default = Signal::stored(None))]
    error: Signal<Option<String>>,
    /// The maximum length of the value, in UTF-16 units.
    max_length: u32,
    /// Whether the text is to be read character by character.
    #[prop(optional)]
    monospace: bool,
    /// For parents that move the focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let id = unique_id("field");
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let limit = LengthLimit::new(value, max_length);
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
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described_by
                prop:value=value
                on:input:target=move |event| {
                    let text = event.target().value();
                    if let Some(truncated) = limit.store(text) {
                        event.target().set_value(&truncated);
                    }
                }
            />
            <p class="field-error" id=error_id hidden=move || error.with(Option::is_none)>
                {error}
            </p>
            <p class="field-error" role="alert" hidden=move || !limit.is_truncated()>
                {move || limit.message()}
            </p>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// A text field of several lines.
#[component]
pub fn TextArea(
    /// The label.
    label: &'static str,
    /// The value.
    value: RwSignal<String>,
    /// A hint below the field.
    #[prop(into)]
    hint: String,
    /// The maximum length of the value, in UTF-16 units.
    max_length: u32,
) -> impl IntoView {
    let id = unique_id("field");
    let hint_id = format!("{id}-hint");
    let limit = LengthLimit::new(value, max_length);
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
                aria-describedby=hint_id.clone()
                prop:value=value
                on:input:target=move |event| {
                    let text = event.target().value();
                    if let Some(truncated) = limit.store(text) {
                        event.target().set_value(&truncated);
                    }
                }
            ></textarea>
            <p class="field-error" role="alert" hidden=move || !limit.is_truncated()>
                {move || limit.message()}
            </p>
            <p class="field-hint" id=hint_id>
                {hint}
            </p>
        </div>
    }
}
