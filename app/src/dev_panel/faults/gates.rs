//! The gates section: lists closed gates, releases held requests, and closes new gates.

use super::labels::describe_pattern;
use crate::dev_panel::control::gates::{self, Gate, GateSpec};
use crate::dev_panel::fields::{ActionButton, Section, Select, operation_options, selected_operations};
use crate::dev_panel::panel::use_panel;
use crate::dev_panel::state::use_world_state;
use leptos::prelude::*;

/// The closed gates, and a form to close another.
#[component]
pub fn Gates() -> impl IntoView {
    let panel = use_panel();
    let state = use_world_state();
    let operation = RwSignal::new(String::new());
    let after_execution = RwSignal::new(false);
    let all = move || state.gates.get().unwrap_or_default();
    let close = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let world = panel.world.get_untracked();
        let spec =
            GateSpec { operation: selected_operations(operation), after_execution: after_execution.get_untracked() };
        panel.run(async move {
            let gate = gates::close(&world, &spec).await?;
            Ok(format!("Closed gate {}.", gate.id))
        });
    };
    view! {
        <Section title="Gates">
            <p class="muted">
                "A closed gate holds requests until you release them. If a dialog is waiting, press Ctrl+Alt+D to bring this \
                 panel to the front."
            </p>
            <ul class="dev-list">
                <For each=all key=|gate| gate.id.clone() children=move |gate| view! { <GateItem gate /> } />
            </ul>
            <form class="dev-form" on:submit=close novalidate>
                <Select label="Hold" value=operation options=operation_options() />
                <button type="submit" class="button">
                    "Close gate"
                </button>
                <label class="check dev-wide">
                    <input type="checkbox" bind:checked=after_execution />
                    "Hold the response only"
                </label>
            </form>
        </Section>
    }
}

/// A closed gate. Only the number of held requests changes.
#[component]
fn GateItem(gate: Gate) -> impl IntoView {
    let panel = use_panel();
    let state = use_world_state();
    let Gate { id, operation, account, caller, after_execution, .. } = gate;
    let gate_id = id.clone();
    let held_count = Memo::new(move |_| {
        let gates = state.gates.get().unwrap_or_default();
        gates.iter().find(|gate| gate.id == gate_id).map_or(0, |gate| gate.held.len())
    });
    let gate_id = id.clone();
    let release = move || {
        let (world, id) = (panel.world.get_untracked(), gate_id.clone());
        panel.run(async move {
            gates::release(&world, &id).await?;
            Ok(format!("Released {id}."))
        });
    };
    let gate_id = id.clone();
    let open = move || {
        let (world, id) = (panel.world.get_untracked(), gate_id.clone());
        panel.run(async move {
            gates::open(&world, &id).await?;
            Ok(format!("Opened gate {id}."))
        });
    };
    view! {
        <li class="dev-item">
            <span class="dev-id">{id.clone()}</span>
            <span class="dev-item-text">
                <span class="wrap">{describe_pattern(&operation, account.as_deref(), caller.as_deref())}</span>
                <span class="muted">
                    {move || format!("{} held", held_count.get())} {after_execution.then_some(" · responses only")}
                </span>
            </span>
            <ActionButton label="Release" aria_label=format!("Release {id}") class="button button-quiet" on_click=release />
            <ActionButton label="Open" aria_label=format!("Open {id}") class="button button-quiet" on_click=open />
        </li>
    }
}
