//! What somebody loses who ends their session.

use crate::components::Warning;
use crate::jobs::{Jobs, use_jobs};
use crate::pages::Drafts;
use leptos::prelude::*;

/// What would be lost if the session ended now, a sentence each.
pub fn lost_at_the_end(jobs: Jobs, drafts: Drafts) -> Vec<&'static str> {
    untrack(|| {
        let job = jobs.is_busy().then_some("A job is still under way. What has not been sent yet is never sent.");
        let passwords = jobs
            .has_passwords()
            .then_some("There are new passwords that you may not have copied yet. They are nowhere else.");
        let drafts = drafts
            .have_content()
            .then_some("Accounts are typed in that have not been created yet. They are forgotten.");
        [job, passwords, drafts].into_iter().flatten().collect()
    })
}

/// The same as warnings. Nothing where nothing would be lost.
#[component]
pub fn UnsavedWorkWarnings() -> impl IntoView {
    lost_at_the_end(use_jobs(), expect_context())
        .into_iter()
        .map(|text| view! { <Warning text=text.to_owned() /> })
        .collect_view()
}
