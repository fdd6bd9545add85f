//! What the current user did to an account in this session, in its details panel.

use crate::actions::{NameList, action_words, outcome_text};
use crate::components::short_time;
use crate::session::use_session;
use leptos::prelude::*;

/// How many changes are listed.
const MAX_ENTRIES: usize = 5;

/// Lists the latest changes. Nothing if there are none.
#[component]
pub fn AccountHistory(name: String) -> impl IntoView {
    let session = use_session();
    let entries = Memo::new(move |_| {
        session.with_activity_log(|log| {
            let about_account = log.since(0).rev().filter(|(_, request)| request.accounts.contains(&name));
            about_account.take(MAX_ENTRIES).map(|(_, request)| request.clone()).collect::<Vec<_>>()
        })
    });
    let entry = |request: &crate::api::LoggedRequest| {
        // Other accounts of the same request are of no interest here.
        let (verb, role) = action_words(request);
        let verb = verb.trim_end_matches(" for");
        let outcome = (!request.outcome.is_done()).then(|| format!(" · {}", outcome_text(request, NameList::Short)));
        view! {
            <li>
                {verb} {role} " " <span class="muted">{short_time(request.sent_at_ms)} {outcome}</span>
            </li>
        }
    };
    move || {
        entries.with(|entries| {
            (!entries.is_empty()).then(|| {
                view! {
                    <section class="panel-section" aria-label="Your changes">
                        <h3 class="section-title">"Your changes"</h3>
                        <ul class="panel-history">{entries.iter().map(|request| entry(request)).collect_view()}</ul>
                    </section>
                }
            })
        })
    }
}
