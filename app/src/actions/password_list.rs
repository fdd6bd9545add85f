//! The passwords that a job has set, to be handed over. Shown once.

use crate::browser::file_download::File;
use crate::components::{CopyButton, Icon, IconName, Toast, VirtualList, format_count, use_toasts};
use crate::jobs::Job;
use account_index::{BYTE_ORDER_MARK, Cell, csv_row};
use core::ops::Range;
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
        let file = File::default();
        let mut text = String::from(BYTE_ORDER_MARK);
        text.push_str(&csv_row(["user_name", "password"]));
        passwords.with_value(|passwords| {
            for (name, password) in passwords {
                text.push_str(&csv_row([Cell::Text(name), Cell::Exact(password.reveal())]));
            }
        });
        if file.add(&text).and_then(|()| file.save("passwords.csv", "text/csv;charset=utf-8")).is_err() {
            toasts.show(Toast::failed("The browser has no room for the file.".to_owned()));
        }
    };
    view! {
        <section class="password-list" aria-label="Passwords">
            <div class="password-list-head">
                <h3 class="section-title">{format!("{} {} to hand over", format_count(count), if count == 1 { "password" } else { "passwords" })}</h3>
                <CopyButton text=all label="Copy all" />
                <button type="button" class="button" on:click=download>
                    <Icon glyph=IconName::Download />
                    "Download"
                </button>
            </div>
            <p class="field-hint">
                "Hand them over on a way that you trust. They are shown here and nowhere else, until you close this."
            </p>
            <VirtualList
                label="Passwords"
                class="password-rows"
                count=Signal::stored(count)
                row_height=2.5
                narrow_row_height=4.0
                items={move |range: Range<usize>| range.collect()}
                row=move |(at, _): (usize, Signal<usize>)| {
                    let (name, password) = passwords
                        .with_value(|passwords| passwords.get(at).map(|(name, secret)| (name.clone(), secret.reveal().to_owned())))
                        .unwrap_or_default();
                    view! {
                        <div role="listitem" class="password-row">
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
