//! How far the reading of all accounts is, and what went wrong with it.

use crate::accounts::Replica;
use crate::api::ApiError;
use crate::components::{Icon, IconName, clock_time, format_count};
use account_index::{Phase, Progress};
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Underway,
    Stopped,
}

/// The line below the head of the page: a progress bar while accounts are read, an error where that has stopped, and what could
/// not be read. Nothing where all is well. Of the replica that the page provides.
#[component]
pub fn Reading() -> impl IntoView {
    let replica: Replica = expect_context();
    let shown = Memo::new(move |_| {
        replica.with_status(|status| match status.phase {
            // Where there is nobody yet, the table says it.
            Phase::Stopped if status.accounts > 0 => Shown::Stopped,
            // One page is there too soon for a line that says that it comes.
            Phase::Loading | Phase::Waiting | Phase::Paused if status.loaded.accounts > 0 => Shown::Underway,
            _ => Shown::Nothing,
        })
    });
    view! {
        {move || match shown.get() {
            Shown::Underway => view! { <Underway /> }.into_any(),
            Shown::Stopped => view! { <Stopped /> }.into_any(),
            Shown::Nothing => ().into_any(),
        }}
        <LeftOut />
    }
}

/// The button that asks anew. It turns while the replica that the page provides is read.
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

/// How many there are, as far as that is known.
fn expected(loaded: &Progress) -> Option<String> {
    let most = loaded.at_most?;
    let middle = loaded.at_least.midpoint(most);
    // Two digits that matter.
    let unit = 10_usize.pow(middle.max(1).ilog10().saturating_sub(1));
    let is_exact = loaded.at_least == most;
    Some(if is_exact {
        format_count(most)
    } else {
        format!("about {}", format_count((middle + unit / 2) / unit * unit))
    })
}

#[component]
fn Underway() -> impl IntoView {
    let replica: Replica = expect_context();
    let loaded = Memo::new(move |_| replica.with_status(|status| status.loaded));
    let is_paused = Memo::new(move |_| replica.with_status(|status| status.phase == Phase::Paused));
    let is_waiting = Memo::new(move |_| replica.with_status(|status| status.phase == Phase::Waiting));
    let text = move || {
        let loaded = loaded.get();
        let verb = match (is_paused.get(), is_waiting.get()) {
            (true, _) => "Paused",
            (_, true) => "The last request failed; trying again",
            _ => "Reading all accounts",
        };
        let read = format_count(loaded.accounts);
        match expected(&loaded) {
            Some(all) => format!("{verb}: {read} of {all}"),
            None => format!("{verb}: {read} so far"),
        }
    };
    let toggle = move |_| if is_paused.get_untracked() { replica.resume() } else { replica.pause() };
    view! {
        <div class="sync-status">
            <progress
                aria-label="Accounts read"
                max=move || loaded.get().at_most.unwrap_or(1)
                value=move || {
                    let loaded = loaded.get();
                    loaded.at_most.map(|_| loaded.accounts.to_string())
                }
            ></progress>
            <span class="reading-text">{text}</span>
            <button type="button" class="link" on:click=toggle>
                {move || if is_paused.get() { "Go on" } else { "Pause" }}
            </button>
        </div>
    }
}

#[component]
fn Stopped() -> impl IntoView {
    let replica: Replica = expect_context();
    let title = move || {
        if replica.with_status(|status| status.is_refresh) {
            "The accounts could not be read again"
        } else {
            "The accounts could not all be read"
        }
    };
    let text = move || {
        replica.with_status(|status| {
            let why = status.failure.as_ref().map(ApiError::to_string).unwrap_or_default();
            if let (true, Some(as_of)) = (status.is_refresh, status.as_of) {
                return format!("{why} What is shown is as of {}.", clock_time(as_of));
            }
            let read = format_count(status.loaded.accounts);
            match expected(&status.loaded) {
                Some(all) => format!("{why} {read} of {all} accounts have been read; those are shown."),
                None => format!("{why} The first {read} accounts have been read; those are shown."),
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
            <button type="button" class="button" on:click=move |_| replica.resume()>
                "Go on reading"
            </button>
        </div>
    }
}

/// What the platform sent that is no account, and where its list did not hold together.
#[component]
fn LeftOut() -> impl IntoView {
    let replica: Replica = expect_context();
    let left_out =
        Memo::new(move |_| replica.with_status(|status| (status.loaded.malformed, status.loaded.unverified_seams)));
    view! {
        <Show when=move || left_out.get() != (0, 0)>
            <p class="notice notice-inline" role="status">
                <Icon glyph=IconName::Alert />
                <span>
                    {move || match left_out.get() {
                        (0, _) => {
                            "The platform's list changed faster than it could be read. Somebody may be missing: refresh to be sure."
                                .to_owned()
                        }
                        (broken, _) => {
                            let what = if broken == 1 { "entry" } else { "entries" };
                            format!("The platform sent {} {what} that cannot be read as an account.", format_count(broken))
                        }
                    }}
                </span>
            </p>
        </Show>
    }
}

/// Rows to come. For screen readers it is one sentence.
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

/// The list could not be read at all.
#[component]
pub fn Unreadable() -> impl IntoView {
    let replica: Replica = expect_context();
    let why = move || replica.with_status(|status| status.failure.as_ref().map(ApiError::to_string));
    view! {
        <div class="empty" role="alert">
            <Icon glyph=IconName::Alert />
            <h2 class="empty-title">"The accounts could not be read"</h2>
            <p class="muted">{why}</p>
            <button type="button" class="button" on:click=move |_| replica.resume()>
                "Try again"
            </button>
        </div>
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn an_estimate_has_two_digits_that_matter() {
        let of = |at_least, at_most| expected(&Progress { at_least, at_most, ..Progress::default() });
        assert_eq!(of(500, None), None);
        assert_eq!(of(98_211, Some(98_211)).as_deref(), Some("98,211"));
        assert_eq!(of(94_000, Some(104_500)).as_deref(), Some("about 99,000"));
        assert_eq!(of(0, Some(0)).as_deref(), Some("0"));
    }
}
