//! The list of the passwords that a job has set. They are shown only here, until they are
//! discarded.

use super::save_csv::save_csv_or_notify;
use crate::components::{CopyButton, Icon, IconName, VirtualList, pluralize, use_toasts};
use crate::jobs::Job;
use account_index::{Cell, csv_row};
use core::ops::Range;
use leptos::prelude::*;
use std::collections::HashSet;

/// Lists the passwords of a job, to copy or download.
#[component]
pub fn PasswordList(job: Job) -> impl IntoView {
    let toasts = use_toasts();
    let passwords = StoredValue::new(untrack(|| job.passwords()));
    let count = passwords.with_value(Vec::len);
    let all_as_text = Signal::derive(move || {
        passwords.with_value(|passwords| {
            passwords.iter().map(|(name, password)| format!("{name}\t{}\n", password.reveal())).collect::<String>()
        })
    });
    let download = move |_| {
        passwords.with_value(|passwords| {
            let rows =
                passwords.iter().map(|(name, password)| csv_row([Cell::Text(name), Cell::Exact(password.reveal())]));
            save_csv_or_notify(toasts, "passwords.csv", &["username", "password"], rows);
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
        let (name, password) = passwords
            .with_value(|passwords| {
                passwords.get(index).map(|(name, secret)| (name.clone(), secret.reveal().to_owned()))
            })
            .unwrap_or_default();
        view! {
            <div role="listitem" class="password-row">
                <span class="clip" title=name.clone()>
                    {name.clone()}
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
