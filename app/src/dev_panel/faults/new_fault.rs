//! The sections that add a fault: presets with one click, and a form for everything else.

use super::catalog;
use super::effect_table::{EFFECTS, PRESETS, TRIGGERS};
use super::effects::Argument;
use super::fault_form::FaultForm;
use crate::components::{FailureNotice, TextField};
use crate::dev_panel::control::faults::{self, FaultSpec};
use crate::dev_panel::fields::{ActionButton, Section, Select, operation_options, selected_operations};
use crate::dev_panel::panel::{Panel, use_panel};
use account_api::Operation;
use account_api::limits::MAX_USERNAME_CHARS;
use leptos::prelude::*;
use serde_json::Value;

/// The maximum length of an argument. The longest is a message.
const MAX_ARGUMENT_CHARS: u32 = 1_000;

/// The maximum length of a number.
const MAX_NUMBER_CHARS: u32 = 12;

/// The operations that change accounts. The preset "Lost response" affects these if no operation is
/// selected.
fn mutations() -> Vec<String> {
    Operation::ALL
        .into_iter()
        .filter(|operation| operation.is_mutation())
        .map(|operation| operation.to_string())
        .collect()
}

fn add(panel: Panel, spec: FaultSpec) {
    let world = panel.world.get_untracked();
    panel.run(async move {
        faults::add(&world, &spec).await?;
        Ok(format!("Added a fault to {world}."))
    });
}

/// The section that adds a fault.
#[component]
pub fn NewFault() -> impl IntoView {
    let panel = use_panel();
    let operation = RwSignal::new(String::new());
    let presets = PRESETS.iter().map(move |preset| {
        let (label, after_execution) = (preset.label, preset.after_execution);
        // Generated, so it is JSON.
        let effect: Value = serde_json::from_str(preset.effect).unwrap_or_default();
        let on_click = move || {
            let mut operations = selected_operations(operation);
            if after_execution && operations.is_empty() {
                operations = mutations();
            }
            let after_execution = after_execution.then_some(true);
            add(
                panel,
                FaultSpec { operation: operations, after_execution, effect: effect.clone(), ..FaultSpec::default() },
            );
        };
        view! { <ActionButton label class="chip" on_click /> }
    });
    view! {
        <Section title="Add a fault">
            <Select label="Operation" value=operation options=operation_options() />
            <div class="chips" role="group" aria-label="Quick faults">
                {presets.collect_view()}
            </div>
            <details class="dev-more">
                <summary>"Custom fault"</summary>
                <FaultFormView operation />
            </details>
        </Section>
    }
}

/// The form with all options of a fault.
#[component]
fn FaultFormView(operation: RwSignal<String>) -> impl IntoView {
    let panel = use_panel();
    let empty = || RwSignal::new(String::new());
    let effect = RwSignal::new(EFFECTS[0].name.to_owned());
    let argument = RwSignal::new(EFFECTS[0].argument.initial());
    let (http_status, account, caller, trigger_value, times) = (empty(), empty(), empty(), empty(), empty());
    let trigger = RwSignal::new(TRIGGERS[0].name.to_owned());
    let after_execution = RwSignal::new(false);
    let error = RwSignal::new(None);
    let kind = Memo::new(move |_| catalog::find_or_default(&effect.read()));
    let effect_options = EFFECTS.iter().map(|kind| (kind.name.to_owned(), kind.label.to_owned())).collect::<Vec<_>>();
    let trigger_options =
        TRIGGERS.iter().map(|choice| (choice.name.to_owned(), choice.label.to_owned())).collect::<Vec<_>>();
    let takes_number = move || TRIGGERS.iter().any(|choice| choice.takes_number && *trigger.read() == choice.name);
    let reset_argument = move |effect: String| argument.set(catalog::find_or_default(&effect).argument.initial());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let form = FaultForm {
            effect: effect.get_untracked(),
            argument: argument.get_untracked(),
            http_status: http_status.get_untracked(),
            operation: operation.get_untracked(),
            account: account.get_untracked(),
            caller: caller.get_untracked(),
            trigger: trigger.get_untracked(),
            trigger_value: trigger_value.get_untracked(),
            times: times.get_untracked(),
            after_execution: after_execution.get_untracked(),
        };
        match form.to_spec() {
            Ok(spec) => {
                error.set(None);
                add(panel, spec);
            }
            Err(message) => error.set(Some(message)),
        }
    };
    let argument_field = move || {
        let (label, _) = kind.get().argument.field()?;
        let max_length = MAX_ARGUMENT_CHARS;
        Some(match kind.get().argument {
            Argument::Milliseconds => {
                view! { <TextField label value=argument hint="Or a range: 500-2000." max_length /> }.into_any()
            }
            Argument::Accounts => {
                view! { <TextField label value=argument hint="Negative numbers disable that many accounts." max_length /> }
                    .into_any()
            }
            _ => view! { <TextField label value=argument max_length /> }.into_any(),
        })
    };
    view! {
        <form class="dev-form" on:submit=submit novalidate>
            <Select label="Effect" value=effect options=effect_options on_select=reset_argument />
            {argument_field}
            <Show when=move || kind.get().argument == Argument::Message>
                <TextField label="HTTP status" value=http_status hint="Default: 200." max_length=3 />
            </Show>
            <Select label="When" value=trigger options=trigger_options />
            <Show when=takes_number>
                <TextField label="Number" value=trigger_value max_length=MAX_NUMBER_CHARS />
            </Show>
            <TextField label="Account" value=account hint="Only calls about this account." max_length=MAX_USERNAME_CHARS as u32 />
            <TextField label="By" value=caller hint="Only calls made by this user." max_length=MAX_USERNAME_CHARS as u32 />
            <TextField label="At most" value=times hint="Empty = no limit." max_length=MAX_NUMBER_CHARS />
            <Show when=move || kind.get().allows_after_execution>
                <label class="check dev-wide">
                    <input type="checkbox" bind:checked=after_execution />
                    "Execute the operation first"
                </label>
            </Show>
            <div class="dev-wide">
                <FailureNotice text=error pending=false />
            </div>
            <button type="submit" class="button">
                "Add fault"
            </button>
        </form>
    }
}
