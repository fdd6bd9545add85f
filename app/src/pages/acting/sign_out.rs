//! Signing out, with a question where something would be lost by it.

use crate::jobs::use_jobs;
use crate::pages::create::Drafts;
use crate::session::use_session;
use crate::ui::{Dialog, DialogActions, Warning};
use leptos::prelude::*;

/// Signs out, and asks first where something would be lost.
#[component]
pub fn SignOut(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    let jobs = use_jobs();
    let drafts: Drafts = expect_context();
    let lost = untrack(|| {
        let job = jobs.is_busy().then_some("A job is still under way. What has not been sent yet is never sent.");
        let passwords = (!jobs.is_busy() && jobs.would_lose())
            .then_some("A job has made passwords that you may not have copied yet. They are nowhere else.");
        let drafts = drafts
            .have_content()
            .then_some("Accounts are typed in that have not been created yet. They are forgotten.");
        [job, passwords, drafts].into_iter().flatten().collect::<Vec<_>>()
    });
    if lost.is_empty() {
        session.sign_out();
        return ().into_any();
    }
    view! {
        <Dialog title="Sign out?" on_close>
            <div class="dialog-body">
                {lost
                    .into_iter()
                    .map(|text| {
                        view! { <Warning text=text.to_owned() /> }
                    })
                    .collect_view()}
            </div>
            <DialogActions pending=false label="Sign out" working="" on_confirm=move |_| session.sign_out() />
        </Dialog>
    }
    .into_any()
}
