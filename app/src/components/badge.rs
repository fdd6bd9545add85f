//! A state as a shape and a word, so that it is readable without colour.

use leptos::prelude::*;

/// The shape in front of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeShape {
    /// A full disc: all is well.
    Full,
    /// A half disc: held back, can return as it was.
    Half,
    /// A ring: nothing left inside.
    Ring,
    /// A cross: it did not work.
    Cross,
}

impl BadgeShape {
    /// The classes of an element that shows it.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Full => "badge badge-full",
            Self::Half => "badge badge-half",
            Self::Ring => "badge badge-ring",
            Self::Cross => "badge badge-cross",
        }
    }
}

/// A state.
#[component]
pub fn Badge(
    /// The shape in front.
    shape: BadgeShape,
    /// The word.
    label: &'static str,
) -> impl IntoView {
    view! { <span class=shape.class()>{label}</span> }
}
