//! The lines above the grid that say how each imported file was understood, and change it.

use super::skipped_lines::SkippedLinesDialog;
use crate::browser::scheduler::yield_until_rendered;
use crate::components::focus::recover_focus;
use crate::components::{Icon, IconName, Select, pluralize};
use crate::drafts::{Choices, Draft, Source};
use crate::messages::capitalize;
use account_api::UserType;
use leptos::prelude::*;
use leptos::task::spawn_local;
use people_import::{Encoding, Field, Format};

/// The delimiters that can be chosen, with their values and labels.
const DELIMITERS: [(&str, &str, Option<char>); 5] = [
    ("comma", "Comma-separated", Some(',')),
    ("semicolon", "Semicolon-separated", Some(';')),
    ("tab", "Tab-separated", Some('\t')),
    ("pipe", "Pipe-separated", Some('|')),
    ("none", "One per line", None),
];

/// The header can be in one of this many first lines.
const MAX_HEADER_LINE: usize = 20;

/// How many unused columns are named.
const MAX_NAMED_COLUMNS: usize = 3;

/// The longest header in a label, in characters.
const MAX_HEADER_CHARS: usize = 40;

/// One line for each imported file or text.
#[component]
pub fn SourceBars(draft: Draft) -> impl IntoView {
    let ids = RwSignal::new(Vec::new());
    // After an import, the rows come first: rendered with them, the options of all columns would
    // make a long frame.
    Effect::new(move || {
        let new_ids: Vec<u32> = draft.sources.with(|sources| sources.iter().map(|source| source.id).collect());
        spawn_local(async move {
            yield_until_rendered().await;
            // None if the page has been left.
            let _ = ids.try_set(new_ids);
        });
    });
    view! { <For each=move || ids.get() key=|id| *id children=move |id| view! { <SourceBar draft id /> } /> }
}

#[component]
fn SourceBar(draft: Draft, id: u32) -> impl IntoView {
    // A source that is undone is gone before its line is.
    let source: Signal<Option<Source>> =
        Signal::derive(move || draft.sources.with(|sources| sources.iter().find(|source| source.id == id).cloned()));
    let read = move |value: fn(&Source) -> String| {
        Signal::derive(move || source.with(|source| source.as_ref().map(value).unwrap_or_default()))
    };
    let choose = move |choices: Choices| spawn_local(draft.reread(id, choices));
    let is_delimited = Memo::new(move |_| source.with(|source| source.as_ref().is_some_and(Source::is_delimited)));
    let has_columns = Memo::new(move |_| {
        source.with(|source| source.as_ref().is_some_and(|source| !source.reading.columns.is_empty()))
    });
    let skipped_count =
        Memo::new(move |_| source.with(|source| source.as_ref().map_or(0, |source| source.reading.skipped.len())));
    let has_shared_password = Memo::new(move |_| {
        source.with(|source| source.as_ref().is_some_and(|source| source.choices_with_shared_passwords().is_some()))
    });
    let password_text = Memo::new(move |_| {
        let generates_passwords = draft.generates_passwords.get();
        source.with(|source| source.as_ref().and_then(|source| source.password_text(generates_passwords)))
    });
    let use_shared_password = move |_| {
        let choices = source.with_untracked(|source| source.as_ref()?.choices_with_shared_passwords());
        if let Some(choices) = choices {
            choose(choices);
            recover_focus(".create-options > .button");
        }
    };
    let is_showing_skipped = RwSignal::new(false);
    let is_expanded = RwSignal::new(false);
    let name = read(|source| source.name.to_string());
    view! {
        <div
            class="source-bar"
            class:is-expanded=is_expanded
            role="group"
            aria-label=move || format!("How {} was read", name.get())
        >
            <strong class="source-name" title=name>
                <bdi>{read(title)}</bdi>
            </strong>
            // Narrow windows only. Elsewhere, the settings are always displayed.
            <button
                type="button"
                class="button source-toggle"
                aria-expanded=move || is_expanded.get().to_string()
                on:click=move |_| is_expanded.update(|is_expanded| *is_expanded = !*is_expanded)
            >
                "Format and columns"
                <Icon glyph=IconName::Chevron />
            </button>
            <span class="muted source-lead">"read as"</span>
            <EncodingSelect draft source choose=Callback::new(choose) />
            <Show
                when=move || is_delimited.get()
                fallback=move || view! { <span class="source-format">{read(|source| source.reading.format.name().to_owned())}</span> }
            >
                <DelimiterSelect draft source choose=Callback::new(choose) />
                <HeaderSelect draft source choose=Callback::new(choose) />
            </Show>
            <span class="muted">{read(count_text)}</span>
            <Show when=move || { skipped_count.get() > 0 }>
                <button type="button" class="button" on:click=move |_| is_showing_skipped.set(true)>
                    {move || format!("{} skipped", pluralize(skipped_count.get(), "line", "lines"))}
                </button>
            </Show>
            <Show when=move || password_text.with(Option::is_some)>
                <span class="is-caution">
                    {password_text}
                    " "
                    <Show when=move || has_shared_password.get()>
                        <button type="button" class="link" on:click=use_shared_password>
                            "Use it anyway"
                        </button>
                    </Show>
                </span>
            </Show>
            <Show when=move || has_columns.get()>
                <div class="source-columns">
                    <ColumnSelect draft source field=Field::Name choose=Callback::new(choose) />
                    {(draft.kind == UserType::User)
                        .then(|| {
                            view! {
                                <ColumnSelect draft source field=Field::Email choose=Callback::new(choose) />
                                <ColumnSelect draft source field=Field::Password choose=Callback::new(choose) />
                            }
                        })}
                    <span class="muted" title=read(unused_title)>
                        {read(unused_text)}
                    </span>
                </div>
            </Show>
        </div>
        <Show when=move || is_showing_skipped.get()>
            <SkippedLinesDialog source on_close=move |()| is_showing_skipped.set(false) />
        </Show>
    }
}

/// The encoding of a file. Pasted text has none.
#[component]
fn EncodingSelect(draft: Draft, source: Signal<Option<Source>>, choose: Callback<Choices>) -> impl IntoView {
    let encoding = Memo::new(move |_| source.with(|source| source.as_ref().and_then(|source| source.encoding)));
    let is_chosen = Memo::new(move |_| {
        source.with(|source| source.as_ref().is_some_and(|source| source.choices.encoding.is_some()))
    });
    let options = Signal::derive(move || {
        let label = |encoding: Encoding, is_detected: bool| {
            let guess = if is_detected && encoding.is_guess() { " (a guess)" } else { "" };
            format!("{}{guess}", encoding.name())
        };
        Encoding::ALL
            .iter()
            .map(|encoding_option| {
                let is_detected = encoding.get() == Some(*encoding_option) && !is_chosen.get();
                (encoding_option.name().to_owned(), label(*encoding_option, is_detected))
            })
            .collect::<Vec<_>>()
    });
    let on_select = move |name: String| {
        if let Some(encoding) = Encoding::ALL.iter().find(|encoding| encoding.name() == name) {
            choose.run(Source::choices_with_encoding(*encoding));
        }
    };
    view! {
        <Show when=move || encoding.get().is_some()>
            <Select
                label="Encoding".to_owned()
                is_label_hidden=true
                options
                selected=Signal::derive(move || encoding.get().map(|encoding| encoding.name().to_owned()).unwrap_or_default())
                is_disabled=Signal::derive(move || draft.is_sending())
                on_select
            />
        </Show>
    }
}

#[component]
fn DelimiterSelect(draft: Draft, source: Signal<Option<Source>>, choose: Callback<Choices>) -> impl IntoView {
    let selected = Signal::derive(move || {
        source.with(|source| {
            let Some(source) = source else { return String::new() };
            match (source.reading.format, source.reading.delimiter) {
                (Format::List, _) => "none".to_owned(),
                (_, delimiter) => DELIMITERS
                    .iter()
                    .find(|(_, _, character)| *character == delimiter)
                    .map_or_else(|| "other".to_owned(), |(value, ..)| (*value).to_owned()),
            }
        })
    });
    let options = Signal::derive(move || {
        let mut options: Vec<(String, String)> =
            DELIMITERS.iter().map(|(value, label, _)| ((*value).to_owned(), (*label).to_owned())).collect();
        if selected.with(|selected| selected == "other") {
            options.push(("other".to_owned(), "Other separator".to_owned()));
        }
        options
    });
    let on_select = move |value: String| {
        let delimiter = DELIMITERS.iter().find(|(other, ..)| *other == value);
        if let (Some((.., delimiter)), Some(source)) = (delimiter, source.get_untracked()) {
            choose.run(source.choices_with_delimiter(*delimiter));
        }
    };
    view! {
        <Select
            label="Delimiter".to_owned()
            is_label_hidden=true
            options
            selected
            is_disabled=Signal::derive(move || draft.is_sending())
            on_select
        />
    }
}

#[component]
fn HeaderSelect(draft: Draft, source: Signal<Option<Source>>, choose: Callback<Choices>) -> impl IntoView {
    let header_line =
        Memo::new(move |_| source.with(|source| source.as_ref().and_then(|source| source.reading.header_line)));
    let last_line = Memo::new(move |_| source.with(|source| source.as_ref().map_or(0, |source| source.last_line)));
    let options = Signal::derive(move || {
        let last = last_line.get().min(MAX_HEADER_LINE);
        let mut lines: Vec<usize> = (1..=last).collect();
        lines.extend(header_line.get().filter(|line| *line > last));
        let lines = lines.into_iter().map(|line| (line.to_string(), format!("Headers in row {line}")));
        core::iter::once((String::new(), "No headers".to_owned())).chain(lines).collect::<Vec<_>>()
    });
    let on_select = move |value: String| {
        if let Some(source) = source.get_untracked() {
            choose.run(source.choices_with_header(value.parse().ok()));
        }
    };
    view! {
        <Select
            label="Headers".to_owned()
            is_label_hidden=true
            options
            selected=Signal::derive(move || header_line.get().map(|line| line.to_string()).unwrap_or_default())
            is_disabled=Signal::derive(move || draft.is_sending())
            on_select
        />
    }
}

/// The column that a field is read from.
#[component]
fn ColumnSelect(
    draft: Draft,
    source: Signal<Option<Source>>,
    field: Field,
    choose: Callback<Choices>,
) -> impl IntoView {
    let label = match field {
        Field::Name => "Username",
        Field::Email => "Email",
        Field::Password => "Password",
    };
    // What the rows have without a column.
    let without = move || match field {
        Field::Name if draft.kind == UserType::User => "From the email",
        Field::Password if draft.generates_passwords.get() => "Generated",
        Field::Name | Field::Email | Field::Password => "None",
    };
    let options = Signal::derive(move || {
        let columns = source.with(|source| {
            let columns = source.iter().flat_map(|source| source.reading.columns.iter().enumerate());
            columns.map(|(index, column)| (index.to_string(), shorten(&column.header))).collect::<Vec<_>>()
        });
        core::iter::once((String::new(), without().to_owned())).chain(columns).collect::<Vec<_>>()
    });
    let selected = Signal::derive(move || {
        let column = source.with(|source| source.as_ref().and_then(|source| source.reading.mapping.column_of(field)));
        column.map(|column| column.to_string()).unwrap_or_default()
    });
    let on_select = move |value: String| {
        if let Some(source) = source.get_untracked() {
            choose.run(source.choices_with_column(field, value.parse().ok()));
        }
    };
    view! {
        <Select
            label=label.to_owned()
            options
            selected
            is_disabled=Signal::derive(move || draft.is_sending())
            on_select
        />
    }
}

/// The name, as the beginning of the line. The name of a file stays as it is.
fn title(source: &Source) -> String {
    if source.encoding.is_none() { capitalize(&source.name) } else { source.name.to_string() }
}

/// How many rows came of it.
fn count_text(source: &Source) -> String {
    let count = pluralize(source.record_count, "row", "rows");
    source.truncation().map_or(count.clone(), |truncation| format!("{count} · {truncation}"))
}

/// The columns whose values are in no row.
fn unused_text(source: &Source) -> String {
    let unused: Vec<String> = source.reading.unused_columns().map(shorten).collect();
    let named = unused.iter().take(MAX_NAMED_COLUMNS).cloned().collect::<Vec<_>>().join(", ");
    match unused.len() {
        0 => String::new(),
        count if count > MAX_NAMED_COLUMNS => format!("Not used: {named} and {} more", count - MAX_NAMED_COLUMNS),
        _ => format!("Not used: {named}"),
    }
}

fn unused_title(source: &Source) -> String {
    source.reading.unused_columns().collect::<Vec<_>>().join(", ")
}

fn shorten(header: &str) -> String {
    if header.chars().nth(MAX_HEADER_CHARS).is_none() {
        return header.to_owned();
    }
    header.chars().take(MAX_HEADER_CHARS - 1).chain(['…']).collect()
}
