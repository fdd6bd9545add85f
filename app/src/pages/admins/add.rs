//! The dialog that adds site admins by username or email.

use super::near_misses::{NearMiss, NearMissList, NearMisses, near_misses_of};
use crate::accounts::{LookupFailure, Resolution, Target, resolve_all, resolve_ignoring_case, use_replicas};
use crate::actions::use_dialogs;
use crate::components::{Dialog, DialogActions, TextArea, format_count};
use crate::drafts::Drafts;
use crate::identifier_input::{IdentifierInput, IdentifierReport};
use crate::jobs::{AccountAction, JobKind, MAX_TARGETS};
use crate::session::use_session;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The longest list of identifiers, in UTF-16 units.
const MAX_INPUT_LEN: u32 = 100_000;

/// Resolves usernames and emails to accounts, suggests accounts for those that have none, and shows
/// the plan.
#[component]
pub fn AddDialog(
    near_misses: NearMisses,
    /// Called when the job starts, and the names have been used. Has to outlive the dialog.
    on_start: Callback<Vec<String>>,
    /// Opens the dialog again, to go back to it from the plan. Has to outlive it, too.
    on_back: Callback<()>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog title="Add site admins" on_close>
            <Form near_misses on_start on_back on_close />
        </Dialog>
    }
}

/// What the lookup of a list found.
#[derive(Clone, Default)]
struct LookupOutcome {
    targets: Vec<Target>,
    near_misses: Vec<NearMiss>,
}

#[component]
fn Form(
    near_misses: NearMisses,
    on_start: Callback<Vec<String>>,
    on_back: Callback<()>,
    on_close: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let replicas = use_replicas();
    let dialogs = use_dialogs();
    // Kept until the job starts, so that users who cancel the plan find their input again.
    let text = expect_context::<Drafts>().admins;
    let total = RwSignal::new(0_usize);
    let targets = RwSignal::new(BTreeMap::<usize, Vec<Target>>::new());
    let is_cancelled = StoredValue::new(false);
    let missing = StoredValue::new(Vec::<usize>::new());
    let offered_count = RwSignal::new(0_usize);
    let lookup = Action::new_unsync(move |identifiers: &Vec<String>| {
        let identifiers = identifiers.clone();
        total.set(identifiers.len());
        targets.set(BTreeMap::new());
        missing.set_value(Vec::new());
        is_cancelled.set_value(false);
        async move {
            let Some(identity) = session.identity_untracked() else { return LookupOutcome::default() };
            let is_wanted = move || is_cancelled.try_get_value() == Some(false);
            let queue = identifiers.iter().cloned().enumerate().collect();
            let report = |index: usize, resolution: Resolution| {
                let resolved = resolution.targets(&identifiers[index], replicas);
                targets.try_update(|targets| targets.insert(index, resolved));
                if resolution == Resolution::NotFound {
                    missing.try_update_value(|missing| missing.push(index));
                }
            };
            resolve_all(&identity.client, replicas, queue, is_wanted, &report).await;
            let missing = missing.try_get_value().unwrap_or_default();
            let missing = missing.into_iter().map(|index| (index, identifiers[index].clone())).collect();
            for (index, resolution) in resolve_ignoring_case(&identity.client, replicas, missing, is_wanted).await {
                report(index, resolution);
            }
            let resolved = targets.try_update(core::mem::take).unwrap_or_default();
            let targets: Vec<Target> = resolved.into_values().flatten().collect();
            let is_missing = |target: &&Target| target.facts == Err(LookupFailure::NotFound);
            let not_found = targets.iter().filter(is_missing).map(|target| target.name.clone()).collect();
            let near_misses = near_misses_of(not_found, replicas, is_wanted).await;
            if is_wanted() { LookupOutcome { targets, near_misses } } else { LookupOutcome::default() }
        }
    });
    Effect::new(move || {
        let LookupOutcome { targets, near_misses: misses } = lookup.value().get().unwrap_or_default();
        if targets.is_empty() {
            return;
        }
        // New suggestions hold the plan back once. Submitting the same list again opens it.
        let new_count = near_misses.offer(misses);
        offered_count.set(new_count);
        if new_count == 0 {
            on_close.run(());
            dialogs.plan_with_back(JobKind::Change(AccountAction::MakeAdmin), targets, on_start, on_back);
        }
    });
    let progress = move || {
        let done = targets.with(BTreeMap::len);
        lookup.pending().get().then(|| format!("Checking {} of {}…", format_count(done), format_count(total.get())))
    };
    let input = IdentifierInput::new(text);
    let has_left_out = RwSignal::new(false);
    Effect::new(move || {
        if input.excluded().is_empty() {
            has_left_out.set(false);
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let identifiers = untrack(|| input.identifiers());
        if !identifiers.is_empty() && !lookup.pending().get_untracked() {
            has_left_out.set(near_misses.acknowledge_left_out(untrack(|| input.excluded())));
            if has_left_out.get_untracked() {
                return;
            }
            offered_count.set(0);
            let accounts = identifiers.into_iter().take(MAX_TARGETS).map(|name| near_misses.accepted_for(name));
            lookup.dispatch(accounts.collect());
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                <TextArea
                    label="Usernames or email addresses"
                    value=text
                    max_length=MAX_INPUT_LEN
                    hint="One per line, or separated by commas. You can review before anything changes."
                />
                <IdentifierReport input />
                <p class="field-error" role="alert" hidden=move || !has_left_out.get()>
                    {move || has_left_out.get().then_some("Select Review again to go on without what was left out.")}
                </p>
                // Hidden from screen readers, because it changes with every response.
                <p class="muted" aria-hidden="true" hidden=move || !lookup.pending().get()>
                    {progress}
                </p>
                <p class="visually-hidden" role="status">
                    {move || match (lookup.pending().get(), offered_count.get()) {
                        (true, _) => Some(format!("Checking {}…", format_count(total.get()))),
                        (false, 0) => None,
                        (false, count) => Some(format!("{} not found. See the suggestions.", format_count(count))),
                    }}
                </p>
                <NearMissList near_misses input />
            </div>
            <DialogActions
                pending=lookup.pending()
                label="Review"
                working="Checking…"
                on_stop_waiting=move |()| is_cancelled.set_value(true)
            />
        </form>
    }
}
