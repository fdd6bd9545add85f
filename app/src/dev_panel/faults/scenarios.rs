//! The scenario section: replaces a world's faults with a predefined set.

use crate::dev_panel::control::faults::{self, Scenario};
use crate::dev_panel::fields::Section;
use crate::dev_panel::load::load;
use crate::dev_panel::panel::use_panel;
use crate::dev_panel::state::use_world_state;
use leptos::prelude::*;

/// The scenarios. Selecting one replaces all faults.
#[component]
pub fn Scenarios() -> impl IntoView {
    let panel = use_panel();
    let state = use_world_state();
    let loaded = load(faults::scenarios);
    let scenarios = Memo::new(move |_| loaded.get().and_then(Result::ok).unwrap_or_default());
    let active = Memo::new(move |_| {
        let faults = state.faults.get()?;
        scenarios.read().iter().find(|scenario| scenario.matches(&faults)).cloned()
    });
    let description = move || {
        active
            .with(|active| active.as_ref().map_or("Custom faults.".to_owned(), |scenario| scenario.description.clone()))
    };
    let play = move |scenario: Scenario| {
        let world = panel.world.get_untracked();
        panel.run(async move {
            faults::play(&world, &scenario).await?;
            Ok(format!("Started scenario {} in {world}.", scenario.name))
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
                        let is_active = move || active.with(|active| active.as_ref().is_some_and(|it| it.name == name));
                        view! {
                            <button
                                type="button"
                                class="chip"
                                title=scenario.description.clone()
                                aria-pressed=move || is_active().to_string()
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
