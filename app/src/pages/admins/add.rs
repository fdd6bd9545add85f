//! Adding site admins by name.

use crate::accounts::{Resolution, Target, resolve_all, use_replicas};
use crate::actions::use_dialogs;
use crate::components::{Dialog, DialogActions, TextArea, format_count};
use crate::jobs::{AccountAction, JobKind, MAX_TARGETS};
use crate::pages::create::Drafts;
use crate::session::use_session;
use leptos::prelude::*;
use people_import::names;
use std::collections::BTreeMap;

/// The longest list of names, in UTF-16 units.
const MAX_INPUT_LEN: u32 = 100_000;

/// Takes names and addresses, finds out whose they are, and shows the plan.
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
    // Kept until its job has begun: who goes back from the plan finds it again.
    let text = expect_context::<Drafts>().admins;
    let all = RwSignal::new(0_usize);
    let subjects = RwSignal::new(BTreeMap::<usize, Vec<Target>>::new());
    let is_given_up = StoredValue::new(false);
    let find = Action::new_unsync(move |wanted: &Vec<String>| {
        let wanted = wanted.clone();
        all.set(wanted.len());
        subjects.set(BTreeMap::new());
        is_given_up.set_value(false);
        async move {
            let Some(identity) = session.identity_untracked() else { return Vec::new() };
            let is_wanted = move || is_given_up.try_get_value() == Some(false);
            let names = wanted.clone();
            let tell = move |place: usize, found: Resolution| {
                let of = found.targets(&names[place], replicas);
                subjects.try_update(|subjects| subjects.insert(place, of));
            };
            resolve_all(&identity.client, replicas, wanted.into_iter().enumerate().collect(), is_wanted, tell).await;
            let found = subjects.try_update(core::mem::take).unwrap_or_default();
            if is_wanted() { found.into_values().flatten().collect() } else { Vec::new() }
        }
    });
    Effect::new(move || {
        let subjects = find.value().get().unwrap_or_default();
        if !subjects.is_empty() {
            on_close.run(());
            dialogs.plan(JobKind::Change(AccountAction::MakeAdmin), None, subjects);
        }
    });
    let progress = move || {
        let done = subjects.with(BTreeMap::len);
        find.pending().get().then(|| format!("Looking up: {} of {}", format_count(done), format_count(all.get())))
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let wanted = text.with_untracked(|text| names(text));
        if !wanted.is_empty() && !find.pending().get_untracked() {
            find.dispatch(wanted.into_iter().take(MAX_TARGETS).collect());
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                <TextArea
                    label="User names or addresses"
                    value=text
                    max_length=MAX_INPUT_LEN
                    hint="One a line, or separated by commas. What will happen is shown before anything is sent."
                />
                // Not read out: with thousands of names it changes all the time.
                <p class="muted" aria-hidden="true">
                    {progress}
                </p>
                <p class="visually-hidden" role="status">
                    {move || find.pending().get().then(|| format!("Looking up {}.", format_count(all.get())))}
                </p>
            </div>
            <DialogActions
                pending=find.pending()
                label="Go on"
                working="Looking…"
                on_give_up=move |()| is_given_up.set_value(true)
            />
        </form>
    }
}
