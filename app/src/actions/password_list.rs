//! The list of the passwords that a job has set. They are shown only here, until they are
//! discarded.

use super::save_csv::save_csv_or_notify;
use crate::accounts::use_replicas;
use crate::components::{CopyButton, Icon, IconName, VirtualList, pluralize, use_toasts};
use crate::jobs::{Job, JobItem};
use account_api::Secret;
use account_index::{Cell, csv_row};
use core::ops::Range;
use leptos::prelude::*;
use std::collections::HashSet;

/// A password with the account it belongs to, and the email to share it with.
#[derive(Clone, Default)]
struct Line {
    name: String,
    email: String,
    password: Secret,
}

/// Lists the passwords of a job, to copy or download.
#[component]
pub fn PasswordList(job: Job) -> impl IntoView {
    let toasts = use_toasts();
    let replicas = use_replicas();
    let line = |JobItem { name, email, password, .. }: JobItem| {
        let listed = || replicas.user_named(&name).map(|(_, user)| user.email).unwrap_or_default();
        let email = if email.is_empty() { listed() } else { email };
        Line { name, email, password: password.unwrap_or_default() }
    };
    let lines: Vec<Line> = untrack(|| job.items_with_passwords()).into_iter().map(line).collect();
    let lines = StoredValue::new(lines);
    let count = lines.with_value(Vec::len);
    let all_as_text = Signal::derive(move || {
        lines.with_value(|lines| {
            lines
                .iter()
                .map(|Line { name, password, .. }| format!("{name}\t{}\n", password.reveal()))
                .collect::<String>()
        })
    });
    let download = move |_| {
        lines.with_value(|lines| {
            let rows = lines.iter().map(|Line { name, email, password }| {
                csv_row([Cell::Text(name), Cell::Text(email), Cell::Exact(password.reveal())])
            });
            save_csv_or_notify(toasts, "passwords", &["username", "email", "password"], rows);
        });
        job.note_passwords_saved();
    };
    // Copied one by one, they are all saved once each has been.
    let copied = StoredValue::new(HashSet::new());
    let note_copied = move |index: usize| {
        copied.update_value(|copied| {
            copied.insert(index);
        });
        if copied.with_value(HashSet::len) == count {
            job.note_passwords_saved();
        }
    };
    let title = pluralize(count, "new password", "new passwords");
    let row = move |(index, _): (usize, Signal<usize>)| {
        let Line { name, email, password } = lines.with_value(|lines| lines.get(index).cloned()).unwrap_or_default();
        let title = format!("{name} {email}");
        let password = password.reveal().to_owned();
        view! {
            <div role="listitem" class="password-row">
                <span class="clip password-owner" title=title>
                    <bdi>{name.clone()}</bdi>
                    " "
                    <bdi class="muted">{email}</bdi>
                </span>
                <code class="secret">{password.clone()}</code>
                <CopyButton text=Signal::stored(password) about=name on_copied=move |()| note_copied(index) />
            </div>
        }
        .into_any()
    };
    view! {
        <section class="password-list" aria-label="Passwords">
            <div class="password-list-head">
                <h3 class="section-title">{title}</h3>
                <CopyButton text=all_as_text label="Copy all" on_copied=move |()| job.note_passwords_saved() />
                <button type="button" class="button" on:click=download>
                    <Icon glyph=IconName::Download />
                    "Download CSV"
                </button>
            </div>
            <p class="field-hint">
                "Copy or download these now and share them securely. You will not be able to see them again."
            </p>
            <VirtualList
                label="Passwords"
                class="password-rows"
                count=Signal::stored(count)
                row_height=2.5
                narrow_row_height=4.0
                items={move |range: Range<usize>| range.collect()}
                row
            />
        </section>
    }
}
