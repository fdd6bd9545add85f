//! The content of the Faults tab.

use super::fault_list::FaultList;
use super::gates::Gates;
use super::new_fault::NewFault;
use super::scenarios::Scenarios;
use leptos::prelude::*;

/// The Faults tab.
#[component]
pub fn FaultsTab() -> impl IntoView {
    view! {
        <Scenarios />
        <FaultList />
        <NewFault />
        <Gates />
    }
}
