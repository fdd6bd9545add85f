//! The form that both password dialogs share.

use crate::components::{DialogActions, FailureNotice};
use crate::jobs::Cancellation;
use account_api::limits::MAX_PASSWORD_CHARS;
use leptos::prelude::*;

/// The longest password that can be typed.
pub const MAX_PASSWORD_LEN: u32 = MAX_PASSWORD_CHARS as u32;

/// The form of a password dialog. Its children are the text and the fields. A failed reset is
/// reported below them.
#[component]
pub fn PasswordForm(
    /// The label of the submit button.
    label: &'static str,
    /// The label while the reset is pending.
    working: &'static str,
    /// Whether the reset is pending.
    pending: Memo<bool>,
    /// Why the last reset failed.
    failure: Signal<Option<String>>,
    /// Cancels the wait for the pending reset.
    cancellation: Cancellation,
    /// Validates the fields and starts the reset.
    #[prop(into)]
    on_submit: Callback<()>,
    children: Children,
) -> impl IntoView {
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                {children()}
                <FailureNotice text=failure pending />
            </div>
            <DialogActions
                pending
                label
                working
                on_stop_waiting=move |()| cancellation.cancel()
            />
        </form>
    }
}
