//! The list of a world's faults, with their counters.

use super::labels::{describe_effect, describe_pattern, describe_trigger};
use crate::dev_panel::control::faults::{self, Fault, FaultSpec};
use crate::dev_panel::fields::{ActionButton, Section};
use crate::dev_panel::panel::use_panel;
use crate::dev_panel::state::use_world_state;
use leptos::prelude::*;

/// The faults of the world, including exhausted ones.
#[component]
pub fn FaultList() -> impl IntoView {
    let panel = use_panel();
    let state = use_world_state();
    let all = move || state.faults.get().unwrap_or_default();
    let is_empty = Memo::new(move |_| state.faults.with(|faults| faults.as_ref().is_none_or(Vec::is_empty)));
    let clear = move || {
        let world = panel.world.get_untracked();
        panel.run(async move {
            faults::clear(&world).await?;
            Ok(format!("Removed all faults from {world}."))
        });
    };
    view! {
        <Section title="Active faults">
            <Show when=move || is_empty.get()>
                <p class="muted">"No faults."</p>
            </Show>
            <ul class="dev-list">
                <For
                    each=all
                    key=|fault| fault.id.clone()
                    children=move |fault| view! { <FaultItem fault /> }
                />
            </ul>
            <Show when=move || !is_empty.get()>
                <div class="button-row">
                    <ActionButton label="Remove all" on_click=clear />
                </div>
            </Show>
        </Section>
    }
}

/// A fault. Only its counters change.
#[component]
fn FaultItem(fault: Fault) -> impl IntoView {
    let panel = use_panel();
    let state = use_world_state();
    let Fault { id, spec, .. } = fault.clone();
    let fault_id = id.clone();
    let current = Memo::new(move |_| {
        let faults = state.faults.get().unwrap_or_default();
        faults.into_iter().find(|fault| fault.id == fault_id).unwrap_or_else(|| fault.clone())
    });
    let counts = move || {
        let current = current.read();
        let suffix = if current.exhausted { ", used up" } else { "" };
        format!("{} matched, {} applied{suffix}", current.matched, current.triggered)
    };
    let fault_id = id.clone();
    let remove = move || {
        let (world, id) = (panel.world.get_untracked(), fault_id.clone());
        panel.run(async move {
            faults::remove(&world, &id).await?;
            Ok(format!("Removed {id}."))
        });
    };
    let FaultSpec { operation, account, caller, effect, .. } = &spec;
    view! {
        <li class="dev-item" class:dev-exhausted=move || current.read().exhausted>
            <span class="dev-id">{id.clone()}</span>
            <span class="dev-item-text">
                <span class="wrap">{describe_effect(effect)}</span>
                <span class="muted wrap">
                    {describe_pattern(operation, account.as_deref(), caller.as_deref())} " · " {describe_trigger(&spec)}
                </span>
                <span class="muted">{counts}</span>
            </span>
            <ActionButton label="Remove" aria_label=format!("Remove {id}") class="button button-quiet" on_click=remove />
        </li>
    }
}
