//! What can be done with incoming files: create accounts, or look them up.

use super::context::{ListContext, use_list_context};
use super::incoming_files::{IncomingFiles, as_search};
use crate::components::{Dialog, DialogHandle, FileDrops, Icon, IconName, MAX_TEXT_BYTES, accept_files};
use crate::routes::{Route, navigate_options};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// Accepts dropped files, and asks what to do with them and with pasted lists.
#[component]
pub fn IncomingFilesDialog() -> impl IntoView {
    let incoming = use_list_context().incoming;
    accept_files("create accounts or look them up", move |files| incoming.set(IncomingFiles { files, pasted: None }));
    view! {
        <Show when=move || incoming.with(|incoming| !incoming.files.is_empty())>
            <Dialog
                title=Signal::derive(move || incoming.with(IncomingFiles::title))
                on_close=move |()| incoming.set(IncomingFiles::default())
            >
                <Choices />
            </Dialog>
        </Show>
    }
}

#[component]
fn Choices() -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let drops: FileDrops = expect_context();
    let ListContext { kind, query, incoming, .. } = use_list_context();
    let create = Route::Create(kind);
    let navigate = StoredValue::new(use_navigate());
    let go = move |route: Route| {
        let IncomingFiles { files, pasted } = incoming.get_untracked();
        match pasted {
            // Whatever is not understood stays there to be edited.
            Some(text) if route == Route::Lookup && text.len() <= MAX_TEXT_BYTES => drops.hand_over_text(text),
            _ => drops.hand_over(files),
        }
        handle.close();
        navigate.with_value(|navigate| navigate(&route.url(), Default::default()));
    };
    let search = move |text: String| {
        let url = query.with_untracked(|query| query.with_search(text).to_url());
        handle.close();
        navigate.with_value(|navigate| navigate(&url, navigate_options(true)));
    };
    let choice = |route: Route, glyph: IconName, label: &'static str| {
        view! {
            <button type="button" class="button" on:click=move |_| go(route)>
                <Icon glyph />
                {label}
            </button>
        }
    };
    let create = choice(create, IconName::Add, create.label());
    let look_up = choice(Route::Lookup, IconName::Search, "Look up these accounts");
    // A file usually lists people to create. Text in a search box is usually meant to be found.
    let is_pasted = incoming.with_untracked(|incoming| incoming.pasted.is_some());
    let choices = if is_pasted { [look_up, create] } else { [create, look_up] };
    view! {
        <div class="dialog-body">
            <p>"You can check everything before anything is created or changed."</p>
            <div class="choice-list">{choices}</div>
        </div>
        <div class="dialog-actions">
            {incoming
                .with_untracked(|incoming| incoming.pasted.clone())
                .map(|text| {
                    view! {
                        <button type="button" class="button" on:click=move |_| search(as_search(&text))>
                            "Search for this text"
                        </button>
                    }
                })}
            <button type="button" class="button" on:click=move |_| handle.close()>
                "Cancel"
            </button>
        </div>
    }
}
