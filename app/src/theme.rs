//! Light or dark: the system's choice, unless the person made one.

use leptos::prelude::*;

const KEY: &str = "account-admin.theme";

/// What the person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// As the system is set.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Choice {
    const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark].into_iter().find(|choice| choice.as_str() == text)
    }
}

/// The theme of the page. The choice is a matter of the browser, not of an account, and kept for the next visit.
#[derive(Clone, Copy)]
pub struct Theme(RwSignal<Choice>);

impl Theme {
    /// The choice of the last visit.
    #[must_use]
    pub fn restore() -> Self {
        let stored = local_storage().and_then(|storage| storage.get_item(KEY).ok()?);
        let choice = stored.as_deref().and_then(Choice::parse).unwrap_or(Choice::System);
        apply(choice);
        Self(RwSignal::new(choice))
    }

    /// The choice. Reactive.
    #[must_use]
    pub fn get(self) -> Choice {
        self.0.get()
    }

    /// Chooses, now and for the next visit.
    pub fn choose(self, choice: Choice) {
        apply(choice);
        self.0.set(choice);
        if let Some(storage) = local_storage() {
            // Where the browser forbids it, the choice lasts for this visit.
            let _ = storage.set_item(KEY, choice.as_str());
        }
    }
}

/// The theme, provided above everything.
///
/// # Panics
/// Outside the app.
#[must_use]
pub fn use_theme() -> Theme {
    expect_context()
}

/// What the browser keeps for the next visit: how things look, and nothing about people.
pub fn local_storage() -> Option<web_sys::Storage> {
    window().local_storage().ok()?
}

fn apply(choice: Choice) {
    if let Some(root) = document().document_element() {
        // The style sheet switches `color-scheme` on this attribute.
        let _ = root.set_attribute("data-theme", choice.as_str());
    }
}
