//! A journal entry: a summary line that expands to the request and the response.

use super::feed::JournalRow;
use crate::dev_panel::control::journal::{Entry, EntryOutcome};
use crate::dev_panel::faults::describe_effect;
use crate::dev_panel::state::use_world_state;
use js_sys::Date;
use leptos::html;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsValue;

/// The outcome of a request, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeLabel {
    /// A word or two.
    pub text: String,
    /// How to color the text.
    pub tone: Tone,
}

/// Whether an outcome is good or bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The platform executed the request.
    Success,
    /// The platform refused the request, or its outcome is unknown.
    Failure,
    /// The request is in progress.
    Pending,
}

impl OutcomeLabel {
    /// Returns the label for an entry's outcome.
    pub fn from_entry(entry: &Entry) -> Self {
        let http_status = entry.http_status.unwrap_or_default();
        let (text, tone) = match (entry.outcome, entry.status.as_deref()) {
            (EntryOutcome::Pending, _) => ("in progress".to_owned(), Tone::Pending),
            (EntryOutcome::ConnectionReset, _) => ("reset".to_owned(), Tone::Failure),
            (EntryOutcome::ClientDisconnected, _) => ("gave up".to_owned(), Tone::Failure),
            (EntryOutcome::Completed, Some("OK")) => ("OK".to_owned(), Tone::Success),
            (EntryOutcome::Completed, Some(status)) if http_status == 200 => (status.to_owned(), Tone::Failure),
            (EntryOutcome::Completed, Some(status)) => (format!("{status} {http_status}"), Tone::Failure),
            (EntryOutcome::Completed, None) => (format!("HTTP {http_status}"), Tone::Failure),
        };
        Self { text, tone }
    }

    const fn class(&self) -> &'static str {
        match self.tone {
            Tone::Success => "dev-outcome-success",
            Tone::Failure => "dev-outcome-failure",
            Tone::Pending => "dev-outcome-pending",
        }
    }
}

/// A journal entry. Renders its details only while it is expanded.
#[component]
pub fn EntryItem(row: JournalRow) -> impl IntoView {
    let JournalRow { sequence, entry } = row;
    let is_expanded = RwSignal::new(false);
    let details = NodeRef::<html::Details>::new();
    // Comes later, when the entry may be gone.
    let on_toggle = move |_| {
        let details = details.try_get_untracked().flatten();
        is_expanded.try_set(details.is_some_and(|details| details.open()));
    };
    let snapshot = entry.read_untracked();
    let operation = snapshot.operation.clone().unwrap_or_else(|| format!("{} {}", snapshot.method, snapshot.path));
    let time = format_time_of_day(snapshot.received_at_ms);
    let caller_and_accounts = match (&snapshot.caller, snapshot.accounts.as_slice()) {
        (None, []) => "anonymous".to_owned(),
        (None, accounts) => format!("anonymous → {}", accounts.join(", ")),
        (Some(caller), []) => caller.clone(),
        (Some(caller), accounts) => format!("{caller} → {}", accounts.join(", ")),
    };
    drop(snapshot);
    let outcome = Memo::new({
        let entry = entry.clone();
        move |_| entry.with(OutcomeLabel::from_entry)
    });
    let duration = {
        let entry = entry.clone();
        move || entry.with(|entry| entry.duration_ms.map(format_duration))
    };
    let fault_and_gate_ids = {
        let entry = entry.clone();
        move || {
            entry.with(|entry| {
                let ids = entry.faults.iter().chain(&entry.gates);
                ids.map(|id| view! { <span class="tag">{id.clone()}</span> }).collect_view()
            })
        }
    };
    view! {
        <li>
            <details class="dev-entry" node_ref=details on:toggle=on_toggle>
                <summary>
                    <span class="dev-entry-sequence">{sequence}</span>
                    <span class="dev-entry-operation">{operation}</span>
                    <span class=move || outcome.read().class()>{move || outcome.read().text.clone()}</span>
                    <span class="dev-entry-caller muted">
                        <span class="clip">{time} " · " {caller_and_accounts}</span>
                        {fault_and_gate_ids}
                    </span>
                    <span class="dev-entry-duration muted">{duration}</span>
                </summary>
                <Show when=move || is_expanded.get()>
                    <EntryDetails entry=entry.clone() />
                </Show>
            </details>
        </li>
    }
}

/// The request, the response, and the faults and gates that affected it.
#[component]
fn EntryDetails(entry: ArcRwSignal<Entry>) -> impl IntoView {
    let state = use_world_state();
    move || {
        let entry = entry.get();
        let faults = entry.faults.iter().map(|id| {
            let description = state.faults.with_untracked(|faults| {
                let fault = faults.as_ref()?.iter().find(|fault| fault.id == *id)?;
                Some(describe_effect(&fault.spec.effect))
            });
            view! {
                <dt>{format!("Fault {id}")}</dt>
                <dd>{description.unwrap_or_else(|| "Since removed.".to_owned())}</dd>
            }
        });
        let gates = entry.gates.iter().map(|id| {
            view! {
                <dt>{format!("Gate {id}")}</dt>
                <dd>"Held this request."</dd>
            }
        });
        let msg = entry.msg.clone().map(|msg| {
            view! {
                <dt>"Message"</dt>
                <dd>{msg}</dd>
            }
        });
        view! {
            <div class="dev-entry-details">
                <p class="dev-path monospace wrap">{entry.method.clone()} " " {entry.path.clone()}</p>
                <dl class="dev-facts wrap">
                    <dt>"HTTP"</dt>
                    <dd>{entry.http_status.map_or_else(|| "No response".to_owned(), |http_status| http_status.to_string())}</dd>
                    {msg}
                    {faults.collect_view()}
                    {gates.collect_view()}
                </dl>
                <HttpBody title="Request" body=entry.request_body />
                <HttpBody title="Response" body=entry.response_body />
            </div>
        }
    }
}

/// A request or response body, pretty-printed.
#[component]
fn HttpBody(title: &'static str, body: Value) -> impl IntoView {
    let text = match body {
        Value::Null => return view! { <p class="muted">{title} ": no body."</p> }.into_any(),
        Value::String(text) => text,
        // Serializing a `Value` cannot fail.
        json => serde_json::to_string_pretty(&json).unwrap_or_default(),
    };
    view! {
        <figure class="dev-figure">
            <figcaption>{title}</figcaption>
            <pre class="dev-json" tabindex="0" aria-label=title role="group">
                {text}
            </pre>
        </figure>
    }
    .into_any()
}

/// Formats the local time of an instant: `14:05:09`.
fn format_time_of_day(at_ms: f64) -> String {
    let date = Date::new(&JsValue::from_f64(at_ms));
    format!("{:02}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds())
}

/// Formats a duration: `0.4 ms`, `12 ms`, `1.5 s`.
fn format_duration(duration_ms: f64) -> String {
    if duration_ms >= 1_000.0 {
        format!("{:.1} s", duration_ms / 1_000.0)
    } else if duration_ms >= 10.0 {
        format!("{duration_ms:.0} ms")
    } else {
        format!("{duration_ms:.1} ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn outcome(fields: &Value) -> (String, Tone) {
        let mut entry = json!({
            "sequence": 1, "received_at_ms": 0, "method": "POST", "path": "/", "operation": null, "caller": null, "accounts": [],
            "request_body": null, "faults": [], "gates": [], "outcome": "completed", "http_status": null, "status": null, "msg": null,
            "response_body": null, "duration_ms": 1.0,
        });
        for (field, value) in fields.as_object().unwrap() {
            entry[field] = value.clone();
        }
        let OutcomeLabel { text, tone } = OutcomeLabel::from_entry(&serde_json::from_value(entry).unwrap());
        (text, tone)
    }

    #[test]
    fn an_outcome_is_labeled_by_status_and_http_status() {
        assert_eq!(outcome(&json!({ "http_status": 200, "status": "OK" })), ("OK".into(), Tone::Success));
        assert_eq!(outcome(&json!({ "http_status": 200, "status": "ERROR" })), ("ERROR".into(), Tone::Failure));
        assert_eq!(outcome(&json!({ "http_status": 401, "status": "ERROR" })), ("ERROR 401".into(), Tone::Failure));
        assert_eq!(outcome(&json!({ "http_status": 502 })), ("HTTP 502".into(), Tone::Failure));
        assert_eq!(outcome(&json!({ "outcome": "connection_reset" })), ("reset".into(), Tone::Failure));
        assert_eq!(outcome(&json!({ "outcome": "pending" })), ("in progress".into(), Tone::Pending));
    }

    #[test]
    fn durations_are_short() {
        assert_eq!(
            [0.42, 9.96, 12.4, 999.4, 1_500.0].map(format_duration),
            ["0.4 ms", "10.0 ms", "12 ms", "999 ms", "1.5 s"]
        );
    }
}
