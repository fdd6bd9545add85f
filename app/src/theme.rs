//! The color theme: the system's, unless the user chose one.

use crate::browser::storage::StorageArea;
use leptos::prelude::*;

const KEY: &str = "account-admin.theme";

/// The user's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Follows the system.
    System,
    /// Always light.
    Light,
    /// Always dark.
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

/// The theme of the page. The choice belongs to the browser, not to an account.
#[derive(Clone, Copy)]
pub struct Theme(RwSignal<Choice>);

impl Theme {
    /// The theme with the choice of the last visit.
    #[must_use]
    pub fn restore() -> Self {
        let stored = StorageArea::Local.get_text(KEY);
        let choice = stored.as_deref().and_then(Choice::parse).unwrap_or(Choice::System);
        apply(choice);
        Self(RwSignal::new(choice))
    }

    /// The choice. Reactive.
    #[must_use]
    pub fn get(self) -> Choice {
        self.0.get()
    }

    /// Applies a choice and stores it for the next visit.
    pub fn choose(self, choice: Choice) {
        apply(choice);
        self.0.set(choice);
        StorageArea::Local.set_text(KEY, choice.as_str());
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

fn apply(choice: Choice) {
    if let Some(root) = document().document_element() {
        // The style sheets switch `color-scheme` on this attribute.
        let _ = root.set_attribute("data-theme", choice.as_str());
    }
}
