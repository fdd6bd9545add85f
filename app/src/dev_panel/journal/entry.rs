//! An entry of the journal: a line, and behind it what was sent and what came back.

use super::follow::Row;
use crate::dev_panel::body::use_contents;
use crate::dev_panel::control::journal::{Entry, EntryOutcome};
use crate::dev_panel::faults::effect_words;
use js_sys::Date;
use leptos::html;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsValue;

/// What came of a request, as a word and a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The word.
    pub word: String,
    /// What it means.
    pub meaning: Meaning,
}

/// What an outcome means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The platform did it.
    Good,
    /// It did not, or nobody knows.
    Bad,
    /// It is under way.
    Open,
}

impl Outcome {
    /// What came of an entry.
    pub fn of(entry: &Entry) -> Self {
        let http = entry.http_status.unwrap_or_default();
        let (word, meaning) = match (entry.outcome, entry.status.as_deref()) {
            (EntryOutcome::Pending, _) => ("under way".to_owned(), Meaning::Open),
            (EntryOutcome::ConnectionReset, _) => ("reset".to_owned(), Meaning::Bad),
            (EntryOutcome::ClientDisconnected, _) => ("gave up".to_owned(), Meaning::Bad),
            (EntryOutcome::Completed, Some("OK")) => ("OK".to_owned(), Meaning::Good),
            (EntryOutcome::Completed, Some(status)) if http == 200 => (status.to_owned(), Meaning::Bad),
            (EntryOutcome::Completed, Some(status)) => (format!("{status} {http}"), Meaning::Bad),
            (EntryOutcome::Completed, None) => (format!("HTTP {http}"), Meaning::Bad),
        };
        Self { word, meaning }
    }

    const fn class(&self) -> &'static str {
        match self.meaning {
            Meaning::Good => "dev-outcome-good",
            Meaning::Bad => "dev-outcome-bad",
            Meaning::Open => "dev-outcome-open",
        }
    }
}

/// The entry. What is behind it is drawn when it is opened.
#[component]
pub fn EntryItem(row: Row) -> impl IntoView {
    let Row { number, entry } = row;
    let open = RwSignal::new(false);
    let details = NodeRef::<html::Details>::new();
    let on_toggle = move |_| open.set(details.get_untracked().is_some_and(|details| details.open()));
    let seen = entry.read_untracked();
    let operation = seen.operation.clone().unwrap_or_else(|| format!("{} {}", seen.method, seen.path));
    let time = clock_time(seen.received_at_ms);
    let who = match (&seen.caller, seen.accounts.as_slice()) {
        (None, []) => "nobody".to_owned(),
        (None, accounts) => format!("nobody → {}", accounts.join(", ")),
        (Some(by), []) => by.clone(),
        (Some(by), accounts) => format!("{by} → {}", accounts.join(", ")),
    };
    drop(seen);
    let outcome = Memo::new({
        let entry = entry.clone();
        move |_| entry.with(Outcome::of)
    });
    let took = {
        let entry = entry.clone();
        move || entry.with(|entry| entry.duration_ms.map(span))
    };
    let faults = {
        let entry = entry.clone();
        move || {
            entry.with(|entry| {
                let names = entry.faults.iter().chain(&entry.gates);
                names.map(|name| view! { <span class="tag">{name.clone()}</span> }).collect_view()
            })
        }
    };
    view! {
        <li>
            <details class="dev-entry" node_ref=details on:toggle=on_toggle>
                <summary>
                    <span class="dev-entry-number">{number}</span>
                    <span class="dev-entry-operation">{operation}</span>
                    <span class=move || outcome.read().class()>{move || outcome.read().word.clone()}</span>
                    <span class="dev-entry-who muted">
                        <span class="clip">{time} " · " {who}</span>
                        {faults}
                    </span>
                    <span class="dev-entry-took muted">{took}</span>
                </summary>
                <Show when=move || open.get()>
                    <Behind entry=entry.clone() />
                </Show>
            </details>
        </li>
    }
}

/// What was sent, what came back, and what stood in between.
#[component]
fn Behind(entry: ArcRwSignal<Entry>) -> impl IntoView {
    let contents = use_contents();
    move || {
        let entry = entry.get();
        let faults = entry.faults.iter().map(|id| {
            let words = contents.faults.with_untracked(|faults| {
                let fault = faults.as_ref()?.iter().find(|fault| fault.id == *id)?;
                Some(effect_words(&fault.spec.effect))
            });
            view! {
                <dt>{format!("Fault {id}")}</dt>
                <dd>{words.unwrap_or_else(|| "Removed since.".to_owned())}</dd>
            }
        });
        let gates = entry.gates.iter().map(|id| {
            view! {
                <dt>{format!("Gate {id}")}</dt>
                <dd>"Held it."</dd>
            }
        });
        let msg = entry.msg.clone().map(|msg| {
            view! {
                <dt>"Message"</dt>
                <dd>{msg}</dd>
            }
        });
        view! {
            <div class="dev-behind">
                <p class="dev-path monospace wrap">{entry.method.clone()} " " {entry.path.clone()}</p>
                <dl class="dev-facts wrap">
                    <dt>"HTTP"</dt>
                    <dd>{entry.http_status.map_or_else(|| "No answer".to_owned(), |http| http.to_string())}</dd>
                    {msg}
                    {faults.collect_view()}
                    {gates.collect_view()}
                </dl>
                <Body title="Request" body=entry.request_body />
                <Body title="Reply" body=entry.response_body />
            </div>
        }
    }
}

/// A body, as it may be read.
#[component]
fn Body(title: &'static str, body: Value) -> impl IntoView {
    let text = match body {
        Value::Null => return view! { <p class="muted">{title} ": no body."</p> }.into_any(),
        Value::String(text) => text,
        // Writing to a String cannot fail.
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

/// A moment of the viewer's day, to the second.
fn clock_time(milliseconds: f64) -> String {
    let moment = Date::new(&JsValue::from_f64(milliseconds));
    format!("{:02}:{:02}:{:02}", moment.get_hours(), moment.get_minutes(), moment.get_seconds())
}

/// A span of time: `0.4 ms`, `12 ms`, `1.5 s`.
fn span(milliseconds: f64) -> String {
    if milliseconds >= 1_000.0 {
        format!("{:.1} s", milliseconds / 1_000.0)
    } else if milliseconds >= 10.0 {
        format!("{milliseconds:.0} ms")
    } else {
        format!("{milliseconds:.1} ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn outcome(end: &Value) -> (String, Meaning) {
        let mut entry = json!({
            "sequence": 1, "received_at_ms": 0, "method": "POST", "path": "/", "operation": null, "caller": null, "accounts": [],
            "request_body": null, "faults": [], "gates": [], "outcome": "completed", "http_status": null, "status": null, "msg": null,
            "response_body": null, "duration_ms": 1.0,
        });
        for (field, value) in end.as_object().unwrap() {
            entry[field] = value.clone();
        }
        let Outcome { word, meaning } = Outcome::of(&serde_json::from_value(entry).unwrap());
        (word, meaning)
    }

    #[test]
    fn outcomes_are_told_in_a_word() {
        assert_eq!(outcome(&json!({ "http_status": 200, "status": "OK" })), ("OK".into(), Meaning::Good));
        assert_eq!(outcome(&json!({ "http_status": 200, "status": "ERROR" })), ("ERROR".into(), Meaning::Bad));
        assert_eq!(outcome(&json!({ "http_status": 401, "status": "ERROR" })), ("ERROR 401".into(), Meaning::Bad));
        assert_eq!(outcome(&json!({ "http_status": 502 })), ("HTTP 502".into(), Meaning::Bad));
        assert_eq!(outcome(&json!({ "outcome": "connection_reset" })), ("reset".into(), Meaning::Bad));
        assert_eq!(outcome(&json!({ "outcome": "pending" })), ("under way".into(), Meaning::Open));
    }

    #[test]
    fn spans_are_told_in_three_digits_or_less() {
        assert_eq!([0.42, 9.96, 12.4, 999.4, 1_500.0].map(span), ["0.4 ms", "10.0 ms", "12 ms", "999 ms", "1.5 s"]);
    }
}
