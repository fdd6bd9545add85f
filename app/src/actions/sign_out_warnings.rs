//! Warnings about work that is lost when the session ends.

use crate::components::Warning;
use crate::drafts::Drafts;
use crate::jobs::{Jobs, use_jobs};
use leptos::prelude::*;

/// Returns a sentence for each kind of work that would be lost if the session ended now.
pub fn unsaved_work(jobs: Jobs, drafts: Drafts) -> Vec<&'static str> {
    untrack(|| {
        let job = jobs.is_busy().then_some("A job is still running. Changes it has not made yet will be canceled.");
        let passwords = jobs
            .has_unsaved_passwords()
            .then_some("You have new passwords that may not be copied yet. They will be lost.");
        let drafts =
            drafts.have_content().then_some("You have new accounts that you have not created yet. They will be lost.");
        [job, passwords, drafts].into_iter().flatten().collect()
    })
}

/// Warns about work that would be lost, if there is any.
#[component]
pub fn UnsavedWorkWarnings() -> impl IntoView {
    unsaved_work(use_jobs(), expect_context())
        .into_iter()
        .map(|text| view! { <Warning text=text.to_owned() /> })
        .collect_view()
}
