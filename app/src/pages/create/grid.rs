//! The rows of a draft, as a table of fields.

use super::draft::Draft;
use super::validation::{DraftRow, RowStatus};
use crate::components::shortcuts::{KeyPress, Scope, ShortcutId, find};
use crate::components::{Icon, IconName, VirtualList, unique_id};
use account_api::UserType;
use core::ops::Range;
use leptos::prelude::*;
use leptos::task::spawn_local;
use people_import::{Field, MAX_EMAIL_CHARS, MAX_PASSWORD_CHARS, MAX_USERNAME_CHARS};
use std::collections::HashSet;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// How high a row is, in `rem`; and where there is no room for columns.
const ROW: f64 = 2.5;
const NARROW_ROW: f64 = 10.5;

/// The table.
#[component]
pub fn Grid(draft: Draft, only_attention: RwSignal<Option<Arc<ProblemFilter>>>) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let only_attention = only_attention.get();
        draft.rows.with(|rows| {
            draft.standings.with(|standings| {
                rows.iter()
                    .zip(standings)
                    .filter(|(row, standing)| {
                        only_attention.as_ref().is_none_or(|only| standing.needs_attention() || only.keeps(row.id))
                    })
                    .map(|(row, _)| row.id as usize)
                    .collect::<Vec<_>>()
            })
        })
    });
    let count = Signal::derive(move || shown.with(Vec::len));
    let is_user = draft.kind == UserType::User;
    view! {
        <div
            class="create-grid"
            class:has-names-only=!is_user
            role="table"
            aria-label="Accounts to create"
            aria-rowcount=move || draft.rows.with(Vec::len) + 1
        >
            <div role="rowgroup" class="create-head">
                <div role="row" class="create-row">
                    <span role="columnheader">"Row"</span>
                    <span role="columnheader">"User name"</span>
                    {is_user
                        .then(|| {
                            view! {
                                <span role="columnheader">"Email"</span>
                                <span role="columnheader">"Password"</span>
                            }
                        })}
                    <span role="columnheader">
                        <span class="visually-hidden">"What is wrong"</span>
                    </span>
                    <span role="columnheader">
                        <span class="visually-hidden">"Remove"</span>
                    </span>
                </div>
            </div>
            <VirtualList
                label="Rows"
                role="rowgroup"
                class="create-rows"
                count
                row_height=ROW
                narrow_row_height=if is_user { NARROW_ROW } else { NARROW_ROW / 2.0 }
                items={move |range: Range<usize>| shown.with(|shown| shown[range].to_vec())}
                row=move |(id, _)| view! { <GridRow draft id=id as u32 /> }.into_any()
            />
        </div>
    }
}

/// Those who needed attention when somebody wanted to see nobody else. They stay in sight while they are mended, and so do new ones.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemFilter {
    ids: HashSet<u32>,
    /// Rows that come later have greater ids.
    last: u32,
}

impl ProblemFilter {
    /// Those who need it now.
    pub fn now(draft: Draft) -> Self {
        draft.rows.with_untracked(|rows| {
            draft.standings.with_untracked(|standings| Self {
                ids: rows
                    .iter()
                    .zip(standings)
                    .filter(|(_, standing)| standing.needs_attention())
                    .map(|(row, _)| row.id)
                    .collect(),
                last: rows.iter().map(|row| row.id).max().unwrap_or_default(),
            })
        })
    }

    fn keeps(&self, id: u32) -> bool {
        id > self.last || self.ids.contains(&id)
    }
}

/// A row at the end, with the focus in it.
pub fn add_and_focus(draft: Draft) {
    if untrack(|| draft.is_sending()) {
        return;
    }
    let id = draft.add();
    spawn_local(async move {
        leptos::task::tick().await;
        let last = document().query_selector(".create-rows").ok().flatten();
        if let Some(list) = last {
            list.set_scroll_top(list.scroll_height());
        }
        // When the list has drawn its end.
        crate::browser::scheduler::sleep_ms(0.0).await;
        let field = document().get_element_by_id(&name_field(id));
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}

/// How far away a row may be that is looked for.
const NEAR: usize = 1_000;

/// The focus goes to the row that stands where one was taken away, or to the last.
pub fn focus_near(draft: Draft, place: usize) {
    // Not all of them need be in sight.
    let near: Vec<u32> = draft.rows.with_untracked(|rows| {
        let (before, behind) = rows.split_at(place.min(rows.len()));
        behind.iter().take(NEAR).chain(before.iter().rev().take(NEAR)).map(|row| row.id).collect()
    });
    spawn_local(async move {
        leptos::task::tick().await;
        let field = near.into_iter().find_map(|id| document().get_element_by_id(&name_field(id)));
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}

fn name_field(id: u32) -> String {
    format!("draft-{id}")
}

#[component]
fn GridRow(draft: Draft, id: u32) -> impl IntoView {
    let place = Memo::new(move |_| draft.rows.with(|rows| rows.iter().position(|row| row.id == id)));
    let standing = Memo::new(move |_| {
        let place = place.get()?;
        draft.standings.with(|standings| standings.get(place).cloned())
    });
    let number = move || place.get().unwrap_or_default() + 1;
    let problem_id = unique_id("problem");
    let wrong = move |field: Field| match standing.get() {
        Some(RowStatus::Error(problem) | RowStatus::Warning(problem)) => problem.field() == field,
        _ => false,
    };
    let text = move || match standing.get() {
        Some(RowStatus::Error(problem)) => problem.text(),
        Some(RowStatus::Warning(problem)) => format!("{}; it can be sent all the same", problem.text()),
        Some(RowStatus::Refused(why)) => why.to_string(),
        _ => String::new(),
    };
    let is_sending = Memo::new(move |_| draft.is_sending());
    let cell = move |field: Field, described_by: String| {
        let (what, longest) = match field {
            Field::Name => ("User name", MAX_USERNAME_CHARS),
            Field::Email => ("Email", MAX_EMAIL_CHARS),
            Field::Password => ("Password", MAX_PASSWORD_CHARS),
        };
        let value = move || {
            draft.rows.with(|rows| {
                place.get().and_then(|place| rows.get(place)).map(|row| of(row, field).clone()).unwrap_or_default()
            })
        };
        let value = Memo::new(move |_| value());
        view! {
            <span role="cell" class="create-cell">
                <span class="create-label" aria-hidden="true">
                    {what}
                </span>
                <input
                    class="create-field"
                    class:monospace=field == Field::Password
                    id=(field == Field::Name).then(|| name_field(id))
                    aria-label=move || format!("{what}, row {}", number())
                    aria-invalid=move || wrong(field).then_some("true")
                    aria-describedby=described_by
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    // Longer ones are told about, not cut.
                    maxlength=longest * 2
                    readonly=move || is_sending.get()
                    prop:value=value
                    on:input:target=move |event| {
                        let text = event.target().value();
                        draft.edit(id, |row| set(row, field, text));
                    }
                    on:keydown=move |event: KeyboardEvent| {
                        let last = draft.rows.with_untracked(|rows| rows.last().map(|row| row.id));
                        let adds_row = find(Scope::Grid, &KeyPress::from(&event)) == Some(ShortcutId::AddGridRow);
                        if adds_row && !event.is_composing() && last == Some(id) {
                            event.prevent_default();
                            add_and_focus(draft);
                        }
                    }
                />
            </span>
        }
    };
    let is_user = draft.kind == UserType::User;
    view! {
        <div role="row" class="create-row" aria-rowindex=move || number() + 1>
            <span role="cell" class="create-number">
                {number}
            </span>
            {cell(Field::Name, problem_id.clone())}
            {is_user
                .then(|| {
                    view! {
                        {cell(Field::Email, problem_id.clone())}
                        {cell(Field::Password, problem_id.clone())}
                    }
                })}
            <span role="cell" class="create-problem" id=problem_id title=text>
                {text}
            </span>
            <span role="cell">
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || format!("Remove row {}", number())
                    aria-disabled=move || is_sending.get().then_some("true")
                    on:click=move |_| {
                        if !is_sending.get_untracked() {
                            let place = place.get_untracked().unwrap_or_default();
                            draft.remove(id);
                            focus_near(draft, place);
                        }
                    }
                >
                    <Icon glyph=IconName::Close />
                </button>
            </span>
        </div>
    }
}

const fn of(row: &DraftRow, field: Field) -> &String {
    match field {
        Field::Name => &row.name,
        Field::Email => &row.email,
        Field::Password => &row.password,
    }
}

fn set(row: &mut DraftRow, field: Field, text: String) {
    match field {
        Field::Name => row.name = text,
        Field::Email => row.email = text,
        Field::Password => (row.password, row.is_generated) = (text, false),
    }
}
