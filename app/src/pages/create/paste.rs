//! The dialog that imports a pasted table or list, or a file.

use super::files::{import_files, import_text};
use crate::components::{Dialog, DialogHandle, FilePicker, TextArea, accept_files_in_dialog, pluralize};
use crate::drafts::Draft;
use account_api::UserType;
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
    let import = move |files| {
        import_files(draft, files);
        handle.close();
    };
    accept_files_in_dialog("import these files", import);
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
                    <FilePicker
                        accept=".csv,.tsv,.txt,.json,.vcf,.ldif,.xml,.html,text/csv,text/plain,text/tab-separated-values"
                        on_choose=import
                    />
                    <span class="muted">"CSV, text, JSON, vCard, LDIF or XML"</span>
                </div>
                <p class="field-hint">
                    "Excel workbooks cannot be read. Copy the cells and paste them here, or save the sheet as CSV."
                </p>
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
