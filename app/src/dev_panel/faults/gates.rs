//! Gates: calls that wait until they are let go.

use super::labels::pattern_words;
use crate::dev_panel::body::use_contents;
use crate::dev_panel::control::gates::{self, Gate, GateSpec};
use crate::dev_panel::fields::{ActionButton, Section, Select, chosen, operations};
use crate::dev_panel::panel::use_panel;
use leptos::prelude::*;

/// The gates that are closed, and closing more.
#[component]
pub fn Gates() -> impl IntoView {
    let panel = use_panel();
    let contents = use_contents();
    let operation = RwSignal::new(String::new());
    let after_execution = RwSignal::new(false);
    let all = move || contents.gates.get().unwrap_or_default();
    let close = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let world = panel.world.get_untracked();
        let order = GateSpec { operation: chosen(operation), after_execution: after_execution.get_untracked() };
        panel.act(async move {
            let gate = gates::close(&world, &order).await?;
            Ok(format!("The gate {} is closed.", gate.id))
        });
    };
    view! {
        <Section title="Gates">
            <p class="muted">
                "A closed gate holds calls until they are let go. While a dialog of the page waits for one, Ctrl+Alt+D brings \
                 the panel in front of it."
            </p>
            <ul class="dev-list">
                <For each=all key=|gate| gate.id.clone() children=move |gate| view! { <GateItem gate /> } />
            </ul>
            <form class="dev-form" on:submit=close novalidate>
                <Select label="Hold" value=operation choices=operations() />
                <button type="submit" class="button">
                    "Close gate"
                </button>
                <label class="check dev-wide">
                    <input type="checkbox" bind:checked=after_execution />
                    "Hold the answer only"
                </label>
            </form>
        </Section>
    }
}

/// A closed gate. How many it holds follows what happens; the rest of it never changes.
#[component]
fn GateItem(gate: Gate) -> impl IntoView {
    let panel = use_panel();
    let contents = use_contents();
    let Gate { id, operation, account, caller, after_execution, .. } = gate;
    let name = id.clone();
    let held = Memo::new(move |_| {
        let gates = contents.gates.get().unwrap_or_default();
        gates.iter().find(|gate| gate.id == name).map_or(0, |gate| gate.held.len())
    });
    let name = id.clone();
    let release = move || {
        let (world, id) = (panel.world.get_untracked(), name.clone());
        panel.act(async move {
            gates::release(&world, &id).await?;
            Ok(format!("{id} let its calls go."))
        });
    };
    let name = id.clone();
    let open = move || {
        let (world, id) = (panel.world.get_untracked(), name.clone());
        panel.act(async move {
            gates::open(&world, &id).await?;
            Ok(format!("The gate {id} is open."))
        });
    };
    view! {
        <li class="dev-item">
            <span class="dev-id">{id.clone()}</span>
            <span class="dev-item-text">
                <span class="wrap">{pattern_words(&operation, account.as_deref(), caller.as_deref())}</span>
                <span class="muted">
                    {move || format!("{} held", held.get())} {after_execution.then_some(" · their answers only")}
                </span>
            </span>
            <ActionButton label="Release" name=format!("Release {id}") class="button button-quiet" on_click=release />
            <ActionButton label="Open" name=format!("Open {id}") class="button button-quiet" on_click=open />
        </li>
    }
}
