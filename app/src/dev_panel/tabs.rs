//! The panel's tab list. Arrow keys, Home and End work as in the ARIA Authoring Practices Guide
//! (tabs pattern).

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// A tab of the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tab {
    /// Signs in as another user.
    #[default]
    People,
    /// Resets, forks and creates worlds.
    World,
    /// Injects faults and holds requests.
    Faults,
    /// Shows and changes the world's clock.
    Clock,
    /// Shows requests and responses.
    Journal,
}

impl Tab {
    const ALL: [Self; 5] = [Self::People, Self::World, Self::Faults, Self::Clock, Self::Journal];

    const fn label(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::World => "World",
            Self::Faults => "Faults",
            Self::Clock => "Clock",
            Self::Journal => "Journal",
        }
    }

    /// The element id of the tab's button, which labels the tab panel.
    pub const fn button_id(self) -> &'static str {
        match self {
            Self::People => "dev-tab-people",
            Self::World => "dev-tab-world",
            Self::Faults => "dev-tab-faults",
            Self::Clock => "dev-tab-clock",
            Self::Journal => "dev-tab-journal",
        }
    }
}

/// The element id of the tab panel.
pub const TAB_PANEL_ID: &str = "dev-tab-panel";

/// The tab list.
#[component]
pub fn Tabs(
    /// The selected tab.
    selected: RwSignal<Tab>,
    /// The number of active faults and gates, shown on the Faults tab.
    #[prop(into)]
    fault_count: Signal<usize>,
) -> impl IntoView {
    let on_keydown = move |event: KeyboardEvent| {
        let (all, index) = (Tab::ALL, selected.get_untracked() as usize);
        let next = match event.key().as_str() {
            "ArrowRight" => (index + 1) % all.len(),
            "ArrowLeft" => (index + all.len() - 1) % all.len(),
            "Home" => 0,
            "End" => all.len() - 1,
            _ => return,
        };
        event.prevent_default();
        selected.set(all[next]);
        let button = document().get_element_by_id(all[next].button_id());
        if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            let _ = button.focus();
        }
    };
    let buttons = Tab::ALL.map(|tab| {
        let is_selected = move || selected.get() == tab;
        view! {
            <button
                type="button"
                class="dev-tab"
                role="tab"
                id=tab.button_id()
                aria-controls=TAB_PANEL_ID
                aria-selected=move || is_selected().to_string()
                tabindex=move || if is_selected() { "0" } else { "-1" }
                on:click=move |_| selected.set(tab)
            >
                {tab.label()}
                {move || {
                    (tab == Tab::Faults && fault_count.get() > 0)
                        .then(|| view! { <span class="dev-count">{fault_count.get()}</span> })
                }}
            </button>
        }
    });
    view! {
        <div class="dev-tabs" role="tablist" aria-label="Developer panel" on:keydown=on_keydown>
            {buttons.into_iter().collect_view()}
        </div>
    }
}
