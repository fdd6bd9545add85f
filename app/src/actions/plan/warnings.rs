//! The warnings of a plan: about the current user, and about the last site admin.

use crate::accounts::use_replicas;
use crate::actions::last_admin_warning::last_admin_warning;
use crate::components::{Warning, format_count};
use crate::drafts::Drafts;
use crate::jobs::{JobKind, Plan, Prediction, use_jobs};
use crate::messages::ActionMessages;
use leptos::prelude::*;

/// Warns about what the included accounts imply.
#[component]
pub fn Warnings(plan: RwSignal<Plan>) -> impl IntoView {
    let replicas = use_replicas();
    let jobs = use_jobs();
    let drafts: Drafts = expect_context();
    let warnings = move || {
        let last_admin = last_admin_warning(replicas, plan.with(Plan::removed_admin_count));
        let self_warning = plan.with(self_warning);
        let ends_session = self_warning.is_some() && plan.with(|plan| plan.kind.blocks_accounts());
        let busy = (ends_session && untrack(|| jobs.is_busy()))
            .then(|| "Another job is still running. Changes it has not made by then will be canceled.".to_owned());
        let unsent_drafts = (ends_session && untrack(|| drafts.have_content())).then(|| {
            "You have new accounts that you have not created yet. You will not be able to create them after this."
                .to_owned()
        });
        let disabled_admins = disabled_admin_warning(plan.with(Plan::disabled_admin_count));
        [self_warning, busy, unsent_drafts, last_admin, disabled_admins]
            .into_iter()
            .flatten()
            .map(|text| {
                view! { <Warning text=text /> }
            })
            .collect_view()
    };
    view! { <div role="alert" class="plan-warnings">{warnings}</div> }
}

/// Returns the warning of an action that harms the current user, if the plan includes them.
fn self_warning(plan: &Plan) -> Option<String> {
    let JobKind::Change(action) = plan.kind else { return None };
    let includes_self = plan.items().iter().any(|item| item.is_included && item.prediction == Prediction::CurrentUser);
    includes_self.then(|| action.self_warning()).flatten().map(|text| format!("This includes you. {text}"))
}

/// Says that new site admins cannot sign in, if some of them are disabled.
fn disabled_admin_warning(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 of these accounts is disabled and cannot sign in until it is reactivated.".to_owned()),
        _ => Some(format!(
            "{} of these accounts are disabled and cannot sign in until they are reactivated.",
            format_count(count)
        )),
    }
}
