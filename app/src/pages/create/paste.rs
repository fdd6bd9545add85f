//! The dialog that imports a pasted table or list, or a file.

use super::files::{import_files, import_text};
use crate::components::{Dialog, DialogHandle, TextArea, pluralize};
use crate::drafts::Draft;
use account_api::UserType;
use leptos::html;
use leptos::prelude::*;
use people_import::{Overrides, read};

/// The longest text that can be pasted, in UTF-16 units: about 20,000 people. Use a file for more.
const MAX_INPUT_LEN: u32 = 2_000_000;

/// The longest text, in bytes, whose rows are counted after each keystroke.
const MAX_COUNTED_BYTES: usize = 50_000;

/// Imports a text or a file into a draft.
#[component]
pub fn PasteDialog(draft: Draft, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let title = match draft.kind {
        UserType::User => "Import users",
        UserType::ServiceAccount => "Import service accounts",
    };
    view! {
        <Dialog title=title on_close class="dialog dialog-wide">
            <Form draft />
        </Dialog>
    }
}

#[component]
fn Form(draft: Draft) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let text = draft.paste_text;
    // `None` for long texts: parsing them would delay every keystroke.
    let row_count = Memo::new(move |_| {
        text.with(|text| {
            let count =
                || read(text, draft.purpose(), &Overrides::default()).map_or(1, |reading| reading.records.len());
            (text.len() <= MAX_COUNTED_BYTES).then(count)
        })
    });
    let is_empty = move || row_count.get() == Some(0);
    let file_input = NodeRef::<html::Input>::new();
    let open_file_picker = move |_| {
        if let Some(input) = file_input.get_untracked() {
            input.click();
        }
    };
    let on_files_chosen = move |_| {
        import_files(draft, file_input.get_untracked().and_then(|input| input.files()));
        handle.close();
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !untrack(is_empty) {
            import_text(draft, &text.get_untracked());
            text.set(String::new());
            handle.close();
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                <TextArea
                    label="Paste rows"
                    value=text
                    max_length=MAX_INPUT_LEN
                    hint="Paste spreadsheet rows, CSV (headings optional), “Name <email>” or one email address per line."
                />
                <div class="button-row">
                    <button type="button" class="button" on:click=open_file_picker>
                        "Choose a file…"
                    </button>
                    <input
                        type="file"
                        multiple
                        class="visually-hidden"
                        tabindex="-1"
                        aria-label="File"
                        accept=".csv,.tsv,.txt,.json,.vcf,.ldif,.xml,.html,text/csv,text/plain,text/tab-separated-values"
                        node_ref=file_input
                        on:change=on_files_chosen
                    />
                    <span class="muted">"CSV, text, JSON, vCard, LDIF or XML"</span>
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
                    {move || match row_count.get() {
                        Some(0) => "Add rows".to_owned(),
                        Some(count) => format!("Add {}", pluralize(count, "row", "rows")),
                        None => "Add all rows".to_owned(),
                    }}
                </button>
            </div>
        </form>
    }
}
