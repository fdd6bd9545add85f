//! The input of the palette and the list of its entries: a combobox as in the ARIA authoring
//! practices. The focus stays in the input; `aria-activedescendant` names the active entry.

use super::entries::{Entry, use_entries};
use crate::actions::use_dialogs;
use crate::components::shortcuts::{KeyPress, Scope, ShortcutId, find};
use crate::components::{DialogHandle, Icon, IconName, pluralize, unique_id};
use crate::routes::account_url;
use crate::theme::use_theme;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use web_sys::{KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

/// The longest text that can be typed, in UTF-16 units.
const MAX_INPUT_LEN: u32 = 300;

/// The content of the palette's dialog.
#[component]
pub fn Search(shows_shortcuts: RwSignal<bool>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let entries = use_entries(text);
    let count = Memo::new(move |_| entries.with(Vec::len));
    let active_index = RwSignal::new(0_usize);
    Effect::new(move || {
        text.track();
        active_index.set(0);
    });
    let run = use_run(shows_shortcuts);
    let list_id = unique_id("palette");
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let last_index = count.get_untracked().saturating_sub(1);
        let index = active_index.get_untracked();
        match find(Scope::Palette, &KeyPress::from(&event)) {
            Some(ShortcutId::NextOption) => active_index.set(if index >= last_index { 0 } else { index + 1 }),
            Some(ShortcutId::PreviousOption) => active_index.set(index.checked_sub(1).unwrap_or(last_index)),
            Some(ShortcutId::RunOption) => {
                if let Some(entry) = entries.with_untracked(|entries| entries.get(index).cloned()) {
                    run.run(entry);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let input = NodeRef::<html::Input>::new();
    input.on_load(|input| {
        let _ = input.focus();
    });
    let active_id = {
        let list_id = list_id.clone();
        move || (count.get() > 0).then(|| option_id(&list_id, active_index.get()))
    };
    view! {
        <div class="search-box">
            <Icon glyph=IconName::Search />
            <input
                type="text"
                class="input"
                role="combobox"
                aria-label="Search people, pages and actions"
                placeholder="Search people and pages, or type “disable jane”"
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls=list_id.clone()
                aria-activedescendant=active_id
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                maxlength=MAX_INPUT_LEN
                node_ref=input
                prop:value=text
                on:input:target=move |event| text.set(event.target().value())
                on:keydown=on_key
            />
        </div>
        <EntryList list_id entries active_index run />
        <p class="muted palette-status" role="status">
            {move || match count.get() {
                0 => "No results".to_owned(),
                count => pluralize(count, "result", "results"),
            }}
        </p>
    }
}

/// Returns what runs an entry and closes the palette.
fn use_run(shows_shortcuts: RwSignal<bool>) -> UnsyncCallback<Entry> {
    let handle: DialogHandle = expect_context();
    let dialogs = use_dialogs();
    let theme = use_theme();
    let navigate = use_navigate();
    UnsyncCallback::new(move |entry: Entry| {
        handle.close();
        match entry {
            Entry::Command(command) => command.run(&navigate, dialogs, theme, shows_shortcuts),
            Entry::OpenAccount(account, kind) => navigate(&account_url(kind, &account.name), Default::default()),
            Entry::ApplyCommand(command, account) => command.open(dialogs, account),
        }
    })
}

#[component]
fn EntryList(
    list_id: String,
    entries: Memo<Vec<Entry>>,
    active_index: RwSignal<usize>,
    run: UnsyncCallback<Entry>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    Effect::new(move || {
        let index = active_index.get();
        let active = list.get().and_then(|list| list.children().item(u32::try_from(index).ok()?));
        if let Some(option) = active {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let id = list_id.clone();
    view! {
        <div class="palette-list" role="listbox" aria-label="Results" id=id node_ref=list>
            {move || {
                entries
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(index, entry)| {
                        let (text, hint, glyph) = (entry.text(), entry.hint(), entry.icon());
                        view! {
                            <div
                                role="option"
                                class="palette-option"
                                id=option_id(&list_id, index)
                                aria-selected=move || (active_index.get() == index).to_string()
                                on:mousemove=move |_| active_index.set(index)
                                on:click=move |_| run.run(entry.clone())
                            >
                                <Icon glyph />
                                <span class="clip">{text}</span>
                                <span class="clip muted palette-hint">{hint}</span>
                            </div>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}

fn option_id(list_id: &str, index: usize) -> String {
    format!("{list_id}-{index}")
}
