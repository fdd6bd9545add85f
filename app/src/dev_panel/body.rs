//! The content of the panel: the world selector, the tabs, and the result of the last action.

use super::clock::ClockTab;
use super::control::ControlError;
use super::control::worlds::World;
use super::faults::FaultsTab;
use super::journal::{JournalFeed, JournalTab};
use super::panel::{Panel, use_panel};
use super::people::PeopleTab;
use super::state::{WorldState, use_world_state};
use super::tabs::{TAB_PANEL_ID, Tab, Tabs};
use super::worlds::WorldTab;
use crate::components::{FailureNotice, Icon, IconName};
use leptos::prelude::*;

/// The content of the panel, or a notice if there is no mock.
#[component]
pub fn PanelBody() -> impl IntoView {
    let panel = use_panel();
    let response = panel.watch_worlds();
    let status = Memo::new(move |_| response.get().map(|response| response.map(drop)));
    let worlds = Signal::derive(move || response.get().and_then(Result::ok).unwrap_or_default());
    move || match status.get() {
        None => view! { <p class="dev-section muted">"Looking for the mock…"</p> }.into_any(),
        Some(Err(error)) => view! { <NoMock error /> }.into_any(),
        Some(Ok(())) => view! { <MockControls worlds /> }.into_any(),
    }
}

/// The notice that no mock was found.
#[component]
fn NoMock(error: ControlError) -> impl IntoView {
    let panel = use_panel();
    view! {
        <div class="empty" role="alert">
            <Icon glyph=IconName::Info />
            <h3 class="empty-title">"No mock server found"</h3>
            <p class="muted">
                {error.to_string()} " Worlds, faults, the clock and the journal exist only in the mock."
            </p>
            <button type="button" class="button" on:click=move |_| panel.reload_worlds()>
                "Check again"
            </button>
        </div>
    }
}

/// The world selector and the tabs.
#[component]
fn MockControls(worlds: Signal<Vec<World>>) -> impl IntoView {
    let panel = use_panel();
    let state = WorldState::watch(panel, worlds);
    let journal = JournalFeed::start(panel);
    provide_context(state);
    provide_context(journal);
    let exists = Memo::new(move |_| state.world.read().is_some());
    view! {
        <WorldSelect panel state />
        <Show when=move || exists.get() fallback=move || view! { <WorldGone /> }>
            <Tabs selected=panel.tab fault_count=Signal::derive(move || state.active_count()) />
            <div
                class="dev-body"
                id=TAB_PANEL_ID
                role="tabpanel"
                aria-labelledby=move || panel.tab.get().button_id()
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
        <ActionOutcome panel />
    }
}

/// The selector of the panel's world.
#[component]
fn WorldSelect(panel: Panel, state: WorldState) -> impl IntoView {
    let on_change = move |event: web_sys::Event| {
        let select: web_sys::HtmlSelectElement = event_target(&event);
        let selected = select.value();
        // Keep showing the current world until the switch has succeeded.
        select.set_value(&panel.world.get_untracked());
        let world = state.worlds.with_untracked(|worlds| worlds.iter().find(|world| world.id == selected).cloned());
        if let Some(world) = world {
            panel.run(async move { panel.enter(world).await });
        }
    };
    let options = move || {
        let gone = state.world.with(Option::is_none).then(|| panel.world.get());
        let gone = gone.map(|id| (format!("{id} (gone)"), id));
        let worlds =
            state.worlds.get().into_iter().map(|World { id, label, .. }| {
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
            <select class="input" id="dev-world" on:change=on_change>
                {options}
            </select>
        </div>
    }
}

/// The notice that the panel's world no longer exists: it was deleted, expired because it was not
/// used, or the mock was restarted.
#[component]
fn WorldGone() -> impl IntoView {
    let panel = use_panel();
    let state = use_world_state();
    let on_click = move |_| {
        if let Some(world) = state.default_world() {
            panel.run(async move { panel.enter(world).await });
        }
    };
    view! {
        <div class="empty" role="alert">
            <Icon glyph=IconName::Info />
            <h3 class="empty-title">{move || format!("The world {} is gone", panel.world.get())}</h3>
            <p class="muted">"It was deleted, expired, or the mock was restarted."</p>
            <button type="button" class="button" on:click=on_click>
                "Go to the default world"
            </button>
        </div>
    }
}

/// The result of the last action.
#[component]
fn ActionOutcome(panel: Panel) -> impl IntoView {
    let success = move || panel.last_result().and_then(Result::ok);
    let failure = Signal::derive(move || panel.last_result().and_then(Result::err).map(|error| error.to_string()));
    view! {
        <div class="dev-outcome">
            <p role="status">{success}</p>
            <FailureNotice text=failure pending=panel.is_busy />
        </div>
    }
}
