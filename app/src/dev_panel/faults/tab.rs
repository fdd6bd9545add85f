//! The content of the Faults tab.

use super::active_faults::ActiveFaults;
use super::form::NewFault;
use super::gates::Gates;
use super::scenarios::Scenarios;
use leptos::prelude::*;

/// The Faults tab.
#[component]
pub fn FaultsTab() -> impl IntoView {
    view! {
        <Scenarios />
        <ActiveFaults />
        <NewFault />
        <Gates />
    }
}
