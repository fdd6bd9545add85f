//! The dialogs that reset a password: one's own, which takes the old one, and another's.

mod anothers;
mod own;

pub use anothers::AnothersPasswordDialog;
pub use own::OwnPasswordDialog;

use crate::api::{ApiError, Effect};
use crate::ui::{DialogHandle, Glyph, Icon};
use leptos::prelude::*;

/// The longest password that the contract allows.
const LONGEST: u32 = 1024;

/// What is said when a reset failed: what is known of the effect, and the platform's own words.
fn failed(error: &ApiError) -> String {
    match error.effect() {
        Effect::NothingChanged => format!("The password was not changed. {error}"),
        Effect::Unknown => {
            format!("{error} Whether the password was changed is not known. It does no harm to reset it again.")
        }
    }
}

/// Where a failure appears in the dialog.
#[component]
fn Failure(#[prop(into)] text: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div role="alert">
            {move || {
                text.get()
                    .map(|text| {
                        view! {
                            <p class="notice notice-failed">
                                <Icon glyph=Glyph::Alert />
                                <span>{text}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// Cancel and submit.
#[component]
fn FormActions(#[prop(into)] pending: Signal<bool>) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    view! {
        <div class="dialog-actions">
            <button
                type="button"
                class="button"
                aria-disabled=move || pending.get().then_some("true")
                on:click=move |_| {
                    if !pending.get_untracked() {
                        handle.close();
                    }
                }
            >
                "Cancel"
            </button>
            <button
                type="submit"
                class="button button-primary"
                aria-disabled=move || pending.get().then_some("true")
            >
                {move || if pending.get() { "Resetting…" } else { "Reset password" }}
            </button>
        </div>
    }
}
