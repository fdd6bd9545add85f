//! The passwords that a job has set, to be handed over. Shown once.

use crate::components::{CopyButton, Icon, IconName, LongList, Places, Toast, format_count, use_toasts};
use crate::csv_download::save_csv;
use crate::jobs::Job;
use account_index::{Cell, csv_row};
use leptos::prelude::*;

/// The sheet. Its passwords are forgotten when somebody says so.
#[component]
pub fn Sheet(job: Job) -> impl IntoView {
    let toasts = use_toasts();
    let passwords = StoredValue::new(untrack(|| job.passwords()));
    let count = passwords.with_value(Vec::len);
    let all = Signal::derive(move || {
        passwords.with_value(|passwords| {
            passwords.iter().map(|(name, password)| format!("{name}\t{}\n", password.reveal())).collect::<String>()
        })
    });
    let download = move |_| {
        let saved = passwords.with_value(|passwords| {
            let rows =
                passwords.iter().map(|(name, password)| csv_row([Cell::Text(name), Cell::Exact(password.reveal())]));
            save_csv("passwords.csv", &["user_name", "password"], rows)
        });
        if saved.is_err() {
            toasts.show(Toast::failed("The browser has no room for the file.".to_owned()));
        }
    };
    view! {
        <section class="sheet" aria-label="Passwords">
            <div class="sheet-head">
                <h3 class="sheet-title">{format!("{} {} to hand over", format_count(count), if count == 1 { "password" } else { "passwords" })}</h3>
                <CopyButton text=all label="Copy all" />
                <button type="button" class="button" on:click=download>
                    <Icon glyph=IconName::Download />
                    "Download"
                </button>
            </div>
            <p class="field-hint">
                "Hand them over on a way that you trust. They are shown here and nowhere else, until you close this."
            </p>
            <LongList
                label="Passwords"
                class="sheet-rows"
                count=Signal::stored(count)
                row_height=2.5
                narrow_row_height=4.0
                items=move |range: Places| range.collect()
                row=move |(at, _): (usize, Signal<usize>)| {
                    let (name, password) = passwords
                        .with_value(|passwords| passwords.get(at).map(|(name, secret)| (name.clone(), secret.reveal().to_owned())))
                        .unwrap_or_default();
                    view! {
                        <div role="listitem" class="sheet-row">
                            <span class="clip" title=name.clone()>
                                {name.clone()}
                            </span>
                            <code class="secret">{password.clone()}</code>
                            <CopyButton text=Signal::stored(password) about=name />
                        </div>
                    }
                        .into_any()
                }
            />
        </section>
    }
}
