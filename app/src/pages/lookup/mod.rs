//! Looking up a list of names and addresses: who exists, what they are, and what to do with them.

mod resolve;

use crate::accounts::labels::{state_label, state_shape, yes_or_no};
use crate::accounts::{Replicas, Resolution, Target, use_replicas};
use crate::actions::use_dialogs;
use crate::components::{
    Badge, Icon, IconName, LongList, Menu, MenuItem, Places, TextArea, Toast, format_count, use_toasts,
};
use crate::csv_download::save_csv;
use crate::jobs::{AccountAction, JobKind};
use crate::messages::{ActionMessages, Message};
use crate::pages::users::account_url;
use crate::session::use_session;
use account_api::UserType;
use account_index::csv_row;
use leptos::prelude::*;
use people_import::names;
use resolve::ask;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// The longest text that can be looked up, in UTF-16 units.
const MAX_INPUT_LEN: u32 = 500_000;

/// The most names that are looked up at once: many of them are a request each.
pub(super) const MAX_IDENTIFIERS: usize = 5_000;

/// A line of the outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What was looked for.
    pub wanted: String,
    /// Whom it belongs to, once that is known.
    pub found: Option<Resolution>,
}

/// What is looked up in a session. Whoever looks at another page finds it as it was.
#[derive(Clone, Copy)]
pub struct Lookups {
    text: RwSignal<String>,
    lines: RwSignal<Arc<Vec<Line>>>,
    /// Counts the lookups: an earlier one stops where it is.
    run: StoredValue<u64>,
}

impl Lookups {
    /// Nothing.
    pub fn new() -> Self {
        Self { text: RwSignal::new(String::new()), lines: RwSignal::default(), run: StoredValue::new(0) }
    }
}

/// Which lines are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    All,
    Found,
    NotFound,
}

impl Shown {
    const fn has(self, line: &Line) -> bool {
        match self {
            Self::All => true,
            Self::Found => matches!(
                &line.found,
                Some(
                    Resolution::Account(..)
                        | Resolution::Ambiguous(_)
                        | Resolution::Organization
                        | Resolution::UserOutsideList
                )
            ),
            Self::NotFound => matches!(&line.found, Some(Resolution::NotFound | Resolution::Unknown(_))),
        }
    }
}

/// The page.
#[component]
pub fn LookupPage() -> impl IntoView {
    let lookups: Lookups = expect_context();
    let ask = ask(lookups);
    let shown = RwSignal::new(Shown::All);
    let is_there = Memo::new(move |_| lookups.lines.with(|lines| !lines.is_empty()));
    let wanted = Memo::new(move |_| lookups.text.with(|text| names(text).len()));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if wanted.get_untracked() > 0 {
            shown.set(Shown::All);
            ask.run(lookups.text.with_untracked(|text| names(text)));
        }
    };
    Effect::new(|| document().set_title("Lookup · Account Admin"));
    let places = Memo::new(move |_| {
        let shown = shown.get();
        lookups.lines.with(|lines| (0..lines.len()).filter(|at| shown.has(&lines[*at])).collect::<Vec<_>>())
    });
    view! {
        <div class="page">
            <div class="page-head">
                <div class="heading">
                    <h1 class="page-title">"Lookup"</h1>
                    <output class="page-summary">{move || summary(lookups)}</output>
                    // Not read out: it changes with every answer.
                    <span class="page-summary" aria-hidden="true">
                        {move || progress(lookups)}
                    </span>
                </div>
            </div>
            <div class="create-body">
                <form class="lookup-form" on:submit=submit novalidate>
                    <TextArea
                        label="User names or addresses"
                        value=lookups.text
                        max_length=MAX_INPUT_LEN
                        hint="One a line, or separated by commas. Names of organizations are found too."
                    />
                    <div class="button-row">
                        <button
                            type="submit"
                            class="button button-primary"
                            aria-disabled=move || (wanted.get() == 0).then_some("true")
                        >
                            {move || match wanted.get() {
                                0 => "Look up".to_owned(),
                                many => format!("Look up {}", format_count(many)),
                            }}
                        </button>
                        {move || {
                            (wanted.get() > MAX_IDENTIFIERS)
                                .then(|| {
                                    view! {
                                        <span class="muted">
                                            {format!("The first {} are looked up.", format_count(MAX_IDENTIFIERS))}
                                        </span>
                                    }
                                })
                        }}
                    </div>
                </form>
                <Show when=move || is_there.get()>
                    <Outcome lookups shown places />
                </Show>
            </div>
        </div>
    }
}

fn summary(lookups: Lookups) -> String {
    lookups.lines.with(|lines| {
        let all = lines.len();
        let count = |of: fn(&Line) -> bool| lines.iter().filter(|line| of(line)).count();
        let pending = count(|line| line.found.is_none());
        match (all, pending) {
            (0, _) => String::new(),
            (_, 0) => {
                let found = count(|line| Shown::Found.has(line));
                let unknown = count(|line| matches!(line.found, Some(Resolution::Unknown(_))));
                let mut said = format!("{} found, {} not", format_count(found), format_count(all - found - unknown));
                if unknown > 0 {
                    said.push_str(&format!(", {} not known", format_count(unknown)));
                }
                said
            }
            _ => format!("Looking up {}…", format_count(all)),
        }
    })
}

fn progress(lookups: Lookups) -> Option<String> {
    lookups.lines.with(|lines| {
        let done = lines.iter().filter(|line| line.found.is_some()).count();
        (done < lines.len()).then(|| format!("{} of {}", format_count(done), format_count(lines.len())))
    })
}

#[component]
fn Outcome(lookups: Lookups, shown: RwSignal<Shown>, places: Memo<Vec<usize>>) -> impl IntoView {
    let count = Signal::derive(move || places.with(Vec::len));
    let chip = move |which: Shown, label: &'static str| {
        let count = Memo::new(move |_| lookups.lines.with(|lines| lines.iter().filter(|line| which.has(line)).count()));
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (shown.get() == which).to_string()
                on:click=move |_| shown.set(which)
            >
                {label}
                " "
                <span class="chip-count">{move || format_count(count.get())}</span>
            </button>
        }
    };
    view! {
        <div class="create-summary">
            <div class="button-row" role="group" aria-label="Shown">
                {chip(Shown::All, "All")} {chip(Shown::Found, "Found")} {chip(Shown::NotFound, "Not found")}
            </div>
            <div class="create-options">
                <Actions lookups places />
            </div>
        </div>
        <div class="create-grid" role="table" aria-label="Outcome" aria-rowcount=move || count.get() + 1>
            <div role="rowgroup" class="create-head">
                <div role="row" class="lookup-row">
                    <span role="columnheader">"Looked for"</span>
                    <span role="columnheader">"Account"</span>
                    <span role="columnheader">"Type"</span>
                    <span role="columnheader">"Status"</span>
                    <span role="columnheader">"Site admin"</span>
                </div>
            </div>
            <LongList
                label="Rows"
                role="rowgroup"
                class="create-rows"
                count
                row_height=2.5
                items=move |range: Places| places.with(|places| places[range].to_vec())
                row=move |(at, place)| view! { <LookupRow lookups at place /> }.into_any()
            />
        </div>
    }
}

#[component]
fn LookupRow(lookups: Lookups, at: usize, place: Signal<usize>) -> impl IntoView {
    let replicas = use_replicas();
    let line = Memo::new(move |_| {
        // What is known here may be newer than what was found.
        replicas.track();
        lookups.lines.with(|lines| lines.get(at).map(|line| newest(line.clone(), replicas)))
    });
    // Another lookup has other lines at the same places.
    let wanted =
        Memo::new(move |_| line.with(|line| line.as_ref().map(|line| line.wanted.clone()).unwrap_or_default()));
    let cells = move || {
        let cell = |content: AnyView| view! { <span role="cell" class="clip">{content}</span> }.into_any();
        let says = |text: String| cell(view! { <span class="muted">{text}</span> }.into_any());
        let nothing = || cell(().into_any());
        match line.get().and_then(|line| line.found) {
            None => [says("Looking…".to_owned()), nothing(), nothing(), nothing()],
            Some(Resolution::Account(kind, user)) => {
                let state = user.state();
                let badge = view! { <Badge shape=state_shape(state) label=state_label(state) /> };
                let is_admin = yes_or_no(user.is_admin);
                [
                    cell(link(kind, user.username)),
                    cell(kind_label(kind).into_any()),
                    cell(badge.into_any()),
                    cell(is_admin.into_any()),
                ]
            }
            Some(Resolution::Ambiguous(accounts)) => {
                let count = format!("{} accounts", format_count(accounts.len()));
                let links = accounts.into_iter().enumerate().map(|(at, (kind, user))| {
                    view! { {(at > 0).then_some(", ")} {link(kind, user.username)} }
                });
                [cell(links.collect_view().into_any()), says(count), nothing(), nothing()]
            }
            Some(Resolution::Organization) => {
                [says("No user".to_owned()), cell("Organization".into_any()), nothing(), nothing()]
            }
            Some(Resolution::UserOutsideList) => {
                [says("Not listed".to_owned()), cell("User".into_any()), nothing(), nothing()]
            }
            Some(Resolution::NotFound) => [says("No such account".to_owned()), nothing(), nothing(), nothing()],
            Some(Resolution::Unknown(error)) => [says(error.message()), nothing(), nothing(), nothing()],
        }
        .into_iter()
        .collect_view()
    };
    view! {
        <div role="row" class="lookup-row" aria-rowindex=move || place.get() + 2>
            <span role="rowheader" class="clip" title=wanted>
                {wanted}
            </span>
            {cells}
        </div>
    }
}

/// What can be done with those who are shown: each leads to a plan first.
#[component]
fn Actions(lookups: Lookups, places: Memo<Vec<usize>>) -> impl IntoView {
    let dialogs = use_dialogs();
    let session = use_session();
    let toasts = use_toasts();
    let replicas = use_replicas();
    let lines = move || {
        let places = places.get_untracked();
        lookups.lines.with_untracked(|lines| places.iter().filter_map(|at| lines.get(*at).cloned()).collect::<Vec<_>>())
    };
    let is_done = Memo::new(move |_| lookups.lines.with(|lines| lines.iter().all(|line| line.found.is_some())));
    let items = move |()| {
        let changes =
            [AccountAction::Disable, AccountAction::Reactivate, AccountAction::MakeAdmin, AccountAction::RemoveAdmin]
                .into_iter()
                .filter(|change| {
                    untrack(|| session.is_site_admin())
                        || !matches!(change, AccountAction::MakeAdmin | AccountAction::RemoveAdmin)
                })
                .map(JobKind::Change);
        let tasks = changes.chain([JobKind::ResetPasswords, JobKind::Change(AccountAction::Deactivate)]);
        tasks
            .map(|task| {
                let label = match task {
                    JobKind::Change(change) => change.verb(),
                    _ => "Reset passwords",
                };
                MenuItem {
                    label: format!("{label}…"),
                    is_danger: task.is_destructive(),
                    action: Callback::new(move |()| dialogs.plan(task, None, subjects(lines(), replicas))),
                }
            })
            .collect::<Vec<_>>()
    };
    let export = move |_| {
        let lines: Vec<Line> = lines().into_iter().map(|line| newest(line, replicas)).collect();
        if save_lines(&lines).is_err() {
            toasts.show(Toast::failed("The browser has no room for the file.".to_owned()));
        }
    };
    view! {
        <Show when=move || is_done.get()>
            <Menu button_class="button" items=items>
                "Do with these"
                <Icon glyph=IconName::Down />
            </Menu>
            <button type="button" class="button" on:click=export>
                <Icon glyph=IconName::Download />
                "Export"
            </button>
        </Show>
    }
}

/// A line with what is known of its account here, where that is newer.
fn newest(line: Line, replicas: Replicas) -> Line {
    let found = match line.found {
        Some(Resolution::Account(kind, user)) => {
            let (kind, user) = replicas.user_named(&user.username).unwrap_or((kind, user));
            Some(Resolution::Account(kind, user))
        }
        found => found,
    };
    Line { found, ..line }
}

fn link(kind: UserType, name: String) -> AnyView {
    let href = account_url(kind, &name);
    view! {
        <a class="link" href=href>
            {name}
        </a>
    }
    .into_any()
}

const fn kind_label(kind: UserType) -> &'static str {
    match kind {
        UserType::User => "User",
        UserType::ServiceAccount => "Service account",
    }
}

fn subjects(lines: Vec<Line>, replicas: Replicas) -> Vec<Target> {
    let of = |line: Line| line.found.map(|found| found.targets(&line.wanted, replicas)).unwrap_or_default();
    lines.into_iter().flat_map(of).collect()
}

fn save_lines(lines: &[Line]) -> Result<(), JsValue> {
    let mut rows = Vec::new();
    for Line { wanted, found } in lines {
        for (kind, user) in found.iter().flat_map(Resolution::accounts) {
            let state = state_label(user.state()).to_lowercase();
            let (kind, is_admin) = (kind_label(kind).to_lowercase(), yes_or_no(user.is_admin).to_lowercase());
            rows.push(csv_row([&**wanted, &user.username, &user.email, &kind, &state, &is_admin]));
        }
        let kind = match found {
            Some(Resolution::Account(..) | Resolution::Ambiguous(_)) => continue,
            Some(Resolution::Organization) => "organization",
            Some(Resolution::UserOutsideList) => "user",
            Some(Resolution::NotFound) => "none",
            Some(Resolution::Unknown(_)) | None => "not known",
        };
        rows.push(csv_row([wanted, "", "", kind, "", ""]));
    }
    save_csv("lookup.csv", &["looked_for", "user_name", "email", "type", "status", "site_admin"], rows)
}
