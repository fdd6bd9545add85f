//! What can be done with files that are dropped on the page, and with lists that are pasted into
//! its search box: create accounts, or look them up.

use super::context::use_list_context;
use crate::components::{Dialog, DialogHandle, FileDrops, Icon, IconName, accept_files, pluralize};
use crate::routes::Route;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsValue;
use web_sys::File;

/// The file name of a pasted list.
const PASTED_LIST: &str = "Pasted list";

/// Accepts dropped files, and asks what to do with them and with pasted lists.
#[component]
pub fn IncomingFiles() -> impl IntoView {
    let files = use_list_context().incoming_files;
    accept_files("create accounts or look them up", move |dropped| files.set(dropped));
    view! {
        <Show when=move || files.with(|files| !files.is_empty())>
            <Dialog title=Signal::derive(move || title(&files.get())) on_close=move |()| files.set(Vec::new())>
                <Choices files />
            </Dialog>
        </Show>
    }
}

/// A pasted text as a file, if it is a list: a search has one line.
pub fn list_from_clipboard(text: &str) -> Option<File> {
    let is_list = text.lines().filter(|line| !line.trim().is_empty()).nth(1).is_some();
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    is_list.then(|| File::new_with_str_sequence(&parts, PASTED_LIST).ok()).flatten()
}

fn title(files: &[File]) -> String {
    match files {
        [file] if file.name() == PASTED_LIST => "Use this list".to_owned(),
        [file] => format!("Use {}", file.name()),
        files => format!("Use {}", pluralize(files.len(), "file", "files")),
    }
}

#[component]
fn Choices(files: RwSignal<Vec<File>, LocalStorage>) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let drops: FileDrops = expect_context();
    let create = Route::Create(use_list_context().kind);
    let navigate = StoredValue::new(use_navigate());
    let go = move |route: Route| {
        drops.hand_over(files.get_untracked());
        handle.close();
        navigate.with_value(|navigate| navigate(&route.url(), Default::default()));
    };
    view! {
        <div class="dialog-body">
            <p>"You can check everything before anything is created or changed."</p>
            <div class="choice-list">
                <button type="button" class="button" on:click=move |_| go(create)>
                    <Icon glyph=IconName::Add />
                    {create.label()}
                </button>
                <button type="button" class="button" on:click=move |_| go(Route::Lookup)>
                    <Icon glyph=IconName::Search />
                    "Look up these accounts"
                </button>
            </div>
        </div>
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| handle.close()>
                "Cancel"
            </button>
        </div>
    }
}
