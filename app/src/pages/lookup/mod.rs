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

use crate::components::{FilePicker, TextArea, accept_files, format_count};
use crate::identifier_input::{IdentifierInput, IdentifierReport};
use files::add_identifiers_of;
use leptos::prelude::*;
use resolve::use_lookup;
use results::Results;
use state::{MAX_IDENTIFIERS, ResultFilter};
use suggest::suggest_when_ready;
use summary::{progress_text, summary_text};

/// The longest text that can be looked up, in UTF-16 units.
const MAX_INPUT_LEN: u32 = 500_000;

/// The page.
#[component]
pub fn LookupPage() -> impl IntoView {
    let lookups: Lookups = expect_context();
    let filter = RwSignal::new(ResultFilter::All);
    suggest_when_ready(lookups);
    accept_files("look up the accounts in these files", move |files| add_identifiers_of(lookups, files));
    let has_results = Memo::new(move |_| lookups.rows.with(|rows| !rows.is_empty()));
    view! {
        <div class="page">
            <div class="page-head">
                <div class="heading">
                    <h1 class="page-title">"Bulk lookup"</h1>
                    <output class="page-summary">{move || lookups.rows.with(|rows| summary_text(rows))}</output>
                    // Hidden from screen readers, because it changes with every response.
                    <span class="page-summary" aria-hidden="true">
                        {move || lookups.rows.with(|rows| progress_text(rows))}
                    </span>
                </div>
            </div>
            <div class="create-body">
                <Form lookups filter />
                <Show when=move || has_results.get()>
                    <Results lookups filter />
                </Show>
            </div>
        </div>
    }
}

#[component]
fn Form(lookups: Lookups, filter: RwSignal<ResultFilter>) -> impl IntoView {
    let lookup = use_lookup(lookups);
    let input = IdentifierInput::new(lookups.text);
    let identifier_count = Memo::new(move |_| input.count());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if identifier_count.get_untracked() > 0 {
            filter.set(ResultFilter::All);
            lookup.run(untrack(|| input.identifiers()));
        }
    };
    view! {
        <form class="lookup-form" on:submit=submit novalidate>
            <TextArea
                label="Usernames or email addresses"
                value=lookups.text
                max_length=MAX_INPUT_LEN
                hint="Paste a list or a whole email, or drop a file. Usernames and email addresses are picked out."
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
                        count => format!("Look up {}", format_count(count)),
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
    move || {
        let problems = lookups.problems.get();
        (!problems.is_empty()).then(|| view! { <p class="field-error" role="alert">{problems.join(" ")}</p> })
    }
}
