//! A badge: a state as a shape and a word, so that it is readable without color.

use leptos::prelude::*;

/// The shape in front of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeShape {
    /// A full disc: active.
    Full,
    /// A check mark: succeeded.
    Check,
    /// A half disc: suspended, pending or uncertain.
    Half,
    /// A ring: deactivated or not started.
    Ring,
    /// A cross: failed.
    Cross,
}

impl BadgeShape {
    /// The classes of an element with this shape in front.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Full => "badge badge-full",
            Self::Check => "badge badge-check",
            Self::Half => "badge badge-half",
            Self::Ring => "badge badge-ring",
            Self::Cross => "badge badge-cross",
        }
    }
}

/// A badge.
#[component]
pub fn Badge(
    /// The shape in front of the word.
    shape: BadgeShape,
    /// The name of the state.
    label: &'static str,
) -> impl IntoView {
    view! { <span class=shape.class()>{label}</span> }
}
