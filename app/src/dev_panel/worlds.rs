//! The world: begin anew, fork, delete, keep aside and bring back; and making others.

use super::body::use_contents;
use super::control::ControlError;
use super::control::faults::scenarios;
use super::control::worlds::{self, DEFAULT, SEEDS, WorldOptions};
use super::fields::{ActionButton, Section, Select};
use super::load::load;
use super::panel::use_panel;
use crate::components::{TextField, format_count};
use leptos::prelude::*;

/// The longest name of a snapshot.
const MAX_NAME_LEN: u32 = 64;

/// The longest label of a world.
const MAX_LABEL_LEN: u32 = 1_000;

/// The tab.
#[component]
pub fn WorldTab() -> impl IntoView {
    let panel = use_panel();
    let contents = use_contents();
    let id = panel.world;
    let accounts = move || contents.world.with(|world| world.as_ref().map(|world| format_count(world.accounts)));
    let reset = move || {
        let world = id.get_untracked();
        panel.act(async move {
            panel.begin_anew(worlds::reset(&world).await?).await?;
            Ok(format!("{world} is as it began."))
        });
    };
    let fork = move || {
        let world = id.get_untracked();
        panel.act(async move {
            let made = worlds::fork(&world).await?;
            let entered = panel.enter(made).await?;
            Ok(format!("Forked off {world}. {entered}"))
        });
    };
    let remove = move || {
        let world = id.get_untracked();
        let default = contents.worlds.with_untracked(|all| all.iter().find(|other| other.id == DEFAULT).cloned());
        panel.act(async move {
            worlds::remove(&world).await?;
            let entered = match default {
                Some(default) => panel.enter(default).await?,
                None => String::new(),
            };
            Ok(format!("{world} is deleted. {entered}"))
        });
    };
    view! {
        <Section title="This world">
            <dl class="dev-facts">
                <dt>"Accounts"</dt>
                <dd>{accounts}</dd>
                <dt>"Tokens"</dt>
                <dd class="monospace wrap">{move || format!("mock.{}.<user name>", id.get())}</dd>
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

/// What was kept aside of the world, and keeping more.
#[component]
fn Snapshots() -> impl IntoView {
    let panel = use_panel();
    let contents = use_contents();
    let name = RwSignal::new(String::new());
    let names =
        move || contents.world.with(|world| world.as_ref().map_or_else(Vec::new, |world| world.snapshots.clone()));
    let keep = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (world, snapshot) = (panel.world.get_untracked(), name.get_untracked());
        panel.act(async move {
            worlds::keep(&world, snapshot.trim()).await?;
            name.set(String::new());
            Ok(format!("Kept {world} as {}.", snapshot.trim()))
        });
    };
    let restore = move |snapshot: String| {
        let world = panel.world.get_untracked();
        panel.act(async move {
            let restored = worlds::restore(&world, &snapshot).await?;
            if untrack(|| panel.signed_in()).is_some() {
                panel.enter(restored).await?;
            }
            Ok(format!("{world} is as it was in {snapshot}."))
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
                                    name=format!("Restore {name}")
                                    class="button button-quiet"
                                    on_click=move || restore(snapshot.clone())
                                />
                            </li>
                        }
                    }
                />
            </ul>
            <form class="dev-line" on:submit=keep novalidate>
                <TextField label="Name of a snapshot" value=name max_length=MAX_NAME_LEN />
                <button type="submit" class="button">
                    "Keep"
                </button>
            </form>
        </Section>
    }
}

/// Another world.
#[component]
fn NewWorld() -> impl IntoView {
    let panel = use_panel();
    let seed = RwSignal::new(SEEDS[0].to_owned());
    let users = RwSignal::new(String::new());
    let scenario = RwSignal::new(String::new());
    let label = RwSignal::new(String::new());
    let seeds = SEEDS.map(|seed| (seed.to_owned(), seed.to_owned())).to_vec();
    let known = load(scenarios);
    let scenarios = Signal::derive(move || {
        let known = known.get().and_then(Result::ok).unwrap_or_default();
        let none = (String::new(), "None".to_owned());
        [none].into_iter().chain(known.into_iter().map(|it| (it.name.clone(), it.name))).collect::<Vec<_>>()
    });
    let wrong = RwSignal::new(None);
    let make = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(generated_users) = read_number(&users.read_untracked()) else {
            wrong.set(Some("A whole number, or nothing.".to_owned()));
            return;
        };
        wrong.set(None);
        let order = WorldOptions {
            label: label.with_untracked(|label| label.trim().to_owned()),
            seed: seed.get_untracked(),
            generated_users,
            scenario: scenario.get_untracked(),
        };
        panel.act(async move { made(panel.enter(worlds::create(&order).await?).await) });
    };
    view! {
        <Section title="New world">
            <form class="dev-form" on:submit=make novalidate>
                <Select label="Seed" value=seed choices=seeds />
                <TextField label="Generated users" kind="number" value=users error=wrong max_length=7 />
                <Select label="Scenario" value=scenario choices=scenarios />
                <TextField label="Label" value=label max_length=MAX_LABEL_LEN />
                <button type="submit" class="button">
                    "Make world"
                </button>
            </form>
        </Section>
    }
}

fn made(entered: Result<String, ControlError>) -> Result<String, ControlError> {
    entered.map(|entered| format!("A world was made. {entered}"))
}

/// A number as it was typed; nothing is 0.
fn read_number(text: &str) -> Option<u32> {
    if text.trim().is_empty() { Some(0) } else { text.trim().parse().ok() }
}
