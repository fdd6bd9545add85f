//! The lookup page: resolves a list of usernames and emails, and acts on the accounts found.

mod bulk_menu;
mod csv;
mod files;
mod labels;
mod resolve;
mod results;
mod state;
mod suggest;
mod summary;

pub use state::Lookups;

use crate::browser::has_coarse_pointer;
use crate::components::focus::{focus_first, focus_without_scrolling};
use crate::components::{FileDrops, FilePicker, MAX_TEXT_BYTES, TextArea, accept_files, format_count, pluralize};
use crate::identifier_input::{IdentifierInput, IdentifierReport};
use files::add_identifiers_of;
use leptos::prelude::*;
use leptos::task::spawn_local;
use resolve::use_lookup;
use results::Results;
use state::{MAX_IDENTIFIERS, ResultFilter};
use suggest::suggest_when_ready;
use summary::{progress_text, summary_text};
use wasm_bindgen::JsCast;

/// The longest text that can be looked up, in UTF-16 units: of any text that another page hands
/// over, there are no more than bytes.
const MAX_INPUT_LEN: u32 = MAX_TEXT_BYTES as u32;

/// The id of the form, for the button that unfolds it.
const FORM_ID: &str = "lookup-form";

/// The page.
#[component]
pub fn LookupPage() -> impl IntoView {
    let lookups: Lookups = expect_context();
    let filter = RwSignal::new(ResultFilter::All);
    suggest_when_ready(lookups);
    accept_files("look up the accounts in these files", move |files| add_identifiers_of(lookups, files));
    let has_results = Memo::new(move |_| lookups.rows.with(|rows| !rows.is_empty()));
    // The results take the place of the form, until their list is edited.
    let is_editing = RwSignal::new(false);
    Effect::new(move |previous: Option<()>| {
        lookups.text.track();
        lookups.problems.track();
        if previous.is_some() {
            is_editing.set(true);
        }
    });
    let is_folded = Memo::new(move |_| has_results.get() && !is_editing.get());
    let progress = Memo::new(move |_| lookups.rows.with(|rows| progress_text(rows)));
    // The filters show the results. Visible, it takes a line, even without a text.
    let is_summary_hidden = move || progress.read().is_none();
    view! {
        <div class="page">
            <div class="page-head">
                <div class="heading">
                    <h1 class="page-title">"Bulk lookup"</h1>
                    <output class="page-summary" class:visually-hidden=is_summary_hidden>
                        {move || lookups.rows.with(|rows| summary_text(rows))}
                    </output>
                    // Hidden from screen readers, because it changes with every response.
                    <span class="page-summary" aria-hidden="true">
                        {progress}
                    </span>
                    <div class="heading-actions">
                        <Show when=move || has_results.get()>
                            <EditButton is_folded is_editing />
                        </Show>
                    </div>
                </div>
            </div>
            <div class="create-body">
                <Form lookups filter is_folded is_editing />
                <Show when=move || has_results.get()>
                    <Results lookups filter />
                </Show>
            </div>
        </div>
    }
}

/// Focuses the button that unfolds the form, because the one that had the focus is folded away.
fn focus_edit_button() {
    spawn_local(async move {
        leptos::task::tick().await;
        if let Ok(Some(button)) = document().query_selector(".lookup-edit") {
            focus_without_scrolling(button.unchecked_ref());
        }
    });
}

/// Focuses the text box once it is shown.
fn focus_text_box() {
    spawn_local(async move {
        leptos::task::tick().await;
        focus_first(".lookup-form textarea");
    });
}

/// Unfolds the form that the results came from, and folds it again.
#[component]
fn EditButton(is_folded: Memo<bool>, is_editing: RwSignal<bool>) -> impl IntoView {
    let toggle = move |_| {
        let opens = is_folded.get_untracked();
        is_editing.set(opens);
        if opens {
            focus_text_box();
        }
    };
    view! {
        <button
            type="button"
            class="button lookup-edit"
            aria-expanded=move || (!is_folded.get()).to_string()
            aria-controls=FORM_ID
            on:click=toggle
        >
            "Edit list"
        </button>
    }
}

#[component]
fn Form(
    lookups: Lookups,
    filter: RwSignal<ResultFilter>,
    is_folded: Memo<bool>,
    is_editing: RwSignal<bool>,
) -> impl IntoView {
    let lookup = use_lookup(lookups);
    let input = IdentifierInput::new(lookups.text);
    let identifier_count = Memo::new(move |_| input.count());
    if untrack(|| !is_folded.get() && lookups.text.with(String::is_empty)) && !has_coarse_pointer() {
        focus_text_box();
    }
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if identifier_count.get_untracked() > 0 {
            filter.set(ResultFilter::All);
            is_editing.set(false);
            focus_edit_button();
            lookups.excluded.set(untrack(|| input.excluded()));
            lookup.run(untrack(|| input.identifiers()));
        }
    };
    // Nothing can be dropped with a finger.
    let file = if has_coarse_pointer() { "choose a file" } else { "drop a file" };
    let drops: FileDrops = expect_context();
    if let Some(text) = drops.take_text() {
        let is_looked_up = lookups.rows.with_untracked(|rows| !rows.is_empty());
        lookups.text.update(|list| {
            // What was typed and not looked up is kept.
            if is_looked_up {
                list.clear();
            } else if !list.trim().is_empty() {
                list.push('\n');
            }
            list.push_str(&text);
        });
        // Whatever is in doubt is shown first.
        if untrack(|| input.is_clear() && lookups.text.with(|list| *list == text)) {
            lookups.excluded.set(Vec::new());
            lookup.run(untrack(|| input.identifiers()));
        } else {
            is_editing.set(true);
        }
    }
    view! {
        <form class="lookup-form" id=FORM_ID hidden=is_folded on:submit=submit novalidate>
            <p class="muted">
                "Find many accounts at once. Then disable them, reset their passwords or export them together."
            </p>
            <TextArea
                label="Usernames or email addresses"
                value=lookups.text
                max_length=MAX_INPUT_LEN
                hint=format!("Paste a list or a whole email, or {file}. Usernames and email addresses are found for you.")
            />
            <FileProblems lookups />
            <IdentifierReport input />
            <div class="button-row">
                <FilePicker on_choose=move |files| add_identifiers_of(lookups, files) />
                <button
                    type="submit"
                    class="button button-primary"
                    aria-disabled=move || (identifier_count.get() == 0).then_some("true")
                >
                    {move || match identifier_count.get() {
                        0 => "Look up".to_owned(),
                        count => format!("Look up {}", pluralize(count, "account", "accounts")),
                    }}
                </button>
                {move || {
                    (identifier_count.get() > MAX_IDENTIFIERS)
                        .then(|| {
                            view! {
                                <span class="muted">
                                    {format!("Only the first {} will be looked up.", format_count(MAX_IDENTIFIERS))}
                                </span>
                            }
                        })
                }}
            </div>
        </form>
    }
}

#[component]
fn FileProblems(lookups: Lookups) -> impl IntoView {
    // Once the text changes, the message no longer applies.
    let is_current = Memo::new(move |_| {
        lookups.problems.track();
        lookups.text.with(|text| lookups.text_with_problems.with_value(|earlier| earlier == text))
    });
    move || {
        let problems = lookups.problems.get();
        (!problems.is_empty() && is_current.get())
            .then(|| view! { <p class="field-error" role="alert">{problems.join(" ")}</p> })
    }
}
