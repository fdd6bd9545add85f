//! The search box above the table.

use super::context::{ListContext, use_list_context};
use super::incoming_files::IncomingFiles;
use crate::components::focus::focus_first;
use crate::components::shortcuts::{KeyPress, Scope, ShortcutId, find, on_shortcut};
use crate::components::{Icon, IconName};
use crate::list_query::MAX_SEARCH_LEN;
use crate::routes::navigate_options;
use account_api::UserType;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// The search box. Writes to the URL; `/` focuses it from anywhere on the page.
#[component]
pub fn SearchBox() -> impl IntoView {
    let ListContext { query, live_query, replica, incoming, .. } = use_list_context();
    let input = NodeRef::<html::Input>::new();
    let navigate = use_navigate();
    let search = Memo::new(move |_| query.with(|query| query.search.clone()));
    // The last input. The URL follows a moment later, and must not overwrite what was typed since.
    let typed = StoredValue::new(search.get_untracked());

    Effect::new(move || {
        let search = search.get();
        if let Some(input) = input.get()
            && typed.get_value() != search
        {
            typed.set_value(search.clone());
            input.set_value(&search);
        }
    });
    let open = navigate.clone();
    let open_only_result = move || {
        // The result may still be that of an earlier text, or the only one so far.
        let is_current = query.with_untracked(|query| typed.with_value(|typed| *typed == query.search))
            && replica.status_untracked().is_complete();
        let only = untrack(|| {
            live_query.with(|result| match result?.rows.as_slice() {
                [row] if is_current => Some(*row),
                _ => None,
            })
        });
        if let Some(row) = only {
            let name = replica.user(row).username;
            open(&query.get_untracked().with_user(Some(name)).to_url(), navigate_options(false));
        }
        only.is_some()
    };
    let submit = move |text: String| {
        typed.set_value(text.clone());
        let query = query.get_untracked();
        if text != query.search {
            navigate(&query.with_search(text).to_url(), navigate_options(true));
        }
    };
    on_shortcut(ShortcutId::FocusSearch, move || {
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
            input.select();
        }
    });

    let label = move || match query.read().kind {
        UserType::User => "Search by username or email",
        UserType::ServiceAccount => "Search by username",
    };
    view! {
        <div class="search-box">
            <Icon glyph=IconName::Search />
            <input
                type="search"
                class="input"
                node_ref=input
                aria-label=label
                placeholder=label
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                maxlength=MAX_SEARCH_LEN
                aria-keyshortcuts="/"
                prop:value=search.get_untracked()
                on:keydown=move |event| {
                    if event.is_composing() {
                        return;
                    }
                    match find(Scope::SearchBox, &KeyPress::from(&event)) {
                        Some(ShortcutId::EnterTable) => event.prevent_default(),
                        Some(ShortcutId::OpenResult) if open_only_result() => return,
                        Some(ShortcutId::OpenResult) => {}
                        _ => return,
                    }
                    focus_first(".table-scroll:not(.is-away) tbody");
                }
                on:paste=move |event| {
                    let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
                    if let Some(list) = text.and_then(|text| IncomingFiles::from_clipboard(&text)) {
                        event.prevent_default();
                        incoming.set(list);
                    }
                }
                on:input:target=move |event| submit(event.target().value())
            />
            <kbd aria-hidden="true">"/"</kbd>
        </div>
    }
}
