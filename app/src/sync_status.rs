//! The sync status of a replica on the page: progress, errors, skeletons.

use crate::accounts::Replica;
use crate::components::focus::hand_on_focus_from;
use crate::components::{Icon, IconName, clock_time, format_count, pluralize};
use crate::messages::Message;
use account_index::{Phase, Progress};
use leptos::html;
use leptos::prelude::*;

/// What takes the focus from the buttons of the sync status when they vanish: *Try again*, or else
/// *Refresh*.
const NEXT_BUTTONS: &[&str] = &["main .notice-failed > .button", ".heading .icon-button[aria-label=Refresh]"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bar {
    Hidden,
    Progress,
    Failure,
}

/// The line below the list: a progress bar while accounts are loaded, an error if loading has
/// stopped, and a warning about unreadable data. Empty if all is well. Shows the replica that
/// the page provides.
#[component]
pub fn SyncStatus() -> impl IntoView {
    let replica: Replica = expect_context();
    let bar = Memo::new(move |_| {
        replica.with_status(|status| match status.phase {
            // Without any accounts, the table shows the error.
            Phase::Stopped if status.accounts > 0 => Bar::Failure,
            // No progress before the first page has arrived: it would flicker.
            Phase::Loading | Phase::Waiting | Phase::Paused if status.loaded.accounts > 0 => Bar::Progress,
            _ => Bar::Hidden,
        })
    });
    view! {
        {move || match bar.get() {
            Bar::Progress => view! { <LoadProgress /> }.into_any(),
            Bar::Failure => view! { <PartialLoadFailure /> }.into_any(),
            Bar::Hidden => ().into_any(),
        }}
        <DataWarning />
    }
}

/// The button that loads all accounts again. It spins while the replica that the page provides
/// loads.
#[component]
pub fn RefreshButton(#[prop(into)] on_refresh: Callback<()>) -> impl IntoView {
    let replica: Replica = expect_context();
    let is_loading = move || replica.with_status(|status| status.phase == Phase::Loading);
    view! {
        <button
            type="button"
            class="icon-button"
            class:spinning=is_loading
            aria-label="Refresh"
            title="Refresh"
            on:click=move |_| on_refresh.run(())
        >
            <Icon glyph=IconName::Refresh />
        </button>
    }
}

/// The estimated total, rounded to two significant digits unless it is exact.
fn estimated_total(loaded: &Progress) -> Option<String> {
    let max = loaded.at_most?;
    let midpoint = loaded.at_least.midpoint(max);
    let unit = 10_usize.pow(midpoint.max(1).ilog10().saturating_sub(1));
    let is_exact = loaded.at_least == max;
    Some(if is_exact {
        format_count(max)
    } else {
        format!("about {}", format_count((midpoint + unit / 2) / unit * unit))
    })
}

#[component]
fn LoadProgress() -> impl IntoView {
    let replica: Replica = expect_context();
    let loaded = Memo::new(move |_| replica.with_status(|status| status.loaded));
    let is_paused = Memo::new(move |_| replica.with_status(|status| status.phase == Phase::Paused));
    let is_waiting = Memo::new(move |_| replica.with_status(|status| status.phase == Phase::Waiting));
    let text = move || {
        let loaded = loaded.get();
        let verb = match (is_paused.get(), is_waiting.get()) {
            (true, _) => "Paused",
            (_, true) => "Retrying after an error",
            _ => "Loading accounts",
        };
        let read = format_count(loaded.accounts);
        match estimated_total(&loaded) {
            Some(total) => format!("{verb}: {read} of {total}"),
            None => format!("{verb}: {read} so far"),
        }
    };
    let button = NodeRef::new();
    hand_on_focus_from(button, NEXT_BUTTONS);
    let toggle = move |_| if is_paused.get_untracked() { replica.resume() } else { replica.pause() };
    view! {
        <div class="sync-status">
            <progress
                aria-label="Accounts loaded"
                max=move || loaded.get().at_most.unwrap_or(1)
                value=move || {
                    let loaded = loaded.get();
                    loaded.at_most.map(|_| loaded.accounts.to_string())
                }
            ></progress>
            <span class="reading-text">{text}</span>
            <button type="button" class="link" node_ref=button on:click=toggle>
                {move || if is_paused.get() { "Resume" } else { "Pause" }}
            </button>
        </div>
    }
}

#[component]
fn PartialLoadFailure() -> impl IntoView {
    let replica: Replica = expect_context();
    let title = move || {
        if replica.with_status(|status| status.is_refresh) {
            "Could not refresh the list"
        } else {
            "Could not load all accounts"
        }
    };
    let text = move || {
        replica.with_status(|status| {
            let reason = status.failure.as_ref().map(Message::message).unwrap_or_default();
            if let (true, Some(as_of)) = (status.is_refresh, status.as_of) {
                return format!("{reason} Showing data from {}.", clock_time(as_of));
            }
            let loaded = status.loaded.accounts;
            match estimated_total(&status.loaded) {
                Some(total) => format!("{reason} Showing {} of {total} accounts.", format_count(loaded)),
                None => format!("{reason} Showing the first {}.", pluralize(loaded, "account", "accounts")),
            }
        })
    };
    view! {
        <div class="notice notice-failed notice-inline" role="alert">
            <Icon glyph=IconName::Alert />
            <div>
                <strong>{title}</strong>
                <p>{text}</p>
            </div>
            <RetryButton class="button" on_retry=move |()| replica.resume() />
        </div>
    }
}

/// The button that loads a list once more after that failed. It is gone while the list loads.
#[component]
pub fn RetryButton(class: &'static str, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let button = NodeRef::<html::Button>::new();
    hand_on_focus_from(button, NEXT_BUTTONS);
    view! {
        <button type="button" class=class node_ref=button on:click=move |_| on_retry.run(())>
            "Try again"
        </button>
    }
}

/// Warns about list entries that are not accounts, and about pages that did not fit together.
#[component]
fn DataWarning() -> impl IntoView {
    let replica: Replica = expect_context();
    let problems =
        Memo::new(move |_| replica.with_status(|status| (status.loaded.malformed, status.loaded.unverified_seams)));
    view! {
        <Show when=move || problems.get() != (0, 0)>
            <p class="notice notice-inline" role="status">
                <Icon glyph=IconName::Alert />
                <span>
                    {move || match problems.get() {
                        (0, _) => {
                            "The list changed while it was loading, so some accounts may be missing. Refresh to check."
                                .to_owned()
                        }
                        (broken, _) => {
                            let entries = pluralize(broken, "entry", "entries");
                            format!("{entries} could not be read and cannot be shown.")
                        }
                    }}
                </span>
            </p>
        </Show>
    }
}

/// Placeholder rows while the first page loads. Screen readers get one sentence.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status" aria-busy="true">
            <span class="visually-hidden">"Loading accounts…"</span>
            {(0..12)
                .map(|_| {
                    view! {
                        <div class="skeleton-row" aria-hidden="true">
                            <span></span>
                            <span></span>
                            <span></span>
                            <span></span>
                        </div>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// The empty state when no account could be loaded.
#[component]
pub fn LoadFailure() -> impl IntoView {
    let replica: Replica = expect_context();
    let reason = move || replica.with_status(|status| status.failure.as_ref().map(Message::message));
    view! {
        <div class="empty" role="alert">
            <Icon glyph=IconName::Alert />
            <h2 class="empty-title">"Could not load accounts"</h2>
            <p class="muted">{reason}</p>
            <RetryButton class="button button-primary" on_retry=move |()| replica.resume() />
        </div>
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn an_estimate_has_two_significant_digits() {
        let estimate = |at_least, at_most| estimated_total(&Progress { at_least, at_most, ..Progress::default() });
        assert_eq!(estimate(500, None), None);
        assert_eq!(estimate(98_211, Some(98_211)).as_deref(), Some("98,211"));
        assert_eq!(estimate(94_000, Some(104_500)).as_deref(), Some("about 99,000"));
        assert_eq!(estimate(0, Some(0)).as_deref(), Some("0"));
    }
}
