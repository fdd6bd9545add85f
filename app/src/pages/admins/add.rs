//! The dialog that adds site admins by username or email.

use crate::accounts::{Resolution, Target, resolve_all, use_replicas};
use crate::actions::use_dialogs;
use crate::components::{Dialog, DialogActions, TextArea, format_count};
use crate::drafts::Drafts;
use crate::jobs::{AccountAction, JobKind, MAX_TARGETS};
use crate::session::use_session;
use leptos::prelude::*;
use people_import::identifiers;
use std::collections::BTreeMap;

/// The longest list of identifiers, in UTF-16 units.
const MAX_INPUT_LEN: u32 = 100_000;

/// Resolves usernames and emails to accounts and shows the plan.
#[component]
pub fn AddDialog(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    view! {
        <Dialog title="Add site admins" on_close>
            <Form on_close />
        </Dialog>
    }
}

#[component]
fn Form(on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    let replicas = use_replicas();
    let dialogs = use_dialogs();
    // Kept until the job starts, so that users who cancel the plan find their input again.
    let text = expect_context::<Drafts>().admins;
    let total = RwSignal::new(0_usize);
    let targets = RwSignal::new(BTreeMap::<usize, Vec<Target>>::new());
    let is_cancelled = StoredValue::new(false);
    let lookup = Action::new_unsync(move |identifiers: &Vec<String>| {
        let identifiers = identifiers.clone();
        total.set(identifiers.len());
        targets.set(BTreeMap::new());
        is_cancelled.set_value(false);
        async move {
            let Some(identity) = session.identity_untracked() else { return Vec::new() };
            let is_wanted = move || is_cancelled.try_get_value() == Some(false);
            let queue = identifiers.iter().cloned().enumerate().collect();
            let on_resolved = move |index: usize, resolution: Resolution| {
                let resolved = resolution.targets(&identifiers[index], replicas);
                targets.try_update(|targets| targets.insert(index, resolved));
            };
            resolve_all(&identity.client, replicas, queue, is_wanted, on_resolved).await;
            let resolved = targets.try_update(core::mem::take).unwrap_or_default();
            if is_wanted() { resolved.into_values().flatten().collect() } else { Vec::new() }
        }
    });
    Effect::new(move || {
        let targets = lookup.value().get().unwrap_or_default();
        if !targets.is_empty() {
            on_close.run(());
            dialogs.plan(JobKind::Change(AccountAction::MakeAdmin), None, targets, None);
        }
    });
    let progress = move || {
        let done = targets.with(BTreeMap::len);
        lookup.pending().get().then(|| format!("Checking {} of {}…", format_count(done), format_count(total.get())))
    };
    let refusal = RwSignal::new(None::<String>);
    Effect::new(move || {
        text.track();
        refusal.set(None);
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let identifiers = text.with_untracked(|text| identifiers(text)).unwrap_or_else(|reason| {
            refusal.set(Some(reason.to_string()));
            Vec::new()
        });
        if !identifiers.is_empty() && !lookup.pending().get_untracked() {
            lookup.dispatch(identifiers.into_iter().take(MAX_TARGETS).collect());
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
                {move || refusal.get().map(|reason| view! { <p class="field-error" role="alert">{reason}</p> })}
                // Hidden from screen readers, because it changes with every response.
                <p class="muted" aria-hidden="true">
                    {progress}
                </p>
                <p class="visually-hidden" role="status">
                    {move || lookup.pending().get().then(|| format!("Checking {}…", format_count(total.get())))}
                </p>
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
