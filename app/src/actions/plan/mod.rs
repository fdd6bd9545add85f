//! The dialog with the plan of a job: what would be done to which accounts. Nothing has been sent.

mod footer;
mod group;
mod text;
mod warnings;

use super::targets::pluralize_accounts;
use crate::accounts::Target;
use crate::components::{Dialog, Warning, format_count, pluralize};
use crate::jobs::{JobKind, MAX_TARGETS, Plan};
use crate::messages::JobMessages;
use crate::session::{Session, use_session};
use account_api::{Operation, UserType};
use footer::Footer;
use group::Group;
use leptos::prelude::*;
use std::collections::HashMap;
use warnings::Warnings;

/// Shows the plan, lets accounts be excluded and included, and starts the job.
#[component]
pub fn PlanDialog(
    /// What the job does.
    job_kind: JobKind,
    /// The kind of the accounts, or `None` if they may be of both kinds.
    kind: Option<UserType>,
    /// The accounts.
    targets: Vec<Target>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let target_count = targets.len();
    let current_user = session.identity_untracked().map(|identity| identity.username).unwrap_or_default();
    let refusals = last_refusals(session);
    let refusal = move |name: &str| refusals.get(name).cloned().flatten();
    let plan = RwSignal::new(Plan::new(job_kind, targets.into_iter().take(MAX_TARGETS), &current_user, refusal));
    let groups = plan.with_untracked(|plan| plan.groups().to_vec());
    let excess = target_count.saturating_sub(MAX_TARGETS);
    view! {
        <Dialog title=job_kind.title(target_count, &pluralize_accounts(target_count, kind)) on_close class="dialog dialog-wide">
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
            <Footer plan kind />
        </Dialog>
    }
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
