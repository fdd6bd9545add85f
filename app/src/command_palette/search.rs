//! The input of the palette and the list of its entries: a combobox as in the ARIA authoring
//! practices. The focus stays in the input; `aria-activedescendant` names the active entry.

use super::commands::Command;
use super::entries::{Entries, Entry, Section, use_entries};
use crate::actions::use_dialogs;
use crate::browser::scheduler::next_frame;
use crate::components::shortcuts::{KeyPress, Scope, ShortcutId, find};
use crate::components::{DialogHandle, Icon, IconName, pluralize, unique_id};
use crate::routes::account_url;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use web_sys::{KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

/// The longest text that can be typed, in UTF-16 units.
const MAX_INPUT_LEN: u32 = 300;

/// The content of the palette's dialog.
#[component]
pub fn Search(run_command: UnsyncCallback<Command>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let entries = use_entries(text);
    let count = Memo::new(move |_| entries.with(Entries::len));
    let active_index = RwSignal::new(0_usize);
    Effect::new(move || {
        text.track();
        active_index.set(0);
    });
    let run = use_run(run_command, text);
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
    let status_id = unique_id("palette-status");
    let status = move || {
        let (listed, matching) = entries.with(|entries| entries.accounts);
        match count.get() {
            0 => "No results".to_owned(),
            count if matching <= listed => pluralize(count, "result", "results"),
            _ => format!("{listed} of {}", pluralize(matching, "account", "accounts")),
        }
    };
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
                placeholder="Search, or type “disable jane”"
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
                aria-describedby=status_id.clone()
                on:input:target=move |event| text.set(event.target().value())
                on:keydown=on_key
            />
        </div>
        <EntryList list_id entries active_index run />
        <p class="muted palette-status" role="status" id=status_id>
            {status}
        </p>
    }
}

/// Returns what runs an entry and closes the palette.
fn use_run(run_command: UnsyncCallback<Command>, text: RwSignal<String>) -> UnsyncCallback<Entry> {
    let handle: DialogHandle = expect_context();
    let dialogs = use_dialogs();
    let navigate = use_navigate();
    UnsyncCallback::new(move |entry: Entry| {
        if let Entry::TypeCommand(command) = entry {
            text.set(format!("{} ", command.palette_words().first().unwrap_or(&"")));
            return;
        }
        handle.close();
        match entry {
            Entry::TypeCommand(_) => {}
            Entry::PageCommand(command) => {
                // The page may have changed since the palette was opened.
                command.run.try_run(());
            }
            Entry::Command(command) => run_command.run(command),
            Entry::OpenAccount(account, kind) => navigate(&account_url(kind, &account.name), Default::default()),
            Entry::ApplyCommand(command, account) => command.open(dialogs, account),
        }
    })
}

#[component]
fn EntryList(
    list_id: String,
    entries: Memo<Entries>,
    active_index: RwSignal<usize>,
    run: UnsyncCallback<Entry>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let ids = StoredValue::new(list_id.clone());
    Effect::new(move || {
        let active_id = ids.with_value(|list_id| option_id(list_id, active_index.get()));
        if let Some(option) = list.get().and_then(|_| document().get_element_by_id(&active_id)) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    // Whether there are entries below the visible ones.
    let has_more = RwSignal::new(false);
    let measure = move || {
        if let Some(list) = list.try_get_untracked().flatten() {
            has_more.try_set(list.scroll_top() + list.client_height() + 1 < list.scroll_height());
        }
    };
    Effect::new(move || {
        entries.track();
        spawn_local(async move {
            next_frame().await;
            measure();
        });
    });
    let option = move |index: usize, entry: Entry| {
        let (text, hint, glyph) = (entry.text(), entry.hint(), entry.icon());
        view! {
            <div
                role="option"
                class="palette-option"
                id=ids.with_value(|list_id| option_id(list_id, index))
                aria-selected=move || (active_index.get() == index).to_string()
                on:mousemove=move |_| active_index.set(index)
                // Keeps the focus in the input.
                on:mousedown=move |event| event.prevent_default()
                on:click=move |_| run.run(entry.clone())
            >
                <Icon glyph />
                <span class="clip">{text}</span>
                <span class="clip muted palette-hint">{hint}</span>
            </div>
        }
    };
    let sections = move || {
        let mut index = 0;
        let section = |(section, entries): (Section, Vec<Entry>)| {
            let start = index;
            index += entries.len();
            let options = entries.into_iter().enumerate().map(|(offset, entry)| option(start + offset, entry));
            view! {
                <div role="group" aria-label=section.label()>
                    <div class="palette-heading" aria-hidden="true">
                        {section.label()}
                    </div>
                    {options.collect_view()}
                </div>
            }
        };
        entries.get().sections.into_iter().map(section).collect_view()
    };
    view! {
        <div
            class="palette-list"
            class:has-more=has_more
            role="listbox"
            aria-label="Results"
            id=list_id
            node_ref=list
            on:scroll=move |_| measure()
        >
            {sections}
        </div>
    }
}

fn option_id(list_id: &str, index: usize) -> String {
    format!("{list_id}-{index}")
}
