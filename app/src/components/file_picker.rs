//! A button that opens the browser's file picker.

use crate::browser::files_of;
use leptos::html;
use leptos::prelude::*;
use web_sys::File;

/// Lets the user choose files.
#[component]
pub fn FilePicker(
    /// The file types that the picker shows at first, as in the `accept` attribute of HTML.
    #[prop(default = "")]
    accept: &'static str,
    /// Called with the chosen files.
    #[prop(into)]
    on_choose: Callback<Vec<File>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            // Otherwise choosing the same file again would not count as a change.
            input.set_value("");
            input.click();
        }
    };
    // The page may have been left while the picker was open.
    let on_change = move |_| {
        if let Some(input) = input.try_get_untracked().flatten() {
            on_choose.try_run(files_of(input.files()));
        }
    };
    view! {
        <button type="button" class="button" on:click=open>
            "Choose a file…"
        </button>
        <input
            type="file"
            multiple
            class="visually-hidden"
            tabindex="-1"
            aria-label="File"
            accept=accept
            node_ref=input
            on:change=on_change
        />
    }
}
