//! The results of a job that sets passwords. The passwords are shown only here, until they are
//! discarded.

use super::text::status_text;
use crate::accounts::{Replicas, use_replicas};
use crate::actions::save_csv::save_csv_or_notify;
use crate::components::{CopyButton, Icon, IconName, VirtualList, format_count, pluralize, use_toasts};
use crate::jobs::{Job, JobItem};
use crate::messages::reveal_hidden;
use account_api::Secret;
use account_index::{Cell, csv_row};
use core::ops::Range;
use leptos::either::Either;
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};

/// An account of the job, with the email to share its password with.
#[derive(Clone, Default)]
struct Line {
    /// Its index in the job.
    index: usize,
    name: String,
    email: String,
    /// Its new password. `None` if the action did not succeed.
    password: Option<Secret>,
}

/// Lists the results of a job that sets passwords: those to copy or download, and before them the
/// accounts that have none because something went wrong.
#[component]
pub fn PasswordList(job: Job) -> impl IntoView {
    let lines = StoredValue::new(untrack(|| lines_of(job, use_replicas())));
    let password_count = lines.with_value(|lines| lines.iter().filter(|line| line.password.is_some()).count());
    let problem_count = lines.with_value(Vec::len) - password_count;
    let has_problems = problem_count > 0;
    let only_problems = RwSignal::new(false);
    // The problems come first.
    let count = Signal::derive(move || if only_problems.get() { problem_count } else { lines.with_value(Vec::len) });
    // Copied one by one, they are all saved once each has been.
    let copied = StoredValue::new(HashSet::new());
    let note_copied = Callback::new(move |index: usize| {
        copied.update_value(|copied| {
            copied.insert(index);
        });
        if copied.with_value(HashSet::len) == password_count {
            job.note_passwords_saved();
        }
    });
    let row = move |(position, _): (usize, Signal<usize>)| {
        let line = lines.with_value(|lines| lines.get(position).cloned()).unwrap_or_default();
        view! { <PasswordRow job line note_copied /> }.into_any()
    };
    view! {
        <section class="password-list" class:has-problems=has_problems aria-label="Passwords">
            <div class="password-list-head">
                <h3 class="section-title">{pluralize(password_count, "new password", "new passwords")}</h3>
                {has_problems
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="chip"
                                aria-pressed=move || only_problems.get().to_string()
                                on:click=move |_| only_problems.update(|only| *only = !*only)
                            >
                                "Problems "
                                <span class="chip-count">{format_count(problem_count)}</span>
                            </button>
                        }
                    })}
                <SaveButtons job lines />
            </div>
            <p class="field-hint">
                "Copy or download these now and share them securely. You will not be able to see them again."
            </p>
            <VirtualList
                label="Passwords"
                class="password-rows"
                count
                // High enough for reasons of several lines. The style sheet has the same heights.
                row_height=if has_problems { 3.25 } else { 2.75 }
                narrow_row_height=if has_problems { 5.75 } else { 4.25 }
                items={move |range: Range<usize>| range.collect()}
                row
            />
        </section>
    }
}

/// All accounts of the job, those without a password first.
fn lines_of(job: Job, replicas: Replicas) -> Vec<Line> {
    let mut passwords: HashMap<String, JobItem> =
        job.items_with_passwords().into_iter().map(|item| (item.name.clone(), item)).collect();
    let line = |index| {
        let name = job.name_at(index);
        let (email, password) = passwords.remove(&name).map(|item| (item.email, item.password)).unwrap_or_default();
        let listed = || replicas.user_named(&name).map(|(_, user)| user.email).unwrap_or_default();
        let email = if email.is_empty() { listed() } else { email };
        Line { index, name, email, password }
    };
    let mut lines: Vec<Line> = (0..job.counts().total).map(line).collect();
    lines.sort_by_key(|line| line.password.is_some());
    lines
}

/// Copies or downloads all passwords.
#[component]
fn SaveButtons(job: Job, lines: StoredValue<Vec<Line>>) -> impl IntoView {
    let toasts = use_toasts();
    let with_password =
        |line: &Line| line.password.clone().map(|password| (line.name.clone(), line.email.clone(), password));
    let passwords = move || lines.with_value(|lines| lines.iter().filter_map(with_password).collect::<Vec<_>>());
    let all_as_text = Signal::derive(move || {
        let passwords = passwords().into_iter();
        passwords.map(|(name, _, password)| format!("{name}\t{}\n", password.reveal())).collect::<String>()
    });
    let download = move |_| {
        let rows = passwords().into_iter().map(|(name, email, password)| {
            csv_row([Cell::Text(&name), Cell::Text(&email), Cell::Exact(password.reveal())])
        });
        save_csv_or_notify(toasts, "passwords", &["username", "email", "password"], rows);
        job.note_passwords_saved();
    };
    view! {
        <button type="button" class="button" on:click=download>
            <Icon glyph=IconName::Download />
            "Download passwords"
        </button>
        // Last, so that it stands above those of the rows.
        <CopyButton text=all_as_text label="Copy all" on_copied=move |()| job.note_passwords_saved() />
    }
}

#[component]
fn PasswordRow(job: Job, line: Line, note_copied: Callback<usize>) -> impl IntoView {
    let Line { index, name, email, password } = line;
    let name = reveal_hidden(&name);
    let title = format!("{name} {email}");
    let result = match password {
        Some(password) => {
            let password = password.reveal().to_owned();
            Either::Left(view! {
                <code class="secret">{password.clone()}</code>
                <CopyButton text=Signal::stored(password) about=name.clone() on_copied=move |()| note_copied.run(index) />
            })
        }
        None => {
            let reason = untrack(|| status_text(job, index, &job.status_at(index)));
            Either::Right(view! {
                <span class="password-reason is-bad" title=reason.clone()>
                    {reason.clone()}
                </span>
            })
        }
    };
    view! {
        <div role="listitem" class="password-row">
            <span class="clip password-owner" title=title>
                <bdi>{name}</bdi>
                " "
                <bdi class="muted">{email}</bdi>
            </span>
            {result}
        </div>
    }
}
