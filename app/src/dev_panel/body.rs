//! What is in the panel: which world it is about, the tabs, and what came of what was done last.

use super::clock::ClockTab;
use super::control::ControlError;
use super::control::worlds::{DEFAULT, World};
use super::control::{faults, gates};
use super::faults::FaultsTab;
use super::journal::{Journal, JournalTab};
use super::panel::{Panel, use_panel};
use super::people::PeopleTab;
use super::tabs::{PANEL, Tab, Tabs};
use super::worlds::WorldTab;
use crate::components::{FailureNotice, Icon, IconName};
use leptos::prelude::*;

/// What there is in the world, for all tabs.
#[derive(Clone, Copy)]
pub struct Contents {
    /// All worlds there are.
    pub worlds: Signal<Vec<World>>,
    /// The world that the panel is about, if it is still there.
    pub world: Memo<Option<World>>,
    /// Its faults.
    pub faults: Signal<Option<Vec<faults::Fault>>>,
    /// Its gates.
    pub gates: Signal<Option<Vec<gates::Gate>>>,
}

/// The same, provided to all tabs.
pub fn use_contents() -> Contents {
    expect_context()
}

/// What is in the panel, or why nothing is.
#[component]
pub fn Body() -> impl IntoView {
    let panel = use_panel();
    let list = panel.watch_worlds();
    let trouble = Memo::new(move |_| list.get().map(|list| list.err()));
    let worlds = Signal::derive(move || list.get().and_then(Result::ok).unwrap_or_default());
    move || match trouble.get() {
        None => view! { <p class="dev-section muted">"Looking for the mock…"</p> }.into_any(),
        Some(Some(error)) => view! { <NoMock error /> }.into_any(),
        Some(None) => view! { <Steering worlds /> }.into_any(),
    }
}

/// Nothing to steer.
#[component]
fn NoMock(error: ControlError) -> impl IntoView {
    let panel = use_panel();
    view! {
        <div class="empty" role="alert">
            <Icon glyph=IconName::Info />
            <h3 class="empty-title">"There is no mock to steer"</h3>
            <p class="muted">
                {error.to_string()} " Worlds, faults, clock and journal are the mock’s: a real platform has none of them."
            </p>
            <button type="button" class="button" on:click=move |_| panel.look_for_worlds()>
                "Look again"
            </button>
        </div>
    }
}

#[component]
fn Steering(worlds: Signal<Vec<World>>) -> impl IntoView {
    let panel = use_panel();
    let world = Memo::new(move |_| {
        let id = panel.world.read();
        let is_it = |world: &&World| world.id == *id;
        let listed = worlds.with(|worlds| worlds.iter().find(is_it).cloned());
        listed.or_else(|| panel.entered.with(|entered| entered.as_ref().filter(is_it).cloned()))
    });
    let contents = Contents {
        worlds,
        world,
        faults: panel.watch(|world| async move { faults::list(&world).await }),
        gates: panel.watch(|world| async move { gates::list(&world).await }),
    };
    let journal = Journal::follow(panel);
    provide_context(contents);
    provide_context(journal);
    let in_force = move || {
        let faults = contents
            .faults
            .with(|faults| faults.as_ref().map_or(0, |all| all.iter().filter(|it| !it.exhausted).count()));
        faults + contents.gates.with(|gates| gates.as_ref().map_or(0, Vec::len))
    };
    let is_there = Memo::new(move |_| world.read().is_some());
    view! {
        <WorldChoice panel contents />
        <Show when=move || is_there.get() fallback=move || view! { <Gone /> }>
            <Tabs tab=panel.tab faults=Signal::derive(in_force) />
            <div
                class="dev-body"
                id=PANEL
                role="tabpanel"
                aria-labelledby=move || panel.tab.get().id()
                tabindex="-1"
            >
                {move || match panel.tab.get() {
                    Tab::People => view! { <PeopleTab /> }.into_any(),
                    Tab::World => view! { <WorldTab /> }.into_any(),
                    Tab::Faults => view! { <FaultsTab /> }.into_any(),
                    Tab::Clock => view! { <ClockTab /> }.into_any(),
                    Tab::Journal => view! { <JournalTab /> }.into_any(),
                }}
            </div>
        </Show>
        <Outcome panel />
    }
}

/// Which world it is about.
#[component]
fn WorldChoice(panel: Panel, contents: Contents) -> impl IntoView {
    let choose = move |event: web_sys::Event| {
        let select: web_sys::HtmlSelectElement = event_target(&event);
        let chosen = select.value();
        // It shows the world that it is about, until that has changed.
        select.set_value(&panel.world.get_untracked());
        let world = contents.worlds.with_untracked(|worlds| worlds.iter().find(|world| world.id == chosen).cloned());
        if let Some(world) = world {
            panel.act(async move { panel.enter(world).await });
        }
    };
    let options = move || {
        let gone = contents.world.with(Option::is_none).then(|| panel.world.get());
        let gone = gone.map(|id| (format!("{id} (gone)"), id));
        let worlds =
            contents.worlds.get().into_iter().map(|World { id, label, .. }| {
                (if label.is_empty() { id.clone() } else { format!("{id} · {label}") }, id)
            });
        gone.into_iter()
            .chain(worlds)
            .map(|(text, id)| {
                let value = id.clone();
                view! {
                    <option value=value prop:selected=move || *panel.world.read() == id>
                        {text}
                    </option>
                }
            })
            .collect_view()
    };
    view! {
        <div class="dev-world">
            <label for="dev-world">"World"</label>
            <select class="input" id="dev-world" on:change=choose>
                {options}
            </select>
        </div>
    }
}

/// The world was deleted, or forgotten since nobody used it, or the mock was started anew.
#[component]
fn Gone() -> impl IntoView {
    let panel = use_panel();
    let contents = use_contents();
    let go = move |_| {
        let default = contents.worlds.with_untracked(|worlds| worlds.iter().find(|world| world.id == DEFAULT).cloned());
        if let Some(world) = default {
            panel.act(async move { panel.enter(world).await });
        }
    };
    view! {
        <div class="empty" role="alert">
            <Icon glyph=IconName::Info />
            <h3 class="empty-title">{move || format!("The world {} is gone", panel.world.get())}</h3>
            <p class="muted">"It was deleted, or nobody used it for a while, or the mock was started anew."</p>
            <button type="button" class="button" on:click=go>
                "Go to the default world"
            </button>
        </div>
    }
}

/// What came of what was done last.
#[component]
fn Outcome(panel: Panel) -> impl IntoView {
    let done = move || panel.outcome().and_then(Result::ok);
    let failure = Signal::derive(move || panel.outcome().and_then(Result::err).map(|error| error.to_string()));
    view! {
        <div class="dev-outcome">
            <p role="status">{done}</p>
            <FailureNotice text=failure pending=panel.pending />
        </div>
    }
}
