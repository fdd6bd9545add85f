//! Mentions a new release: quietly, at most once a day, and never in the way of work.

use crate::actions::unsaved_work;
use crate::browser::scheduler::epoch_ms;
use crate::browser::storage::StorageArea;
use crate::components::focus::is_overlay_open;
use crate::components::{Toast, use_toasts};
use crate::jobs::use_jobs;
use crate::version::Version;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

const CHECK_INTERVAL: Duration = Duration::from_secs(30 * 60);

const MENTION_INTERVAL_MS: f64 = 24.0 * 60.0 * 60.0 * 1e3;

/// When a new release was last mentioned in this browser, in milliseconds since the epoch.
const KEY: &str = "account-admin.update-mentioned";

/// Checks for a new release from time to time, as long as the current owner lives.
pub fn watch_for_updates() {
    let Some(current) = Version::current() else { return };
    let toasts = use_toasts();
    let (jobs, drafts) = (use_jobs(), expect_context());
    // Do not interrupt work. The next check comes soon enough.
    let is_idle =
        move || !document().hidden() && !is_overlay_open() && !is_typing() && unsaved_work(jobs, drafts).is_empty();
    // Disposed together with what tells whether the console is idle.
    let owner = StoredValue::new(());
    let check = move || {
        if was_mentioned_recently() || !is_idle() {
            return;
        }
        let current = current.clone();
        spawn_local(async move {
            let newest = Version::on_server().await;
            if newest.is_some_and(|newest| newest != current) && owner.try_get_value().is_some() && is_idle() {
                StorageArea::Local.set(KEY, &epoch_ms());
                let text = "There is a newer version of Account Admin.".to_owned();
                let reload = || {
                    // A reload does not fail.
                    let _ = window().location().reload();
                };
                toasts.show(Toast::done(text).with_action("Reload", reload).lasting());
            }
        });
    };
    if let Ok(interval) = set_interval_with_handle(check, CHECK_INTERVAL) {
        on_cleanup(move || interval.clear());
    }
}

fn was_mentioned_recently() -> bool {
    StorageArea::Local.get::<f64>(KEY).is_some_and(|at| (0.0..MENTION_INTERVAL_MS).contains(&(epoch_ms() - at)))
}

/// Whether the focus is in a field.
fn is_typing() -> bool {
    document().active_element().is_some_and(|active| matches!(active.local_name().as_str(), "input" | "textarea"))
}
