//! A labelled text field with a hint and an error.

use super::{format_count, unique_id};
use leptos::html;
use leptos::prelude::*;

/// How long a value may be. The browser's `maxlength` cuts what is pasted and says nothing.
#[derive(Clone, Copy)]
struct LengthLimit {
    value: RwSignal<String>,
    /// In UTF-16 units.
    most: u32,
    is_cut: RwSignal<bool>,
}

impl LengthLimit {
    fn new(value: RwSignal<String>, most: u32) -> Self {
        Self { value, most, is_cut: RwSignal::new(false) }
    }

    /// Takes what was typed, or as much of it as there is room for. That is answered where it is not all.
    fn take(self, mut text: String) -> Option<String> {
        let most = self.most as usize;
        // A letter has no more UTF-16 units than bytes.
        let is_cut = text.len() > most && text.encode_utf16().count() > most;
        if is_cut {
            let mut units = 0;
            let end = text.char_indices().find(|(_, letter)| {
                units += letter.len_utf16();
                units > most
            });
            text.truncate(end.map_or(text.len(), |(at, _)| at));
        }
        self.is_cut.set(is_cut);
        self.value.set(text.clone());
        is_cut.then_some(text)
    }

    /// Until there is something else in it. Reactive.
    fn is_cut(self) -> bool {
        // The last letter may have been one of two units.
        self.is_cut.get() && self.value.with(|value| value.encode_utf16().count() + 1 >= self.most as usize)
    }

    fn words(self) -> Option<String> {
        self.is_cut().then(|| {
            format!("There is room for {} characters. The rest was left out.", format_count(self.most as usize))
        })
    }
}

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
                    if let Some(cut) = limit.take(text) {
                        event.target().set_value(&cut);
                    }
                }
            />
            <p class="field-error" id=error_id hidden=move || error.with(Option::is_none)>
                {error}
            </p>
            <p class="field-error" role="alert" hidden=move || !limit.is_cut()>
                {move || limit.words()}
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
                    if let Some(cut) = limit.take(text) {
                        event.target().set_value(&cut);
                    }
                }
            ></textarea>
            <p class="field-error" role="alert" hidden=move || !limit.is_cut()>
                {move || limit.words()}
            </p>
            <p class="field-hint" id=hint_id>
                {hint}
            </p>
        </div>
    }
}
