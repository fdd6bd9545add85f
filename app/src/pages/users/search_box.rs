//! The search box.

use super::Page;
use super::query::MAX_SEARCH_LEN;
use super::toolbar::navigate_options;
use crate::components::shortcuts::{ShortcutId, on_shortcut};
use crate::components::{Icon, IconName};
use account_api::UserType;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// Where the search is typed. It writes to the URL; `/` goes there from anywhere on the page.
#[component]
pub fn SearchBox() -> impl IntoView {
    let Page { query, .. } = expect_context();
    let input = NodeRef::<html::Input>::new();
    let navigate = use_navigate();
    let search = Memo::new(move |_| query.with(|query| query.search.clone()));
    // What was typed last. The URL follows the typing a moment later; its echo must not undo what was typed since.
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
    let go = move |text: String| {
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
        UserType::User => "Search by user name or email",
        UserType::ServiceAccount => "Search by name",
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
                on:input:target=move |event| go(event.target().value())
            />
            <kbd aria-hidden="true">"/"</kbd>
        </div>
    }
}
