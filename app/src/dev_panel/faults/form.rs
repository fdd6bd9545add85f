//! Making something go wrong: by one click, or in detail.

use super::effect_table::EFFECTS;
use super::effects::{self, Argument};
use super::order::{FaultForm, WHEN};
use crate::components::{FailureNotice, TextField};
use crate::dev_panel::control::faults::{self, FaultSpec};
use crate::dev_panel::fields::{ActionButton, Section, Select, chosen, operations};
use crate::dev_panel::panel::{Panel, use_panel};
use leptos::prelude::*;
use serde_json::{Value, json};

/// The operations that change something: what a lost answer is about, unless another one is chosen.
const CHANGES: [&str; 7] =
    ["create_users", "disable", "deactivate", "reactivate", "set_admins", "remove_admins", "reset_password"];

/// The longest name of an account.
const MAX_NAME_LEN: u32 = 255;

/// The longest argument: a message.
const MAX_ARGUMENT_LEN: u32 = 1_000;

/// The longest number.
const MAX_NUMBER_LEN: u32 = 12;

/// What is ordered by one click: what it is called, what it does, and whether the operation is carried out before.
fn presets() -> [(&'static str, Value, bool); 6] {
    [
        ("Slow 1.5 s", json!({ "delay": 1_500 }), false),
        ("503", json!({ "status": 503 }), false),
        ("Lost answer", json!("reset"), true),
        ("HTML page", json!({ "html": 502 }), false),
        ("401 from now on", json!("unauthorized"), false),
        ("Hang", json!("hang"), false),
    ]
}

fn add(panel: Panel, order: FaultSpec) {
    let world = panel.world.get_untracked();
    panel.act(async move {
        faults::add(&world, &order).await?;
        Ok(format!("A fault was made in {world}."))
    });
}

/// Both ways.
#[component]
pub fn NewFault() -> impl IntoView {
    let panel = use_panel();
    let operation = RwSignal::new(String::new());
    let presets = presets().map(|(label, effect, after_execution)| {
        let make = move || {
            let mut operations = chosen(operation);
            if after_execution && operations.is_empty() {
                operations = CHANGES.map(str::to_owned).to_vec();
            }
            let after_execution = after_execution.then_some(true);
            add(
                panel,
                FaultSpec { operation: operations, after_execution, effect: effect.clone(), ..FaultSpec::default() },
            );
        };
        view! { <ActionButton label class="chip" on_click=make /> }
    });
    view! {
        <Section title="Let something go wrong">
            <Select label="Operation" value=operation choices=operations() />
            <div class="chips" role="group" aria-label="With one click">
                {presets.into_iter().collect_view()}
            </div>
            <details class="dev-more">
                <summary>"In detail"</summary>
                <DetailedFault operation />
            </details>
        </Section>
    }
}

/// The form for everything that can be said about a fault.
#[component]
fn DetailedFault(operation: RwSignal<String>) -> impl IntoView {
    let panel = use_panel();
    let text = || RwSignal::new(String::new());
    let effect = RwSignal::new(EFFECTS[0].name.to_owned());
    let argument = RwSignal::new(EFFECTS[0].argument.initial());
    let (http, account, by, number, times) = (text(), text(), text(), text(), text());
    let when = RwSignal::new(WHEN[0].0.to_owned());
    let after_execution = RwSignal::new(false);
    let wrong = RwSignal::new(None);
    let kind = Memo::new(move |_| effects::find(&effect.read()));
    let kinds = EFFECTS.iter().map(|kind| (kind.name.to_owned(), kind.label.to_owned())).collect::<Vec<_>>();
    let whens = WHEN.map(|(when, label, _)| (when.to_owned(), label.to_owned())).to_vec();
    let takes_number = move || WHEN.into_iter().any(|(this, _, takes_number)| takes_number && *when.read() == this);
    let begin_argument = move |effect: String| argument.set(effects::find(&effect).argument.initial());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let typed = FaultForm {
            effect: effect.get_untracked(),
            argument: argument.get_untracked(),
            http_status: http.get_untracked(),
            operation: operation.get_untracked(),
            account: account.get_untracked(),
            caller: by.get_untracked(),
            when: when.get_untracked(),
            trigger_value: number.get_untracked(),
            times: times.get_untracked(),
            after_execution: after_execution.get_untracked(),
        };
        match typed.order() {
            Ok(order) => {
                wrong.set(None);
                add(panel, order);
            }
            Err(why) => wrong.set(Some(why)),
        }
    };
    let argument_field = move || {
        let (label, _) = kind.get().argument.field()?;
        let max_length = MAX_ARGUMENT_LEN;
        Some(match kind.get().argument {
            Argument::Milliseconds => {
                view! { <TextField label value=argument hint="Or a range: 500-2000." max_length /> }.into_any()
            }
            Argument::Accounts => {
                view! { <TextField label value=argument hint="Less than 0: so many are disabled." max_length /> }
                    .into_any()
            }
            _ => view! { <TextField label value=argument max_length /> }.into_any(),
        })
    };
    view! {
        <form class="dev-form" on:submit=submit novalidate>
            <Select label="Effect" value=effect choices=kinds on_choose=begin_argument />
            {argument_field}
            <Show when=move || kind.get().argument == Argument::Message>
                <TextField label="HTTP status" value=http hint="200 when empty." max_length=3 />
            </Show>
            <Select label="When" value=when choices=whens />
            <Show when=takes_number>
                <TextField label="Number" value=number max_length=MAX_NUMBER_LEN />
            </Show>
            <TextField label="Account" value=account hint="That the call names." max_length=MAX_NAME_LEN />
            <TextField label="By" value=by hint="Whose token it has." max_length=MAX_NAME_LEN />
            <TextField label="At most" value=times hint="For ever when empty." max_length=MAX_NUMBER_LEN />
            <Show when=move || kind.get().allows_after_execution>
                <label class="check dev-wide">
                    <input type="checkbox" bind:checked=after_execution />
                    "Carry the operation out before"
                </label>
            </Show>
            <div class="dev-wide">
                <FailureNotice text=wrong pending=false />
            </div>
            <button type="submit" class="button">
                "Add fault"
            </button>
        </form>
    }
}
