//! The panel's tabs, after the ARIA authoring practices: arrows, Home, End.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// A tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tab {
    /// Whom to sign in as.
    #[default]
    People,
    /// The world itself, and others.
    World,
    /// What goes wrong, and what is held up.
    Faults,
    /// What time it is.
    Clock,
    /// What was asked, and what came of it.
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

    /// The id of its button, which names the panel below.
    pub const fn id(self) -> &'static str {
        match self {
            Self::People => "dev-tab-people",
            Self::World => "dev-tab-world",
            Self::Faults => "dev-tab-faults",
            Self::Clock => "dev-tab-clock",
            Self::Journal => "dev-tab-journal",
        }
    }
}

/// The id of what the tabs switch.
pub const PANEL: &str = "dev-tab-panel";

/// The row of tabs.
#[component]
pub fn Tabs(
    /// The one in front.
    tab: RwSignal<Tab>,
    /// How many faults and gates are in force, which is worth knowing from every tab.
    #[prop(into)]
    faults: Signal<usize>,
) -> impl IntoView {
    let on_keydown = move |event: KeyboardEvent| {
        let (all, at) = (Tab::ALL, tab.get_untracked() as usize);
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % all.len(),
            "ArrowLeft" => (at + all.len() - 1) % all.len(),
            "Home" => 0,
            "End" => all.len() - 1,
            _ => return,
        };
        event.prevent_default();
        tab.set(all[to]);
        let button = document().get_element_by_id(all[to].id());
        if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            let _ = button.focus();
        }
    };
    let buttons = Tab::ALL.map(|this| {
        let is_front = move || tab.get() == this;
        view! {
            <button
                type="button"
                class="dev-tab"
                role="tab"
                id=this.id()
                aria-controls=PANEL
                aria-selected=move || is_front().to_string()
                tabindex=move || if is_front() { "0" } else { "-1" }
                on:click=move |_| tab.set(this)
            >
                {this.label()}
                {move || {
                    (this == Tab::Faults && faults.get() > 0)
                        .then(|| view! { <span class="dev-count">{faults.get()}</span> })
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
