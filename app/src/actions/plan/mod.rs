//! The dialog with the plan of a job: what would be done to which accounts. Nothing has been sent.

mod count_field;
mod footer;
mod group;
mod text;
mod warnings;

use super::dialogs::PlanRequest;
use super::targets::pluralize_accounts;
use crate::components::{Dialog, Warning, format_count, pluralize};
use crate::jobs::{MAX_TARGETS, Plan};
use crate::messages::JobMessages;
use crate::session::{Session, use_session};
use account_api::Operation;
use footer::Footer;
use group::Group;
use leptos::prelude::*;
use std::collections::HashMap;
use warnings::Warnings;

/// Shows the plan, lets accounts be excluded and included, and starts the job.
#[component]
pub fn PlanDialog(request: PlanRequest, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    let PlanRequest { job_kind, targets, undo_source, on_start, on_back } = request;
    let is_undo = undo_source.is_some();
    let target_count = targets.len();
    let current_user = session.identity_untracked().map(|identity| identity.username).unwrap_or_default();
    let refusals = last_refusals(session);
    let refusal = move |name: &str| refusals.get(name).cloned().flatten();
    let plan = RwSignal::new(Plan::new(job_kind, targets.iter().take(MAX_TARGETS).cloned(), &current_user, refusal));
    let groups = plan.with_untracked(|plan| plan.groups().to_vec());
    let excess = target_count.saturating_sub(MAX_TARGETS);
    let included_count = Memo::new(move |_| plan.with(Plan::included_count));
    // Only accounts that will change are counted.
    let title = Signal::derive(move || {
        let (count, user_type) = (included_count.get(), plan.with(Plan::included_type));
        job_kind.title(count, &pluralize_accounts(count, user_type))
    });
    let dialog_title = move || if is_undo { format!("Undo: {}", uncapitalize(title.get())) } else { title.get() };
    view! {
        <Dialog title=Signal::derive(dialog_title) on_close class="dialog dialog-wide">
            <p class="muted plan-lead">"Review what will happen. Nothing has changed yet."</p>
            {(excess > 0)
                .then(|| {
                    view! {
                        <Warning text=format!(
                            "You can change up to {} accounts at a time. {} not included.",
                            format_count(MAX_TARGETS),
                            pluralize(excess, "account is", "accounts are"),
                        ) />
                    }
                })}
            <ul class="plan-groups">
                {groups
                    .into_iter()
                    .map(|(prediction, indices)| view! { <Group plan job_kind prediction indices /> })
                    .collect_view()}
            </ul>
            <Warnings plan />
            <Footer plan title targets included_count on_start on_back undo_source />
        </Dialog>
    }
}

/// Puts the first letter, an ASCII letter, in lowercase.
fn uncapitalize(mut title: String) -> String {
    title[..1].make_ascii_lowercase();
    title
}

/// Returns why the platform refused the last attempt to deactivate each account, or `None` for
/// accounts whose last attempt was not refused.
fn last_refusals(session: Session) -> HashMap<String, Option<String>> {
    untrack(|| {
        session.with_activity_log(|log| {
            log.since(0)
                .filter(|(_, request)| request.operation == Operation::Deactivate)
                .filter_map(|(_, request)| {
                    Some((request.accounts.first()?.clone(), request.refusal().map(str::to_owned)))
                })
                .collect()
        })
    })
}
