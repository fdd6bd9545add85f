//! The Faults tab: scenarios, faults and gates.

mod active_faults;
mod effect_table;
mod effects;
mod fault_form;
mod form;
mod gates;
mod labels;
mod scenarios;
mod tab;

pub use effects::describe_effect;
pub use tab::FaultsTab;
