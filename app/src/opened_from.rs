//! Where the details of an account were opened from: they lead back there.

use crate::routes::Route;
use leptos::prelude::*;

/// The account whose details were opened from a page other than its list, and that page.
#[derive(Clone, Copy)]
pub struct OpenedFrom(RwSignal<Option<(String, Route)>>);

impl OpenedFrom {
    /// None yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Notes that the details of an account are about to be opened from a page.
    pub fn set(self, name: String, route: Route) {
        self.0.set(Some((name, route)));
    }

    /// The page that the details of an account were opened from. Reactive.
    pub fn route_of(self, name: &str) -> Option<Route> {
        self.0.with(|opened| opened.as_ref().filter(|(opened, _)| opened == name).map(|(_, route)| *route))
    }
}

/// Returns the handle of the session.
///
/// # Panics
/// When no user is signed in.
pub fn use_opened_from() -> OpenedFrom {
    expect_context()
}
