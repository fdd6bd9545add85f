//! The rows of a draft as a table of text fields.

use crate::browser::has_cards;
use crate::browser::scheduler::sleep_ms;
use crate::components::shortcuts::{KeyPress, Scope, ShortcutId, find};
use crate::components::{Icon, IconName, ListTable, is_second_click, unique_id};
use crate::drafts::{Draft, DraftRow, RowStatus};
use crate::messages::sentence;
use account_api::UserType;
use core::ops::Range;
use leptos::prelude::*;
use leptos::task::spawn_local;
use people_import::{
    Field, MAX_EMAIL_CHARS, MAX_PASSWORD_CHARS, MAX_USERNAME_CHARS, Problem, check_email, check_name, check_password,
};
use std::collections::HashSet;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, FocusEvent, HtmlElement, KeyboardEvent, MouseEvent};

/// The height of a row in `rem`, and on narrow screens, where its fields are stacked.
const ROW_HEIGHT_REM: f64 = 2.5;
const NARROW_ROW_HEIGHT_REM: f64 = 13.5;
const NARROW_NAME_ROW_HEIGHT_REM: f64 = 7.5;

/// How many rows on each side are searched for one whose field is on screen.
const MAX_FOCUS_DISTANCE: usize = 1_000;

/// The table.
#[component]
pub fn Grid(draft: Draft, problem_filter: RwSignal<Option<Arc<ProblemFilter>>>) -> impl IntoView {
    let shown_ids = Memo::new(move |_| {
        let filter = problem_filter.get();
        draft.rows.with(|rows| {
            draft.statuses.with(|statuses| {
                rows.iter()
                    .zip(statuses)
                    .filter(|(row, status)| filter.as_ref().is_none_or(|filter| filter.shows(row.id, status)))
                    .map(|(row, _)| row.id as usize)
                    .collect::<Vec<_>>()
            })
        })
    });
    let count = Signal::derive(move || shown_ids.with(Vec::len));
    let is_user = draft.kind == UserType::User;
    view! {
        <ListTable
            label="Accounts to create"
            class=if is_user { "create-grid" } else { "create-grid has-names-only" }
            row_class="create-row"
            count
            total=Signal::derive(move || draft.rows.with(Vec::len))
            row_height=ROW_HEIGHT_REM
            narrow_row_height=if is_user { NARROW_ROW_HEIGHT_REM } else { NARROW_NAME_ROW_HEIGHT_REM }
            is_narrow=has_cards()
            items={move |range: Range<usize>| shown_ids.with(|ids| ids[range].to_vec())}
            row=move |(id, _)| view! { <GridRow draft shown_ids id=id as u32 /> }.into_any()
        >
            <span role="columnheader">"Row"</span>
            <span role="columnheader">"Username"</span>
            {is_user
                .then(|| {
                    view! {
                        <span role="columnheader">"Email"</span>
                        <span role="columnheader">"Password"</span>
                    }
                })}
            <span role="columnheader">
                "Problem"
            </span>
            <span role="columnheader">
                <span class="visually-hidden">"Remove"</span>
            </span>
        </ListTable>
    }
}

/// The filter "Only rows that need attention". It keeps showing the rows that needed attention when
/// it was turned on, so that a row does not vanish while it is fixed, and rows added since.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemFilter {
    ids: HashSet<u32>,
    /// The greatest id at that time. Rows added since have greater ids.
    last_id: u32,
}

impl ProblemFilter {
    /// Records the rows that need attention now.
    pub fn new(draft: Draft) -> Self {
        draft.rows.with_untracked(|rows| {
            draft.statuses.with_untracked(|statuses| Self {
                ids: rows
                    .iter()
                    .zip(statuses)
                    .filter(|(_, status)| status.needs_attention())
                    .map(|(row, _)| row.id)
                    .collect(),
                last_id: rows.iter().map(|row| row.id).max().unwrap_or_default(),
            })
        })
    }

    fn shows(&self, id: u32, status: &RowStatus) -> bool {
        status.needs_attention() || id > self.last_id || self.ids.contains(&id)
    }
}

/// Appends a row and focuses it.
pub fn add_and_focus(draft: Draft) {
    if untrack(|| draft.is_sending()) {
        return;
    }
    let id = draft.add();
    spawn_local(async move {
        leptos::task::tick().await;
        if let Some(list) = document().query_selector(".create-rows").ok().flatten() {
            list.set_scroll_top(list.scroll_height());
        }
        // The list renders its end in the scroll event.
        sleep_ms(0.0).await;
        focus_name_field(&[id]);
    });
}

/// Focuses the row at an index, or the nearest one that is on screen; rows after it come first.
pub fn focus_near(draft: Draft, index: usize) {
    let nearest_ids: Vec<u32> = draft.rows.with_untracked(|rows| {
        let (before, after) = rows.split_at(index.min(rows.len()));
        let after = after.iter().take(MAX_FOCUS_DISTANCE);
        after.chain(before.iter().rev().take(MAX_FOCUS_DISTANCE)).map(|row| row.id).collect()
    });
    spawn_local(async move {
        leptos::task::tick().await;
        focus_name_field(&nearest_ids);
    });
}

/// Focuses the first of some rows that is rendered.
fn focus_name_field(ids: &[u32]) {
    let field = ids.iter().find_map(|id| document().get_element_by_id(&name_field_id(*id)));
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

fn name_field_id(id: u32) -> String {
    format!("draft-{id}")
}

#[component]
fn GridRow(draft: Draft, shown_ids: Memo<Vec<usize>>, id: u32) -> impl IntoView {
    let index = Memo::new(move |_| draft.rows.with(|rows| rows.iter().position(|row| row.id == id)));
    let status = Memo::new(move |_| {
        let index = index.get()?;
        draft.statuses.with(|statuses| statuses.get(index).cloned())
    });
    let number = move || index.get().unwrap_or_default() + 1;
    let problem_id = unique_id("problem");
    // The name from the source tells who it is: of a person without a username, and of one whose
    // row was edited, so that it does not vanish while the problem is being fixed.
    let full_name = Memo::new(move |_| {
        let row = index.get();
        draft.rows.with(|rows| {
            let row = row.and_then(|row| rows.get(row)).filter(|row| row.name.is_empty() || row.notes.is_empty());
            row.map(|row| row.full_name.clone()).unwrap_or_default()
        })
    });
    // While the row is being typed, an empty field is not yet a mistake.
    let has_focus = RwSignal::new(false);
    let is_unfinished = Memo::new(move |_| {
        has_focus.get()
            && status.with(|status| match status {
                Some(RowStatus::Error(reason)) => reason.field().is_some_and(|field| {
                    draft.rows.with(|rows| {
                        index.get().and_then(|index| rows.get(index)).is_some_and(|row| row.field(field).is_empty())
                    })
                }),
                _ => false,
            })
    });
    // Reads everything each time: what a run does not read would not run it again.
    // The status is that of the first problem. Each field says by itself what else is wrong.
    let field_problems = Memo::new(move |_| {
        let (index, has_focus) = (index.get(), has_focus.get());
        draft.rows.with(|rows| {
            let Some(row) = index.and_then(|index| rows.get(index)) else { return Vec::new() };
            let is_due = |problem: &Problem| !has_focus || !row.field(problem.field()).is_empty();
            problems_of(row, draft.kind).into_iter().filter(is_due).collect()
        })
    });
    let problem_field = Memo::new(move |_| {
        status.with(|status| match status {
            Some(RowStatus::Error(reason) | RowStatus::Warning(reason)) => reason.field(),
            _ => None,
        })
    });
    let problem = Memo::new(move |_| {
        let text = status.with(|status| {
            field_problems.with(|others| status.as_ref().map(|status| problem_text(status, others)).unwrap_or_default())
        });
        let name = full_name.get();
        if is_unfinished.get() {
            "Incomplete".to_owned()
        } else if name.is_empty() || text.is_empty() {
            text
        } else {
            format!("{name}: {text}")
        }
    });
    let is_warning = move || status.with(|status| matches!(status, Some(RowStatus::Warning(_))));
    let is_sending = Memo::new(move |_| draft.is_sending());
    let cell = |field: Field| {
        view! {
            <GridCell draft shown_ids id field index status field_problems is_unfinished problem_id=problem_id.clone() />
        }
    };
    let remove = move |event: MouseEvent| {
        // The second click of a double click is on the next row.
        if !is_sending.get_untracked() && !is_second_click(&event) {
            let index = index.get_untracked().unwrap_or_default();
            draft.remove(id);
            focus_near(draft, index);
        }
    };
    let is_user = draft.kind == UserType::User;
    view! {
        <div
            role="row"
            class="create-row"
            aria-rowindex=move || number() + 1
            data-problem=move || problem_field.get().map(field_label)
            on:focusin=move |_| has_focus.set(true)
            on:focusout=move |event| has_focus.set(is_within_row(&event))
        >
            <span role="cell" class="create-number">
                <span class="create-label">"Row "</span>
                {number}
            </span>
            {cell(Field::Name)}
            {is_user.then(|| (cell(Field::Email), cell(Field::Password)))}
            <span role="cell" class="create-problem" class:is-caution=is_warning class:muted=is_unfinished id=problem_id.clone() title=problem>
                {problem}
            </span>
            <span role="cell">
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || format!("Remove row {}", number())
                    aria-disabled=move || is_sending.get().then_some("true")
                    on:click=remove
                >
                    <Icon glyph=IconName::Close />
                </button>
            </span>
        </div>
    }
}

#[component]
fn GridCell(
    draft: Draft,
    shown_ids: Memo<Vec<usize>>,
    id: u32,
    field: Field,
    index: Memo<Option<usize>>,
    status: Memo<Option<RowStatus>>,
    field_problems: Memo<Vec<Problem>>,
    is_unfinished: Memo<bool>,
    problem_id: String,
) -> impl IntoView {
    let label = field_label(field);
    let max_chars = match field {
        Field::Name => MAX_USERNAME_CHARS,
        Field::Email => MAX_EMAIL_CHARS,
        Field::Password => MAX_PASSWORD_CHARS,
    };
    let example = match (field, draft.kind) {
        (Field::Name, UserType::User) => "jane.doe",
        (Field::Name, UserType::ServiceAccount) => "build-server",
        (Field::Email, _) => "jane.doe@example.com",
        (Field::Password, _) => "",
    };
    let value = Memo::new(move |_| {
        draft.rows.with(|rows| {
            index.get().and_then(|index| rows.get(index)).map(|row| row.field(field).clone()).unwrap_or_default()
        })
    });
    let is_invalid = move || {
        let is_about_this = |status: &Option<RowStatus>| matches!(status, Some(RowStatus::Error(reason)) if reason.field() == Some(field));
        let is_wrong = || field_problems.with(|problems| problems.iter().any(|problem| problem.field() == field));
        // Blank rows are no mistake.
        let has_error = |status: &Option<RowStatus>| matches!(status, Some(RowStatus::Error(_)));
        !is_unfinished.get() && status.with(|status| is_about_this(status) || has_error(status) && is_wrong())
    };
    let is_doubtful = move || {
        let is_about_this = |status: &Option<RowStatus>| matches!(status, Some(RowStatus::Warning(reason)) if reason.field() == Some(field));
        !is_unfinished.get() && status.with(is_about_this)
    };
    let on_key = move |event: KeyboardEvent| {
        let last_id = draft.rows.with_untracked(|rows| rows.last().map(|row| row.id));
        let adds_row = find(Scope::Grid, &KeyPress::from(&event)) == Some(ShortcutId::AddGridRow);
        if adds_row && !event.is_composing() && last_id == Some(id) {
            event.prevent_default();
            add_and_focus(draft);
        }
    };
    // A column is filled in from this cell on. Anything else is imported by the page.
    let on_paste = move |event: ClipboardEvent| {
        let text = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
        let ids: Vec<u32> = shown_ids
            .with_untracked(|ids| ids.iter().map(|shown| *shown as u32).skip_while(|shown| *shown != id).collect());
        if draft.fill_down(&ids, field, &text) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    view! {
        <span role="cell" class="create-cell">
            <span class="create-label" aria-hidden="true">
                {label}
            </span>
            <input
                class="create-field"
                class:monospace=field == Field::Password
                class:is-doubtful=is_doubtful
                id=(field == Field::Name).then(|| name_field_id(id))
                aria-label=move || format!("{label}, row {}", index.get().unwrap_or_default() + 1)
                aria-invalid=move || is_invalid().then_some("true")
                aria-describedby=problem_id
                placeholder=example
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                // Texts somewhat too long are reported rather than cut off.
                maxlength=max_chars * 2
                readonly=move || draft.is_sending()
                prop:value=value
                on:input:target=move |event| {
                    let text = event.target().value();
                    draft.edit(id, |row| row.set_field(field, text));
                }
                on:keydown=on_key
                on:paste=on_paste
            />
        </span>
    }
}

/// Whether the focus moves to another element of the same row.
fn is_within_row(event: &FocusEvent) -> bool {
    let row = event.current_target().and_then(|row| row.dyn_into::<web_sys::Node>().ok());
    let next = event.related_target().and_then(|next| next.dyn_into::<web_sys::Node>().ok());
    row.is_some_and(|row| row.contains(next.as_ref()))
}

const fn field_label(field: Field) -> &'static str {
    match field {
        Field::Name => "Username",
        Field::Email => "Email",
        Field::Password => "Password",
    }
}

/// What keeps each field of a row from being sent, by itself.
fn problems_of(row: &DraftRow, kind: UserType) -> Vec<Problem> {
    let name = check_name(&row.name);
    let others =
        if kind == UserType::User { [check_email(&row.email), check_password(&row.password)] } else { [None; 2] };
    [name].into_iter().chain(others).flatten().filter(Problem::is_error).collect()
}

/// Says what is wrong with a row: its status, and the errors of its other fields.
fn problem_text(status: &RowStatus, field_problems: &[Problem]) -> String {
    match status {
        RowStatus::Error(reason) => {
            let others = field_problems.iter().filter(|problem| Some(problem.field()) != reason.field());
            core::iter::once(reason.to_string()).chain(others.map(Problem::to_string)).collect::<Vec<_>>().join(" · ")
        }
        RowStatus::Warning(reason) => format!("{} You can still create the account.", sentence(&reason.to_string())),
        RowStatus::Refused(reason) => reason.to_string(),
        RowStatus::Blank | RowStatus::Ready => String::new(),
    }
}
