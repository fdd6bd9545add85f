//! The World tab: resets, forks and deletes the world, manages its snapshots, and creates others.

use super::control::faults::scenarios;
use super::control::worlds::{self, DEFAULT, SEEDS, World, WorldOptions};
use super::fields::{ActionButton, Section, Select};
use super::load::load;
use super::panel::{ActionResult, Panel, use_panel};
use super::state::use_world_state;
use crate::components::{TextField, format_count};
use leptos::prelude::*;

/// The maximum length of a snapshot's name, as in mock-server/src/world/mod.rs.
const MAX_SNAPSHOT_NAME_CHARS: u32 = 64;

/// The maximum length of a world's label, as in mock-server/src/world/worlds.rs.
const MAX_WORLD_LABEL_CHARS: u32 = 1_000;

/// The World tab.
#[component]
pub fn WorldTab() -> impl IntoView {
    let panel = use_panel();
    let state = use_world_state();
    let id = panel.world;
    let accounts = move || state.world.with(|world| world.as_ref().map(|world| format_count(world.accounts)));
    let reset = move || {
        let world = id.get_untracked();
        panel.run(async move {
            panel.on_reset(worlds::reset(&world).await?).await?;
            Ok(format!("Reset {world}."))
        });
    };
    let fork = move || {
        let world = id.get_untracked();
        panel.run(async move {
            let fork = worlds::fork(&world).await?;
            let entered = panel.enter(fork).await?;
            Ok(format!("Forked {world}. {entered}"))
        });
    };
    let remove = move || {
        let world = id.get_untracked();
        let default = state.default_world();
        panel.run(async move {
            worlds::remove(&world).await?;
            let entered = match default {
                Some(default) => panel.enter(default).await?,
                None => String::new(),
            };
            Ok(format!("Deleted {world}. {entered}"))
        });
    };
    view! {
        <Section title="This world">
            <dl class="dev-facts">
                <dt>"Accounts"</dt>
                <dd>{accounts}</dd>
                <dt>"Tokens"</dt>
                <dd class="monospace wrap">{move || format!("mock.{}.<username>", id.get())}</dd>
            </dl>
            <div class="button-row">
                <ActionButton label="Reset" on_click=reset />
                <ActionButton label="Fork" on_click=fork />
                <Show when=move || *id.read() != DEFAULT>
                    <ActionButton label="Delete" class="button dev-danger" on_click=remove />
                </Show>
            </div>
        </Section>
        <Snapshots />
        <NewWorld />
    }
}

/// The world's snapshots, and a form to save another.
#[component]
fn Snapshots() -> impl IntoView {
    let panel = use_panel();
    let state = use_world_state();
    let name = RwSignal::new(String::new());
    let names = move || state.world.with(|world| world.as_ref().map_or_else(Vec::new, |world| world.snapshots.clone()));
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (world, snapshot) = (panel.world.get_untracked(), name.get_untracked());
        panel.run(async move {
            worlds::save_snapshot(&world, snapshot.trim()).await?;
            name.set(String::new());
            Ok(format!("Saved snapshot {} of {world}.", snapshot.trim()))
        });
    };
    let restore = move |snapshot: String| {
        let world = panel.world.get_untracked();
        panel.run(async move {
            let restored = worlds::restore_snapshot(&world, &snapshot).await?;
            panel.sign_in_again(restored).await?;
            Ok(format!("Restored {snapshot} in {world}."))
        });
    };
    view! {
        <Section title="Snapshots">
            <ul class="dev-list">
                <For
                    each=names
                    key=String::clone
                    children=move |name| {
                        let snapshot = name.clone();
                        view! {
                            <li class="dev-item">
                                <span class="dev-item-text monospace wrap">{name.clone()}</span>
                                <ActionButton
                                    label="Restore"
                                    aria_label=format!("Restore {name}")
                                    class="button button-quiet"
                                    on_click=move || restore(snapshot.clone())
                                />
                            </li>
                        }
                    }
                />
            </ul>
            <form class="dev-line" on:submit=save novalidate>
                <TextField label="Snapshot name" value=name max_length=MAX_SNAPSHOT_NAME_CHARS />
                <button type="submit" class="button">
                    "Save snapshot"
                </button>
            </form>
        </Section>
    }
}

/// A form that creates a world.
#[component]
fn NewWorld() -> impl IntoView {
    let panel = use_panel();
    let seed = RwSignal::new(SEEDS[0].to_owned());
    let user_count = RwSignal::new(String::new());
    let scenario = RwSignal::new(String::new());
    let label = RwSignal::new(String::new());
    let seed_options = SEEDS.map(|seed| (seed.to_owned(), seed.to_owned())).to_vec();
    let loaded = load(scenarios);
    let scenario_options = Signal::derive(move || {
        let loaded = loaded.get().and_then(Result::ok).unwrap_or_default();
        let none = (String::new(), "None".to_owned());
        [none].into_iter().chain(loaded.into_iter().map(|it| (it.name.clone(), it.name))).collect::<Vec<_>>()
    });
    let error = RwSignal::new(None);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(generated_users) = parse_count(&user_count.read_untracked()) else {
            error.set(Some("Enter a whole number, or leave empty".to_owned()));
            return;
        };
        error.set(None);
        let options = WorldOptions {
            label: label.with_untracked(|label| label.trim().to_owned()),
            seed: seed.get_untracked(),
            generated_users,
            scenario: scenario.get_untracked(),
        };
        panel.run(async move { enter_new(panel, worlds::create(&options).await?).await });
    };
    view! {
        <Section title="New world">
            <form class="dev-form" on:submit=submit novalidate>
                <Select label="Seed" value=seed options=seed_options />
                <TextField label="Generated users" kind="number" value=user_count error=error max_length=7 />
                <Select label="Scenario" value=scenario options=scenario_options />
                <TextField label="Label" value=label max_length=MAX_WORLD_LABEL_CHARS />
                <button type="submit" class="button">
                    "Create world"
                </button>
            </form>
        </Section>
    }
}

async fn enter_new(panel: Panel, world: World) -> ActionResult {
    let entered = panel.enter(world).await?;
    Ok(format!("World created. {entered}"))
}

/// Parses a count. An empty field counts as 0.
fn parse_count(text: &str) -> Option<u32> {
    if text.trim().is_empty() { Some(0) } else { text.trim().parse().ok() }
}
