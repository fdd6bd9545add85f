//! The dialog with the details of a logged request, and the same request as a script.

use super::export_script;
use crate::accounts::use_replicas;
use crate::actions::{NameList, action_text, outcome_text};
use crate::components::{CloseAction, CopyButton, Dialog, format_count, full_time};
use crate::session::use_session;
use leptos::prelude::*;
use std::sync::Arc;

/// Shows a request of the log, by its index there.
#[component]
pub fn DetailsDialog(index: usize, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let session = use_session();
    let request = untrack(|| session.with_activity_log(|log| log.get(index).cloned()))?;
    let user_type = use_replicas().common_type(&request.accounts);
    let api_root = session.absolute_root();
    let requests = [Arc::clone(&request)];
    let (curl, python) = (export_script::curl(&requests, &api_root), export_script::python(&requests, &api_root));
    let time =
        format!("{} · took {} ms", full_time(request.sent_at_ms), format_count(request.duration_ms.max(0.0) as usize));
    Some(view! {
        <Dialog title=action_text(&request, user_type) on_close class="dialog dialog-wide">
            <div class="dialog-body">
                <dl class="facts">
                    <dt>"When"</dt>
                    <dd>{time}</dd>
                    <dt>"Accounts"</dt>
                    <dd class="wrap">{request.accounts.join(", ")}</dd>
                    <dt>"Result"</dt>
                    <dd class="wrap">{outcome_text(&request, NameList::Full)}</dd>
                </dl>
                <details class="scripts">
                    <summary>"Repeat with curl or Python"</summary>
                    <Script title="curl" text=curl />
                    <Script title="Python" text=python />
                </details>
            </div>
            <CloseAction />
        </Dialog>
    })
}

#[component]
fn Script(title: &'static str, text: String) -> impl IntoView {
    let shown = text.clone();
    view! {
        <section aria-label=title>
            <div class="button-row script-head">
                <h3 class="section-title">{title}</h3>
                <CopyButton text=Signal::stored(text) about=title />
            </div>
            <pre class="script" tabindex="0">
                {shown}
            </pre>
        </section>
    }
}
