//! Adding site admins by name.

use crate::jobs::{Change, Found, Known, MOST, Subject, Task, resolve_name};
use crate::pages::acting::use_dialogs;
use crate::replica::use_replicas;
use crate::session::use_session;
use crate::ui::{Dialog, DialogActions, FailureNotice, TextArea};
use intake::names;
use leptos::prelude::*;

/// The longest list of names, in UTF-16 units.
const LONGEST: u32 = 100_000;

/// Takes names, finds out whose they are, and shows the plan.
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
    let text = RwSignal::new(String::new());
    let find = Action::new_unsync(move |wanted: &Vec<String>| {
        let wanted = wanted.clone();
        async move {
            let Some(identity) = session.identity_untracked() else { return Ok(Vec::new()) };
            let mut subjects = Vec::new();
            for name in wanted {
                let known = match resolve_name(&identity.client, replicas, &name).await {
                    Found::Account(kind, user) => Some(Known { kind, state: user.state(), is_admin: user.is_admin }),
                    Found::Unknown(error) => return Err(error),
                    Found::Organization | Found::Somebody | Found::Nobody => None,
                };
                subjects.push(Subject { name, known });
            }
            Ok(subjects)
        }
    });
    Effect::new(move || {
        let subjects = find.value().with(|found| found.as_ref().and_then(|found| found.as_ref().ok()).cloned());
        if let Some(subjects) = subjects.filter(|subjects| !subjects.is_empty()) {
            on_close.run(());
            dialogs.plan(Task::Change(Change::MakeAdmin), None, subjects);
        }
    });
    let failure = Signal::derive(move || {
        find.value().with(|found| {
            let error = found.as_ref()?.as_ref().err()?;
            Some(format!("{error} Nothing was changed."))
        })
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let wanted = text.with_untracked(|text| names(text));
        if !wanted.is_empty() && !find.pending().get_untracked() {
            find.dispatch(wanted.into_iter().take(MOST).collect());
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <div class="dialog-body">
                <TextArea
                    label="User names"
                    value=text
                    max_length=LONGEST
                    hint="One a line, or separated by commas. What will happen is shown before anything is sent."
                />
                <FailureNotice text=failure pending=find.pending() />
            </div>
            <DialogActions pending=find.pending() label="Go on" working="Looking…" />
        </form>
    }
}
