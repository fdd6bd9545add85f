//! What can be done with files that are dropped on the list: create accounts, or look them up.

use super::context::use_list_context;
use crate::components::{Dialog, DialogHandle, FileDrops, Icon, IconName, accept_files, pluralize};
use crate::routes::Route;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use web_sys::File;

/// Accepts dropped files, and asks what to do with them.
#[component]
pub fn DroppedFiles() -> impl IntoView {
    let files = RwSignal::new_local(Vec::<File>::new());
    accept_files("create accounts or look them up", move |dropped| files.set(dropped));
    view! {
        <Show when=move || files.with(|files| !files.is_empty())>
            <Dialog title=Signal::derive(move || title(&files.get())) on_close=move |()| files.set(Vec::new())>
                <Choices files />
            </Dialog>
        </Show>
    }
}

fn title(files: &[File]) -> String {
    match files {
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
