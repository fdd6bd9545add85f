//! Pasting a table or a list, or choosing a file.

use super::draft::Draft;
use super::files::take_files;
use crate::components::{Dialog, DialogHandle, TextArea};
use leptos::html;
use leptos::prelude::*;
use people_import::people;

/// The longest text that can be pasted, in UTF-16 units: some 20,000 people. More come as a file.
const MAX_INPUT_LEN: u32 = 2_000_000;

/// Up to how many bytes the rows of a text are counted while it is typed.
const COUNTED: usize = 50_000;

/// Takes a text or a file into a draft.
#[component]
pub fn PasteDialog(draft: Draft, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    view! {
        <Dialog title="Paste or choose a file" on_close class="dialog dialog-wide">
            <Form draft />
        </Dialog>
    }
}

#[component]
fn Form(draft: Draft) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    // Who closes this finds it again.
    let text = draft.pasting;
    // Of a long text nobody waits for the number after every letter.
    let found = Memo::new(move |_| text.with(|text| (text.len() <= COUNTED).then(|| people(text).people.len())));
    let is_empty = move || found.get() == Some(0);
    let file = NodeRef::<html::Input>::new();
    let choose = move |_| {
        if let Some(file) = file.get_untracked() {
            file.click();
        }
    };
    let chosen = move |_| {
        take_files(draft, file.get_untracked().and_then(|input| input.files()));
        handle.close();
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !untrack(is_empty) {
            draft.import(vec![(text.with_untracked(|text| people(text)), "what you pasted".to_owned())], Vec::new());
            text.set(String::new());
            handle.close();
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                <TextArea
                    label="People"
                    value=text
                    max_length=MAX_INPUT_LEN
                    hint="Rows from a spreadsheet, CSV with or without a first line of heads, “Name <mail@host>”, or one address a \
                          line."
                />
                <div class="button-row">
                    <button type="button" class="button" on:click=choose>
                        "Choose a file…"
                    </button>
                    <input
                        type="file"
                        multiple
                        class="visually-hidden"
                        tabindex="-1"
                        aria-label="File"
                        accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
                        node_ref=file
                        on:change=chosen
                    />
                    <span class="muted">"CSV, TSV or text, as spreadsheets save it"</span>
                </div>
            </div>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| handle.close()>
                    "Cancel"
                </button>
                <button
                    type="submit"
                    class="button button-primary"
                    aria-disabled=move || is_empty().then_some("true")
                >
                    {move || match found.get() {
                        Some(1) => "Add 1 row".to_owned(),
                        Some(found) => format!("Add {found} rows"),
                        None => "Add all rows".to_owned(),
                    }}
                </button>
            </div>
        </form>
    }
}
