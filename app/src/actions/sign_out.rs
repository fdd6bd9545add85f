//! Signing out, with a confirmation if unsaved work would be lost.

use super::sign_out_warnings::{UnsavedWorkWarnings, unsaved_work};
use crate::components::{Dialog, DialogActions};
use crate::jobs::use_jobs;
use crate::session::use_session;
use leptos::prelude::*;

/// Signs out at once, or asks first if unsaved work would be lost.
#[component]
pub fn SignOut(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    if unsaved_work(use_jobs(), expect_context()).is_empty() {
        session.sign_out();
        return ().into_any();
    }
    view! {
        <Dialog title="Sign out?" on_close>
            <div class="dialog-body">
                <UnsavedWorkWarnings />
            </div>
            <DialogActions pending=false label="Sign out" working="" on_confirm=move |_| session.sign_out() />
        </Dialog>
    }
    .into_any()
}
