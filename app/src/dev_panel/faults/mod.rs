//! What goes wrong in the world, and what is held up there.

mod effect_table;
mod effects;
mod form;
mod gates;
mod labels;
mod order;

pub use effects::effect_words;

use super::body::use_contents;
use super::control::faults::{self, Fault, FaultSpec, Scenario};
use super::fields::{ActionButton, Section};
use super::load::load;
use super::panel::use_panel;
use form::NewFault;
use gates::Gates;
use labels::{pattern_words, when_words};
use leptos::prelude::*;

/// The tab.
#[component]
pub fn FaultsTab() -> impl IntoView {
    view! {
        <Scenarios />
        <InForce />
        <NewFault />
        <Gates />
    }
}

/// The scenarios: each puts its own faults in place of all that there are.
#[component]
fn Scenarios() -> impl IntoView {
    let panel = use_panel();
    let contents = use_contents();
    let list = load(faults::scenarios);
    let scenarios = Memo::new(move |_| list.get().and_then(Result::ok).unwrap_or_default());
    let played = Memo::new(move |_| {
        let faults = contents.faults.get()?;
        scenarios.read().iter().find(|scenario| scenario.is(&faults)).cloned()
    });
    let description = move || {
        played.with(|played| {
            played.as_ref().map_or("Faults of your own.".to_owned(), |played| played.description.clone())
        })
    };
    let play = move |scenario: Scenario| {
        let world = panel.world.get_untracked();
        panel.act(async move {
            faults::play(&world, &scenario).await?;
            Ok(format!("{world} plays {}.", scenario.name))
        });
    };
    view! {
        <Section title="Scenario">
            <div class="chips" role="group" aria-label="Scenario">
                <For
                    each=move || scenarios.get()
                    key=|scenario| scenario.name.clone()
                    children=move |scenario| {
                        let name = scenario.name.clone();
                        let pressed = move || played.with(|played| played.as_ref().is_some_and(|it| it.name == name));
                        view! {
                            <button
                                type="button"
                                class="chip"
                                title=scenario.description.clone()
                                aria-pressed=move || pressed().to_string()
                                on:click={
                                    let scenario = scenario.clone();
                                    move |_| play(scenario.clone())
                                }
                            >
                                {scenario.name.clone()}
                            </button>
                        }
                    }
                />
            </div>
            <p class="muted">{description}</p>
        </Section>
    }
}

/// The faults that there are.
#[component]
fn InForce() -> impl IntoView {
    let panel = use_panel();
    let contents = use_contents();
    let all = move || contents.faults.get().unwrap_or_default();
    let is_empty = Memo::new(move |_| contents.faults.with(|faults| faults.as_ref().is_none_or(Vec::is_empty)));
    let clear = move || {
        let world = panel.world.get_untracked();
        panel.act(async move {
            faults::clear(&world).await?;
            Ok(format!("Nothing goes wrong in {world} any more."))
        });
    };
    view! {
        <Section title="In force">
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

/// A fault. Its counts follow what happens; the rest of it never changes.
#[component]
fn FaultItem(fault: Fault) -> impl IntoView {
    let panel = use_panel();
    let contents = use_contents();
    let Fault { id, spec, .. } = fault.clone();
    let name = id.clone();
    let now = Memo::new(move |_| {
        let faults = contents.faults.get().unwrap_or_default();
        faults.into_iter().find(|fault| fault.id == name).unwrap_or_else(|| fault.clone())
    });
    let counts = move || {
        let now = now.read();
        let spent = if now.exhausted { ", spent" } else { "" };
        format!("{} fitted, {} struck{spent}", now.matched, now.triggered)
    };
    let name = id.clone();
    let remove = move || {
        let (world, id) = (panel.world.get_untracked(), name.clone());
        panel.act(async move {
            faults::remove(&world, &id).await?;
            Ok(format!("{id} is removed."))
        });
    };
    let FaultSpec { operation, account, caller, effect, .. } = &spec;
    view! {
        <li class="dev-item" class:dev-spent=move || now.read().exhausted>
            <span class="dev-id">{id.clone()}</span>
            <span class="dev-item-text">
                <span class="wrap">{effect_words(effect)}</span>
                <span class="muted wrap">
                    {pattern_words(operation, account.as_deref(), caller.as_deref())} " · " {when_words(&spec)}
                </span>
                <span class="muted">{counts}</span>
            </span>
            <ActionButton label="Remove" name=format!("Remove {id}") class="button button-quiet" on_click=remove />
        </li>
    }
}
